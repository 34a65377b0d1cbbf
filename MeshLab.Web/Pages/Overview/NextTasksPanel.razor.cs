using MeshLab.Core.Roadmap;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Overview;

/// <summary>The first open tasks in the order of the roadmap.</summary>
public sealed partial class NextTasksPanel
{
    private const int Shown = 6;

    private IReadOnlyList<(RoadmapSection Section, RoadmapTask Task)> _next = [];

    /// <summary>The roadmap.</summary>
    [Inject]
    public required RoadmapService Roadmap { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => Listen<RoadmapChanged>();

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var sections = await Roadmap.GetAsync(cancellationToken);
        _next = [.. sections.SelectMany(section => section.Tasks.SelectMany(OpenLeaves).Select(task => (section, task))).Take(Shown)];
    }

    private static IEnumerable<RoadmapTask> OpenLeaves(RoadmapTask task) => task.Children.Count > 0
        ? task.Children.SelectMany(OpenLeaves)
        : task.State == TaskCompletion.Done ? [] : [task];
}
