using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Experiments;
using MeshLab.Core.Measurements.Fortio;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;

namespace MeshLab.Web.Hosting;

/// <summary>The periods of variants, from the runs that put them on clusters and took them away, and from experiments. Here, because costs know nothing of either.</summary>
internal sealed class RunPeriods(RunService runs, ExperimentService experiments, ScenarioCatalogue scenarios, TimeProvider clock) : IMeasuredPeriods
{
    /// <summary>The scenario whose load steps are all the load there is.</summary>
    private const string CostScenario = "mesh-cost-analysis";

    /// <summary>A request of the sample app is two calls: client to frontend, frontend to backend.</summary>
    internal const double CallsPerRequest = 2;

    private const int MostRuns = 1_000;

    private const int MostExperiments = 200;

    /// <summary>A stretch with the sample app alone that is at least so long is taken before one in which later steps have added to it.</summary>
    private static readonly TimeSpan _enough = TimeSpan.FromMinutes(2);

    /// <summary>A client pod whose clock differs by more is not believed.</summary>
    private static readonly TimeSpan _skew = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MeasuredPeriod>> GetAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var all = (await runs.ListAsync(null, MostRuns, cancellationToken)).Where(run => run.StartedAt is not null).OrderBy(run => run.StartedAt).ToList();
        var deployed = all.Where(run => run is { Action: RunAction.Deploy, Status: RunStatus.Succeeded }).ToList();
        var occupied = await runs.GetOccupiedClustersAsync(cancellationToken);
        var results = await runs.GetLoadResultsAsync([.. deployed.Where(run => run.Scenario == CostScenario).Select(run => run.Id)], cancellationToken);
        var measured = await experiments.GetFiguresOfRunsAsync([.. deployed.Select(run => run.Id)], cancellationToken);
        var periods = new List<MeasuredPeriod>();
        foreach (var run in deployed)
        {
            if (measured.TryGetValue(run.Id, out var figures))
            {
                periods.AddRange(OfExperiment(run, figures, from, to));
                continue;
            }

            foreach (var cluster in run.Clusters.Values.Distinct())
            {
                if (VariantOf(run) is { } variant && ReadyAt(run, cluster) is { } ready && EndOf(run, cluster, all, occupied) is { } end && ready < end && ready < to && end > from)
                {
                    periods.Add(new(cluster, variant, IsHa(run), ready, Unchanged(run, cluster, ready) is { } changed && changed - ready >= _enough ? changed : end, run.Id, run.Scenario, Loads(run, results)));
                }
            }
        }

        return periods;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ExperimentChoice>> ListExperimentsAsync(CancellationToken cancellationToken) =>
    [
        .. (await experiments.ListAsync(MostExperiments, cancellationToken)).Where(experiment => experiment.DoneTrials > 0)
            .Select(experiment => new ExperimentChoice(experiment.Id, experiment.Name, experiment.DoneTrials, experiment.Simulated)),
    ];

    /// <inheritdoc/>
    public async Task<MeasuredExperiment?> GetExperimentAsync(long id, CancellationToken cancellationToken) =>
        await experiments.GetAsync(id, cancellationToken) is { } experiment ? ExperimentCells.Of(experiment, scenario => scenarios.Find(scenario)?.Mesh) : null;

    /// <summary>A deployment of an experiment, from its first measurement to its last: warm-ups, whose load is not kept, are left out.</summary>
    private IEnumerable<MeasuredPeriod> OfExperiment(Run run, IReadOnlyList<TrialFigures> figures, DateTimeOffset from, DateTimeOffset to)
    {
        if (figures.Count == 0 || VariantOf(run) is not { } variant)
        {
            yield break;
        }

        var (first, last) = (figures.Min(one => one.From), figures.Max(one => one.To));
        if (first < to && last > from)
        {
            foreach (var cluster in run.Clusters.Values.Distinct())
            {
                yield return new(cluster, variant, IsHa(run), first, last, run.Id, run.Scenario, [.. figures.Select(one => new LoadWindow(one.From, one.To, one.Requests * CallsPerRequest))]);
            }
        }
    }

    private static bool IsHa(Run run) => run.Parameters.GetValueOrDefault("controlPlane") == "ha";

    private string? VariantOf(Run run) => run.Parameters.GetValueOrDefault("variant") ?? NameOf(scenarios.Find(run.Scenario)?.Mesh);

    /// <summary>The variant a scenario's mesh stands for; null for a scenario without one.</summary>
    internal static string? NameOf(Mesh? mesh) => mesh switch
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

    private List<LoadWindow> Loads(Run run, IReadOnlyDictionary<(long Run, string Step), string> results)
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
                .Select(step => Reached(step.StartedAt!.Value, results.GetValueOrDefault((run.Id, step.Id))) ?? Asked(step.StartedAt!.Value, step.FinishedAt!.Value, loads[step.Id])),
        ];
    }

    /// <summary>
    /// The load that Fortio says it sent, in the time it says it took; null when its result was not kept. On the demo cluster, where the command returns after
    /// a twelfth of that time, the pods go on with these requests at the real pace.
    /// </summary>
    internal static LoadWindow? Reached(DateTimeOffset started, string? result)
    {
        if (result is null)
        {
            return null;
        }

        try
        {
            var load = FortioResultReader.Read(result);
            var from = (load.StartedAt - started).Duration() <= _skew ? load.StartedAt : started;
            return load.Duration <= TimeSpan.Zero ? null : new(from, from + load.Duration, load.Latency.Count * CallsPerRequest);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The load that was asked for, where nobody knows what was reached.</summary>
    private static LoadWindow Asked(DateTimeOffset from, DateTimeOffset to, LoadAction load) =>
        new(from, to, load.Qps * Math.Min(load.Duration.TotalSeconds, (to - from).TotalSeconds) * CallsPerRequest) { Asked = true };
}
