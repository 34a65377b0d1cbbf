using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Sampling;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Experiments.Planning;

/// <summary>Finds everything that is in the way of an experiment before it is queued.</summary>
internal sealed class ExperimentPreflight(ScenarioCatalogue scenarios, ClusterCatalogue clusters, RunService runs, SamplingSettings sampling)
{
    /// <summary>Below this many sampling intervals a load has too few samples wholly inside.</summary>
    private const int LeastIntervals = 3;

    /// <summary>All problems, one sentence each, with what to do; empty when the experiment can start.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(ExperimentDefinition definition, CancellationToken cancellationToken)
    {
        var problems = DefinitionRules.Check(definition).ToList();
        if (problems.Count > 0)
        {
            return problems;
        }

        problems.AddRange(definition.Variants.SelectMany(Variant));
        var reachable = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cluster in definition.Variants.SelectMany(variant => variant.Clusters.Values).Distinct().Where(name => clusters.Find(name) is not null))
        {
            var status = await clusters.ProbeAsync(cluster, cancellationToken);
            if (status.Reachable)
            {
                reachable.Add(cluster);
            }
            else
            {
                problems.Add($"The cluster {cluster} cannot be reached: {status.Error}");
            }
        }

        problems.AddRange(await OccupiedAsync(definition, cancellationToken));
        foreach (var variant in definition.Variants.Where(variant => variant.Scenario is null && reachable.Contains(variant.Cluster)))
        {
            problems.AddRange(await StandingAsync(definition, variant, cancellationToken));
        }

        return problems;
    }

    /// <summary>What does not forbid the experiment but should be known before it starts.</summary>
    public async Task<IReadOnlyList<string>> WarnAsync(ExperimentDefinition definition, CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        var interval = await sampling.GetIntervalAsync(cancellationToken);
        foreach (var level in definition.Levels.Where(level => level.Duration < interval * LeastIntervals))
        {
            warnings.Add($"A load of {level.Duration.TotalSeconds:0} s is short for a sampling interval of {interval.TotalSeconds:0} s: CPU and memory will be incomplete. Take at least {(interval * LeastIntervals).TotalSeconds:0} s; on real kubelets, which refresh every 10 to 20 s, one minute or more.");
        }

        var others = definition.Variants.Count - 1;
        var needed = Results.Verdicts.LeastPairs(Math.Max(1, others));
        if (others > 0 && definition.Repetitions < needed)
        {
            warnings.Add($"With {definition.Repetitions} repetitions no effect can be called significant: {others} comparisons of each figure need at least {needed}.");
        }

        foreach (var level in definition.Levels.Where(level => level.Qps / level.Connections > 200))
        {
            warnings.Add($"{level.Qps:0.#} requests/s over {level.Connections} connections leave each answer {1000 * level.Connections / level.Qps:0.#} ms: a slower one leaves out its connection's next turn. Take more connections.");
        }

        return warnings;
    }

    private IEnumerable<string> Variant(ExperimentVariant variant)
    {
        foreach (var name in variant.Clusters.Values.Where(name => clusters.Find(name) is null))
        {
            yield return $"Variant {variant.Name}: there is no cluster {name}. Known: {string.Join(", ", clusters.Clusters.Select(cluster => cluster.Name))}.";
        }

        if (variant.Scenario is null)
        {
            yield break;
        }

        if (scenarios.Find(variant.Scenario) is not { } scenario)
        {
            yield return $"Variant {variant.Name}: there is no valid scenario {variant.Scenario}.";
            yield break;
        }

        foreach (var role in scenario.Clusters.Select(role => role.Role).Where(role => !variant.Clusters.ContainsKey(role)))
        {
            yield return $"Variant {variant.Name}: the role {role} of {scenario.Name} is not bound to a cluster.";
        }

        foreach (var problem in ParameterValidator.Validate(scenario, variant.Parameters))
        {
            yield return $"Variant {variant.Name}: {problem}";
        }

        foreach (var secret in scenario.Parameters.Where(parameter => parameter.Type == ParameterType.Secret))
        {
            yield return $"Variant {variant.Name}: {scenario.Name} needs the secret {secret.Name}, and experiments keep none. Deploy it by hand and measure what stands.";
        }
    }

    /// <summary>A cluster that holds something already would measure that as well.</summary>
    private async Task<IEnumerable<string>> OccupiedAsync(ExperimentDefinition definition, CancellationToken cancellationToken)
    {
        var deploying = definition.Variants.Where(variant => variant.Scenario is not null).SelectMany(variant => variant.Clusters.Values).ToHashSet();
        var standing = definition.Variants.Where(variant => variant.Scenario is null).Select(variant => variant.Cluster).ToHashSet();
        var occupied = await runs.GetOccupiedClustersAsync(cancellationToken);
        return occupied.Where(one => deploying.Contains(one.Cluster))
            .Select(one => $"{one.Cluster} holds {string.Join(", ", one.Scenarios)} already, which would be measured as well. Tear it down first.")
            .Concat(deploying.Intersect(standing).Select(name => $"{name} is used by variants that are deployed and by one that stands already; they would be measured together. Give each a cluster of its own."));
    }

    private async Task<IEnumerable<string>> StandingAsync(ExperimentDefinition definition, ExperimentVariant variant, CancellationToken cancellationToken)
    {
        var target = variant.Target ?? definition.Target;
        try
        {
            await Runs.Workloads.PodFinder.FindAsync(clusters.Connect(variant.Cluster), target.In, target.Namespace, cancellationToken);
            return [];
        }
        catch (Exception error) when (error is Runs.Execution.StepFailedException or ClusterException)
        {
            return [$"Variant {variant.Name}: no pod to send the load from on {variant.Cluster}: {error.Message}"];
        }
    }
}
