namespace MeshLab.Core.Experiments.Planning;

/// <summary>How long an experiment takes, from its loads and from how long its deployments took before.</summary>
public static class TimeEstimate
{
    /// <summary>What a deployment or teardown is believed to take before one was seen.</summary>
    public static readonly TimeSpan UnseenDeploy = TimeSpan.FromMinutes(2);

    /// <summary>What a teardown is believed to take before one was seen.</summary>
    public static readonly TimeSpan UnseenTeardown = TimeSpan.FromSeconds(45);

    /// <summary>What waiting for the last samples of a load takes.</summary>
    public static readonly TimeSpan Reading = TimeSpan.FromSeconds(15);

    /// <summary>The whole experiment.</summary>
    /// <param name="definition">The experiment.</param>
    /// <param name="deploy">How long a deployment of a variant takes; null for unknown.</param>
    /// <param name="teardown">How long its teardown takes; null for unknown.</param>
    public static TimeSpan Of(ExperimentDefinition definition, Func<ExperimentVariant, TimeSpan?> deploy, Func<ExperimentVariant, TimeSpan?> teardown)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(deploy);
        ArgumentNullException.ThrowIfNull(teardown);
        var levels = definition.Levels.Aggregate(TimeSpan.Zero, (sum, level) => sum + Trial(definition, level));
        var block = definition.Variants.Aggregate(TimeSpan.Zero, (sum, variant) => sum + Deployment(variant, deploy, teardown) + definition.WarmUp + levels);
        return block * definition.Repetitions;
    }

    /// <summary>What is left of an experiment; the deployments and loads that it has done tell how long the others take.</summary>
    public static TimeSpan Left(Experiment experiment, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var definition = experiment.Definition;
        var known = experiment.Stages
            .Where(stage => stage is { Status: StageStatus.Done, StartedAt: not null, FinishedAt: not null })
            .Select(stage => (stage.Variant, Time: stage.FinishedAt!.Value - stage.StartedAt!.Value))
            .GroupBy(stage => stage.Variant)
            .ToDictionary(group => group.Key, group => TimeSpan.FromTicks((long)group.Average(stage => stage.Time.Ticks)));
        // A variant that was not deployed yet is believed to take as long as those that were.
        var others = known.Where(one => definition.Variants.Any(variant => variant.Name == one.Key && variant.Scenario is not null)).Select(one => one.Value.Ticks).ToList();
        var left = TimeSpan.Zero;
        foreach (var stage in experiment.Stages.Where(stage => stage.Status != StageStatus.Done))
        {
            var variant = definition.Variants.First(one => one.Name == stage.Variant);
            var whole = known.TryGetValue(stage.Variant, out var seen) ? seen
                : variant.Scenario is not null && others.Count > 0 ? TimeSpan.FromTicks((long)others.Average())
                : Deployment(variant, _ => null, _ => null) + definition.WarmUp + definition.Levels.Aggregate(TimeSpan.Zero, (sum, level) => sum + Trial(definition, level));
            var spent = stage.StartedAt is { } started && stage.Status != StageStatus.Pending ? now - started : TimeSpan.Zero;
            var least = experiment.Trials.Where(trial => trial.Stage == stage.Ordinal && trial.Status is TrialStatus.Pending)
                .Aggregate(TimeSpan.Zero, (sum, trial) => sum + definition.Levels[trial.Level].Duration);
            left += whole - spent > least ? whole - spent : least;
        }

        return left;
    }

    private static TimeSpan Trial(ExperimentDefinition definition, LoadLevel level) => level.Duration + Reading + definition.CoolDown;

    private static TimeSpan Deployment(ExperimentVariant variant, Func<ExperimentVariant, TimeSpan?> deploy, Func<ExperimentVariant, TimeSpan?> teardown) =>
        variant.Scenario is null ? TimeSpan.Zero : (deploy(variant) ?? UnseenDeploy) + (teardown(variant) ?? UnseenTeardown);
}
