using MeshLab.Core.Roadmap;
using MeshLab.Web.Pages.Checklist;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Overview;

/// <summary>How many tasks are done, overall and by section.</summary>
public sealed partial class ProgressPanel
{
    private IReadOnlyList<RoadmapSection> _sections = [];
    private ProgressCurve _curve = new(0, 0, []);

    /// <summary>The roadmap.</summary>
    [Inject]
    public required RoadmapService Roadmap { get; set; }

    private int Total => _sections.Sum(section => section.Total);

    private int Done => _sections.Sum(section => section.Done);

    private int Verified => _sections.Sum(section => section.Verified);

    /// <inheritdoc/>
    protected override void OnInitialized() => Listen<RoadmapChanged>();

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _sections = await Roadmap.GetAsync(cancellationToken);
        _curve = ProgressCurve.Of(_sections);
    }

    // Rounded down: 100 % is said only of what is all done.
    private static int Percent(int done, int total) => total == 0 ? 0 : done * 100 / total;
}
