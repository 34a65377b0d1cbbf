using MeshLab.Core.Roadmap;
using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Overview;

/// <summary>The task to do next with what does it, and those that follow.</summary>
public sealed partial class NextTasksPanel
{
    private const int Shown = 5;

    private IReadOnlyList<SuggestedTask> _next = [];

    /// <summary>The roadmap.</summary>
    [Inject]
    public required RoadmapService Roadmap { get; set; }

    /// <summary>Chooses among its tasks.</summary>
    [Inject]
    public required TaskSuggestion Suggestion { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Listen<RoadmapChanged>();
        Listen<ScenariosChanged>();
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken) =>
        _next = Suggestion.Find(await Roadmap.GetAsync(cancellationToken), Shown);

    private static string Place(SuggestedTask next) => string.Join(" · ", next.Parents.Prepend($"{next.Section.Id} {next.Section.Title}"));
}
