using MeshLab.Core.Measurements;
using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Overview;

/// <summary>What each class of workload uses now on the clusters that hold a scenario.</summary>
public sealed partial class CostPanel
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private IReadOnlyList<OccupiedCluster> _occupied = [];
    private IReadOnlyList<MeasurementSummary> _summaries = [];

    /// <summary>Knows which clusters hold a scenario.</summary>
    [Inject]
    public required RunService Runs { get; set; }

    /// <summary>Knows what they use.</summary>
    [Inject]
    public required MeasurementService Measurements { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Listen<SamplesStored>();
        Listen<RunChanged>();
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var occupied = await Runs.GetOccupiedClustersAsync(cancellationToken);
        var now = Clock.GetUtcNow();
        List<MeasurementSummary> summaries = [];
        foreach (var cluster in occupied)
        {
            summaries.Add(await Measurements.SummarizeAsync(cluster.Cluster, now - Window, now, cancellationToken));
        }

        (_occupied, _summaries) = (occupied, summaries);
    }

    private static bool IsSimulated(MeasurementSummary summary) => summary.Classes.Any(usage => usage.Origin == Origin.Simulated);
}
