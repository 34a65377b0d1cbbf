using MeshLab.Core.Experiments;
using MeshLab.Core.Experiments.Results;
using MeshLab.Core.Statistics;

namespace MeshLab.Web.Api;

/// <summary>An experiment that somebody asks for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Variants">What is compared.</param>
/// <param name="Levels">The loads.</param>
/// <param name="Repetitions">How often each variant is measured under each load.</param>
/// <param name="Target">Where the load comes from and goes to; left out for the sample application.</param>
/// <param name="WarmUpSeconds">Load after each deployment that counts for nothing; 30 unless given.</param>
/// <param name="CoolDownSeconds">The pause after each load; 10 unless given.</param>
/// <param name="Baseline">The variant the others are compared with; the first unless given.</param>
/// <param name="Seed">Orders the variants and loads and draws the bootstrap; left out for one of its own.</param>
public sealed record ExperimentInput(
    string? Name,
    IReadOnlyList<ExperimentVariantInput>? Variants,
    IReadOnlyList<LoadLevelInput>? Levels,
    int? Repetitions,
    ExperimentTarget? Target,
    double? WarmUpSeconds,
    double? CoolDownSeconds,
    string? Baseline,
    long? Seed)
{
    internal ExperimentDefinition Read() => new(
        Name ?? "",
        [.. (Variants ?? []).Select(variant => variant.Read())],
        [.. (Levels ?? []).Select(level => new LoadLevel(level.Qps, level.Connections, Seconds(level.DurationSeconds)))],
        Repetitions ?? 5,
        Target ?? ExperimentTarget.SampleApp,
        Seconds(WarmUpSeconds ?? 30),
        Seconds(CoolDownSeconds ?? 10),
        Baseline,
        Seed ?? 0);

    /// <summary>Out of range is left to the rules, which say so; what no time can hold becomes the longest.</summary>
    private static TimeSpan Seconds(double seconds) => double.IsFinite(seconds) && Math.Abs(seconds) < 1e9 ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
}

/// <summary>A variant that somebody asks for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scenario">The scenario to deploy; null for what stands on the cluster already.</param>
/// <param name="Parameters">The scenario's parameters.</param>
/// <param name="Cluster">The cluster, when there is one role.</param>
/// <param name="Clusters">Role to cluster, when there are several.</param>
/// <param name="Role">The role that is loaded and measured.</param>
/// <param name="Target">Where the load comes from and goes to, when it differs from the experiment's.</param>
public sealed record ExperimentVariantInput(
    string? Name, string? Scenario, IReadOnlyDictionary<string, string>? Parameters, string? Cluster, IReadOnlyDictionary<string, string>? Clusters, string? Role, ExperimentTarget? Target)
{
    internal ExperimentVariant Read() => new(
        Name ?? "",
        Clusters ?? (Cluster is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["main"] = Cluster }),
        Scenario,
        Parameters ?? new Dictionary<string, string>(),
        Role,
        Target);
}

/// <summary>A load that somebody asks for.</summary>
/// <param name="Qps">Requests a second.</param>
/// <param name="Connections">Connections.</param>
/// <param name="DurationSeconds">For how long.</param>
public sealed record LoadLevelInput(double Qps, int Connections, double DurationSeconds);

/// <summary>The answer to a new experiment.</summary>
/// <param name="Id">Its number.</param>
public sealed record StartedExperiment(long Id);

/// <summary>An experiment in a list.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">Queued, Running, Succeeded, Failed or Cancelled.</param>
/// <param name="Variants">The variants' names.</param>
/// <param name="Levels">How many loads.</param>
/// <param name="Repetitions">How many repetitions.</param>
/// <param name="Simulated">Whether any of its figures come from a demo cluster.</param>
/// <param name="Imported">Where it was read from; null when it was measured here.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Done">Measurements that are done.</param>
/// <param name="Total">All measurements.</param>
public sealed record ExperimentListItem(
    long Id,
    string Name,
    string Status,
    IReadOnlyList<string> Variants,
    int Levels,
    int Repetitions,
    bool Simulated,
    string? Imported,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? Error,
    int Done,
    int Total)
{
    internal static ExperimentListItem Of(ExperimentHeader header) => new(
        header.Id, header.Name, header.Status.ToString(), header.Variants, header.Levels, header.Repetitions, header.Simulated, header.Imported,
        header.CreatedAt, header.StartedAt, header.FinishedAt, header.Error, header.DoneTrials, header.Trials);
}

/// <summary>What is known of an experiment before it starts.</summary>
/// <param name="Problems">What is in the way; empty when it can start.</param>
/// <param name="Warnings">What should be known.</param>
/// <param name="TakesSeconds">How long it will take.</param>
public sealed record ExperimentCheckDocument(IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings, double TakesSeconds);

/// <summary>An experiment as the API shows it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">Queued, Running, Succeeded, Failed or Cancelled.</param>
/// <param name="Simulated">Whether any of its figures come from a demo cluster.</param>
/// <param name="Imported">Where it was read from; null when it was measured here.</param>
/// <param name="RequestedBy">Who asked.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Done">Measurements that are done.</param>
/// <param name="Total">All measurements.</param>
/// <param name="TimeLeftSeconds">How long it will still take; null when it has ended.</param>
/// <param name="Baseline">The variant the others are compared with.</param>
/// <param name="Definition">What it compares.</param>
/// <param name="Results">One a variant and load.</param>
/// <param name="Method">How the results were computed.</param>
/// <param name="Stages">Its deployments.</param>
/// <param name="Trials">Its measurements.</param>
public sealed record ExperimentDto(
    long Id,
    string Name,
    string Status,
    bool Simulated,
    string? Imported,
    string RequestedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? Error,
    int Done,
    int Total,
    double? TimeLeftSeconds,
    string Baseline,
    ExperimentDefinition Definition,
    IReadOnlyList<ExperimentResultDto> Results,
    IReadOnlyList<string> Method,
    IReadOnlyList<ExperimentStageDto> Stages,
    IReadOnlyList<ExperimentTrialDto> Trials)
{
    internal static ExperimentDto Of(Experiment experiment, ExperimentResults results, TimeSpan? left) => new(
        experiment.Id,
        experiment.Definition.Name,
        experiment.Status.ToString(),
        experiment.Simulated,
        experiment.Imported,
        experiment.RequestedBy,
        experiment.CreatedAt,
        experiment.StartedAt,
        experiment.FinishedAt,
        experiment.Error,
        experiment.Trials.Count(trial => trial.Status == TrialStatus.Succeeded),
        experiment.Trials.Count,
        left?.TotalSeconds,
        results.Baseline,
        experiment.Definition,
        [.. results.Cells.Select(cell => ExperimentResultDto.Of(cell, experiment.Definition.Levels[cell.Level]))],
        results.Method,
        [.. experiment.Stages.Select(stage => new ExperimentStageDto(stage.Repetition, stage.Variant, stage.Status.ToString(), stage.DeployRunId, stage.TeardownRunId, stage.StartedAt, stage.FinishedAt))],
        [.. experiment.Trials.Select(trial => ExperimentTrialDto.Of(trial, experiment.Definition.Levels[trial.Level]))]);
}

/// <summary>A variant under a load.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Qps">The rate asked for.</param>
/// <param name="Connections">Connections.</param>
/// <param name="Measured">How many repetitions were measured.</param>
/// <param name="Used">How many of them are averaged.</param>
/// <param name="LeftOut">The others by reason.</param>
/// <param name="Origin"><c>measured</c>, <c>simulated</c> or <c>published</c>; null when nothing was measured.</param>
/// <param name="Metrics">Its figures: p50, p75, p90, p95, p99, p99.9, mean, achievedQps, and cpu.* and memory.* of app, proxy, nodeAgent, gateway, controlPlane, mesh and node.</param>
public sealed record ExperimentResultDto(
    string Variant, double Qps, int Connections, int Measured, int Used, IReadOnlyDictionary<string, int> LeftOut, string? Origin, IReadOnlyList<ExperimentMetricDto> Metrics)
{
    internal static ExperimentResultDto Of(ResultCell cell, LoadLevel level) => new(
        cell.Variant, level.Qps, level.Connections, cell.Measured, cell.Used,
        cell.LeftOut.ToDictionary(one => SeriesDto.Word(one.Key), one => one.Value),
        cell.Origin is { } origin ? SeriesDto.Word(origin) : null,
        [.. cell.Metrics.Select(ExperimentMetricDto.Of)]);
}

/// <summary>A figure of a variant under a load.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Unit"><c>ms</c>, <c>1/s</c>, <c>cores</c> or <c>bytes</c>.</param>
/// <param name="Repetitions">How many repetitions it is the mean of.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Interval">Its 95 % confidence interval; null for a single repetition.</param>
/// <param name="Effect">How it differs from the baseline; null where there is nothing to compare.</param>
public sealed record ExperimentMetricDto(string Metric, string Unit, int Repetitions, double Mean, Interval? Interval, ExperimentEffectDto? Effect)
{
    internal static ExperimentMetricDto Of(MetricResult metric) => new(
        metric.Metric, metric.Unit, metric.Count, metric.Mean, metric.Interval,
        metric.Effect is not { } effect ? null
            : new(effect.Pairs, effect.Difference, effect.DifferenceInterval, effect.Ratio, effect.RatioInterval, SeriesDto.Word(effect.Verdict)));
}

/// <summary>How a figure differs from the baseline's.</summary>
/// <param name="Pairs">Repetitions in which both were measured.</param>
/// <param name="Difference">Variant minus baseline.</param>
/// <param name="DifferenceInterval">Its 95 % confidence interval.</param>
/// <param name="Ratio">The difference as a share of the baseline.</param>
/// <param name="RatioInterval">Its 95 % confidence interval.</param>
/// <param name="Verdict"><c>significant</c>, <c>notSignificant</c> or <c>tooFewRepetitions</c>.</param>
public sealed record ExperimentEffectDto(int Pairs, double Difference, Interval? DifferenceInterval, double? Ratio, Interval? RatioInterval, string Verdict);

/// <summary>A deployment of a variant.</summary>
/// <param name="Repetition">The block, from 1.</param>
/// <param name="Variant">The variant.</param>
/// <param name="Status">Pending, Deploying, WarmingUp, Measuring, TearingDown or Done.</param>
/// <param name="DeployRun">The run that deploys it.</param>
/// <param name="TeardownRun">The run that tears it down.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record ExperimentStageDto(int Repetition, string Variant, string Status, long? DeployRun, long? TeardownRun, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt);

/// <summary>One measurement.</summary>
/// <param name="Repetition">The block, from 1.</param>
/// <param name="Variant">The variant.</param>
/// <param name="Qps">The rate asked for.</param>
/// <param name="Status">Pending, Running, Reading, Succeeded or Failed.</param>
/// <param name="StartedAt">When its load began.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="AchievedQps">The rate reached.</param>
/// <param name="P50Ms">The median, in milliseconds.</param>
/// <param name="P99Ms">The 99th percentile, in milliseconds.</param>
/// <param name="Origin">Where its figures come from.</param>
/// <param name="Flags">What is wrong with it.</param>
/// <param name="Notes">The same in words.</param>
public sealed record ExperimentTrialDto(
    int Repetition, string Variant, double Qps, string Status, DateTimeOffset? StartedAt, string? Error, double? AchievedQps, double? P50Ms, double? P99Ms, string? Origin,
    IReadOnlyList<string> Flags, IReadOnlyList<string> Notes)
{
    internal static ExperimentTrialDto Of(ExperimentTrial trial, LoadLevel level) => new(
        trial.Repetition, trial.Variant, level.Qps, trial.Status.ToString(), trial.StartedAt, trial.Error,
        trial.Figures?.AchievedQps,
        Percentile(trial, "50"),
        Percentile(trial, "99"),
        trial.Figures is { } figures ? SeriesDto.Word(figures.Origin) : null,
        [.. (trial.Figures?.Flags ?? []).Select(SeriesDto.Word)],
        trial.Figures?.Notes ?? []);

    private static double? Percentile(ExperimentTrial trial, string percentile) =>
        trial.Figures is { } figures && figures.Percentiles.TryGetValue(percentile, out var value) ? value : null;
}
