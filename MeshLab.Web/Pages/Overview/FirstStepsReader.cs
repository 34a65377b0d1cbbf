using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;

namespace MeshLab.Web.Pages.Overview;

/// <summary>Reads which of the first steps are done.</summary>
public sealed class FirstStepsReader(
    RoadmapService roadmap, RunService runs, ScenarioCatalogue scenarios, MeasurementService measurements, ClusterCatalogue clusters, TimeProvider clock)
{
    private const int RunsLookedAt = 200;

    /// <summary>The state now.</summary>
    public async Task<FirstStepsState> ReadAsync(CancellationToken cancellationToken)
    {
        var sections = await roadmap.GetAsync(cancellationToken);
        var deploys = (await runs.ListHeadersAsync(null, RunsLookedAt, cancellationToken)).Where(run => run.Action == RunAction.Deploy).ToList();
        var deployed = deploys.Find(run => run.Status == RunStatus.Succeeded);
        return new FirstStepsState(
            First()?.Name,
            sections.SelectMany(section => section.Tasks).SelectMany(task => task.Everything()).Any(IsByHand),
            deployed is not null,
            deploys.Find(run => run.Status is RunStatus.Queued or RunStatus.Running)?.Id,
            sections.Any(section => section.Verified > 0),
            deployed is not null && await IsMeasuredAsync(deployed, cancellationToken),
            clusters.Clusters.Any(cluster => !cluster.IsSimulated));
    }

    private static bool IsByHand(RoadmapTask task) => task.Note is not null || (task is { Children.Count: 0, Origin: "manual" });

    /// <summary>The first in the order of the roadmap that installs a mesh on one cluster: more than one is not where to begin.</summary>
    private Scenario? First() =>
        scenarios.Scenarios.FirstOrDefault(one => one.Clusters.Count == 1 && one.Mesh != Mesh.None) ?? (scenarios.Scenarios is [var any, ..] ? any : null);

    private async Task<bool> IsMeasuredAsync(RunHeader deploy, CancellationToken cancellationToken)
    {
        var from = deploy.StartedAt ?? deploy.QueuedAt;
        foreach (var cluster in deploy.Clusters.Values.Distinct())
        {
            if ((await measurements.SummarizeAsync(cluster, from, clock.GetUtcNow(), cancellationToken)).Classes.Count > 0)
            {
                return true;
            }
        }

        return false;
    }
}
