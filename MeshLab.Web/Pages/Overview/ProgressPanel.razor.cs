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

    /// <inheritdoc/>
    protected override void OnInitialized() => Listen<RoadmapChanged>();

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _sections = await Roadmap.GetAsync(cancellationToken);
        _curve = ProgressCurve.Of(_sections);
    }
}
