using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;

namespace MeshLab.Web.Hosting;

/// <summary>The periods of variants, from the runs that put them on clusters and took them away. Here, because costs know nothing of runs.</summary>
internal sealed class RunPeriods(RunService runs, ScenarioCatalogue scenarios, TimeProvider clock) : IMeasuredPeriods
{
    /// <summary>The scenario whose load steps are all the load there is.</summary>
    private const string CostScenario = "mesh-cost-analysis";

    /// <summary>A request of the sample app is two calls: client to frontend, frontend to backend.</summary>
    private const double CallsPerRequest = 2;

    private const int MostRuns = 1_000;

    /// <summary>A stretch with the sample app alone that is at least so long is taken before one in which later steps have added to it.</summary>
    private static readonly TimeSpan _enough = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MeasuredPeriod>> GetAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var all = (await runs.ListAsync(null, MostRuns, cancellationToken)).Where(run => run.StartedAt is not null).OrderBy(run => run.StartedAt).ToList();
        var occupied = await runs.GetOccupiedClustersAsync(cancellationToken);
        var periods = new List<MeasuredPeriod>();
        foreach (var run in all.Where(run => run is { Action: RunAction.Deploy, Status: RunStatus.Succeeded }))
        {
            foreach (var cluster in run.Clusters.Values.Distinct())
            {
                if (VariantOf(run) is { } variant && ReadyAt(run, cluster) is { } ready && EndOf(run, cluster, all, occupied) is { } end && ready < end && ready < to && end > from)
                {
                    periods.Add(new(cluster, variant, run.Parameters.GetValueOrDefault("controlPlane") == "ha", ready, Unchanged(run, cluster, ready) is { } changed && changed - ready >= _enough ? changed : end, run.Id, run.Scenario, Loads(run)));
                }
            }
        }

        return periods;
    }

    private string? VariantOf(Run run) => run.Parameters.GetValueOrDefault("variant") ?? scenarios.Find(run.Scenario)?.Mesh switch
    {
        Mesh.Istio => "istio-sidecar",
        Mesh.IstioAmbient => "istio-ambient",
        Mesh.Linkerd => "linkerd",
        Mesh.Cilium => "cilium",
        _ => null,
    };

    /// <summary>When the sample app was there, which every scenario deploys after its mesh; null for scenarios without it.</summary>
    private DateTimeOffset? ReadyAt(Run run, string cluster)
    {
        var app = scenarios.Find(run.Scenario)?.Steps.FirstOrDefault(step => step.Action is ApplyAction apply && apply.Files.Contains("shared/sample-app"));
        return app is null ? null : run.Steps.FirstOrDefault(step => step.Id == app.Id && step.Cluster == cluster)?.FinishedAt;
    }

    /// <summary>When a later step of the run first added objects to the app; null when none did.</summary>
    private DateTimeOffset? Unchanged(Run run, string cluster, DateTimeOffset ready)
    {
        var adding = scenarios.Find(run.Scenario)?.Steps.Where(step => step.Action is ApplyAction).Select(step => step.Id).ToHashSet() ?? [];
        return run.Steps.Where(step => adding.Contains(step.Id) && step.Cluster == cluster && step.StartedAt >= ready).Min(step => step.StartedAt);
    }

    /// <summary>When the next run of the scenario touched the cluster, or now while it is still there; null when it went unseen.</summary>
    private DateTimeOffset? EndOf(Run run, string cluster, List<Run> all, IReadOnlyList<OccupiedCluster> occupied)
    {
        var next = all.FirstOrDefault(other => other.StartedAt > run.StartedAt && other.Scenario == run.Scenario && other.Clusters.Values.Contains(cluster)
            && other.Action is RunAction.Deploy or RunAction.Teardown);
        return next?.StartedAt
            ?? (occupied.Any(each => each.Cluster == cluster && each.Scenarios.Contains(run.Scenario)) ? clock.GetUtcNow() : run.FinishedAt);
    }

    private List<LoadWindow> Loads(Run run)
    {
        if (run.Scenario != CostScenario || scenarios.Find(run.Scenario) is not { } scenario)
        {
            return [];
        }

        var loads = scenario.Steps.Where(step => step.Action is LoadAction).ToDictionary(step => step.Id, step => (LoadAction)step.Action!);
        return
        [
            .. run.Steps
                .Where(step => loads.ContainsKey(step.Id) && step is { StartedAt: not null, FinishedAt: not null })
                .Select(step => Window(step.StartedAt!.Value, step.FinishedAt!.Value, loads[step.Id])),
        ];
    }

    /// <summary>Load at the asked rate while the step lasted. The demo cluster makes a minute of load in five seconds, at the same rate.</summary>
    private static LoadWindow Window(DateTimeOffset from, DateTimeOffset to, LoadAction load) =>
        new(from, to, load.Qps * Math.Min(load.Duration.TotalSeconds, (to - from).TotalSeconds) * CallsPerRequest);
}
