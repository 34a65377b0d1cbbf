using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Experiments;
using MeshLab.Core.Measurements;
using MeshLab.Core.Scenarios;

namespace MeshLab.Web.Hosting;

/// <summary>Makes what costs compare of an experiment's measurements. Here, because costs know nothing of experiments.</summary>
internal static class ExperimentCells
{
    /// <summary>The measurements that count, and those that do not with their reasons.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="meshOf">The mesh of a scenario; null for one that is not known.</param>
    public static MeasuredExperiment Of(Experiment experiment, Func<string, Mesh?> meshOf)
    {
        var definition = experiment.Definition;
        List<CellLoad> loads = [.. definition.Levels.Select((level, place) => new CellLoad(place, level.Qps, level.Connections, level.Duration))];
        var runs = experiment.Stages.ToDictionary(stage => stage.Ordinal, stage => stage.DeployRunId ?? 0);
        var (periods, leftOut) = (new List<MeasuredPeriod>(), new List<LeftOutCell>());
        // In the order of the definition, so that tables and charts keep it.
        foreach (var variant in definition.Variants)
        {
            foreach (var trial in experiment.Trials.Where(trial => trial.Variant == variant.Name && trial.Figures is not null).OrderBy(trial => trial.Level).ThenBy(trial => trial.Repetition))
            {
                var (figures, load) = (trial.Figures!, loads[trial.Level]);
                var cost = Cost(figures);
                if (figures.Flags.Any(flag => flag != TrialFlag.UsageIncomplete))
                {
                    leftOut.Add(new(variant.Name, load, trial.Repetition, Reason(figures), false));
                    continue;
                }

                if (cost is null)
                {
                    leftOut.Add(new(variant.Name, load, trial.Repetition, Reason(figures), true));
                }

                periods.Add(Period(experiment, variant, trial, load, cost, runs.GetValueOrDefault(trial.Stage), VariantOf(variant, figures, meshOf)));
            }
        }

        return new(experiment.Id, definition.Name, experiment.Status is ExperimentStatus.Running or ExperimentStatus.Queued, experiment.Imported, loads, periods, leftOut);
    }

    private static MeasuredPeriod Period(Experiment experiment, ExperimentVariant variant, ExperimentTrial trial, CellLoad load, ClusterCost? cost, long run, string name)
    {
        var figures = trial.Figures!;
        var target = variant.Target ?? experiment.Definition.Target;
        // Only of the sample app is it known what a request sets off.
        var calls = figures.Requests * (target.Url == ExperimentTarget.SampleApp.Url ? RunPeriods.CallsPerRequest : 1);
        return new(
            variant.Cluster, name, variant.Parameters.GetValueOrDefault("controlPlane") == "ha", figures.From, figures.To, run, variant.Scenario ?? "",
            [new(figures.From, figures.To, calls)])
        {
            Cell = new(experiment.Id, experiment.Definition.Name, variant.Name, trial.Repetition, load, figures.AchievedQps, figures.Percentiles, cost),
        };
    }

    private static string Reason(TrialFigures figures) =>
        figures.Notes.Count > 0 ? string.Join("; ", figures.Notes) : figures.Flags.Count > 0 ? string.Join(", ", figures.Flags) : "no CPU and memory were measured";

    /// <summary>What was held over the load; null where CPU and memory are not known well enough.</summary>
    private static ClusterCost? Cost(TrialFigures figures)
    {
        if (figures.Source is null || figures.Flags.Contains(TrialFlag.UsageIncomplete))
        {
            return null;
        }

        var shares = figures.Usage.GroupBy(one => CostShares.Of(one.Class)).ToDictionary(share => share.Key, share => Sum(share.Select(Held)));
        var containers = Sum(shares.Values).Used;
        if (figures.NodeCpuCores is { } cores)
        {
            var rest = new Consumption(Math.Max(0, cores - containers.CpuCores), Math.Max(0, (figures.NodeMemoryBytes ?? 0) - containers.MemoryBytes));
            shares[CostShare.Unattributed] = new(rest, rest);
        }

        return new(
            figures.Origin, figures.Source, figures.From, figures.To, figures.To - figures.From, shares, [], figures.Nodes ?? Math.Max(1, (int)Count(figures, WorkloadClass.NodeAgent)),
            Count(figures, WorkloadClass.Proxy), Count(figures, WorkloadClass.App), Count(figures, WorkloadClass.ControlPlane), figures.Usage.All(one => one.ChargedCpuCores is not null))
        {
            Requests = figures.Usage.GroupBy(one => CostShares.Of(one.Class)).ToDictionary(
                share => share.Key, share => new Consumption(share.Sum(one => one.RequestedCpuCores ?? 0), share.Sum(one => one.RequestedMemoryBytes ?? 0))),
            Network = figures.Network,
            GatewayPods = Count(figures, WorkloadClass.Gateway),
        };
    }

    /// <summary>What a class used and what is charged for it: usage alone where requests are not known.</summary>
    private static UsedAndCharged Held(ClassFigures one)
    {
        var used = new Consumption(one.CpuCores ?? 0, one.MemoryBytes ?? 0);
        return new(used, new(one.ChargedCpuCores ?? used.CpuCores, one.ChargedMemoryBytes ?? used.MemoryBytes));
    }

    private static double Count(TrialFigures figures, WorkloadClass of) => figures.Usage.Where(one => one.Class == of).Sum(one => one.Instances ?? one.Containers);

    private static UsedAndCharged Sum(IEnumerable<UsedAndCharged> parts) => parts.Aggregate(default(UsedAndCharged), (sum, part) => sum + part);

    /// <summary>What a variant is: as its scenario says, or, for what stood on the cluster already, by the mesh that was found there.</summary>
    private static string VariantOf(ExperimentVariant variant, TrialFigures figures, Func<string, Mesh?> meshOf) =>
        variant.Parameters.GetValueOrDefault("variant")
        ?? (variant.Scenario is { } scenario ? RunPeriods.NameOf(meshOf(scenario)) : null)
        ?? (MeshOf(figures, WorkloadClass.Proxy), MeshOf(figures, WorkloadClass.NodeAgent)) switch
        {
            ("linkerd", _) => "linkerd",
            ("istio", _) => "istio-sidecar",
            (_, "istio") => "istio-ambient",
            (_, "cilium") => "cilium",
            _ => "baseline",
        };

    private static string? MeshOf(TrialFigures figures, WorkloadClass of) => figures.Usage.FirstOrDefault(one => one.Class == of && one.Containers > 0)?.Mesh;
}
