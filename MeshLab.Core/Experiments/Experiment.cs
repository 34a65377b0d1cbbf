using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Network;

namespace MeshLab.Core.Experiments;

/// <summary>The state of an experiment.</summary>
public enum ExperimentStatus
{
    /// <summary>Waits for another experiment to end: they run one at a time, so that they do not disturb each other.</summary>
    Queued,

    /// <summary>Being carried out.</summary>
    Running,

    /// <summary>Everything was measured.</summary>
    Succeeded,

    /// <summary>Stopped by something that failed; it can be resumed there.</summary>
    Failed,

    /// <summary>Stopped by a person; it can be resumed.</summary>
    Cancelled,
}

/// <summary>Where one deployment of a variant stands.</summary>
public enum StageStatus
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>Its scenario is being deployed.</summary>
    Deploying,

    /// <summary>Load whose figures count for nothing.</summary>
    WarmingUp,

    /// <summary>Being measured under each load.</summary>
    Measuring,

    /// <summary>Its scenario is being torn down.</summary>
    TearingDown,

    /// <summary>Done.</summary>
    Done,
}

/// <summary>Where one measurement stands.</summary>
public enum TrialStatus
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>Under load.</summary>
    Running,

    /// <summary>The load has ended; usage is being waited for.</summary>
    Reading,

    /// <summary>Measured.</summary>
    Succeeded,

    /// <summary>The load failed.</summary>
    Failed,
}

/// <summary>An experiment.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Definition">What it compares.</param>
/// <param name="Status">Its state.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When it first began; null before.</param>
/// <param name="FinishedAt">When it ended; null before.</param>
/// <param name="Error">Why it failed, for people.</param>
/// <param name="Simulated">Whether any of its figures come from a demo cluster.</param>
/// <param name="Imported">Where it was read from; null when MeshLab measured it itself.</param>
/// <param name="RequestedBy">Who asked.</param>
/// <param name="Stages">Its deployments in order.</param>
/// <param name="Trials">Its measurements in order.</param>
public sealed record Experiment(
    long Id,
    ExperimentDefinition Definition,
    ExperimentStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? Error,
    bool Simulated,
    string? Imported,
    string RequestedBy,
    IReadOnlyList<ExperimentStage> Stages,
    IReadOnlyList<ExperimentTrial> Trials);

/// <summary>One deployment of a variant in one block.</summary>
/// <param name="Ordinal">Its place, from 0.</param>
/// <param name="Repetition">The block, from 1.</param>
/// <param name="Variant">The variant's name.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="DeployRunId">The run that deploys it; null before, and for what stands already.</param>
/// <param name="TeardownRunId">The run that tears it down.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record ExperimentStage(
    int Ordinal, int Repetition, string Variant, StageStatus Status, long? DeployRunId, long? TeardownRunId, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt);

/// <summary>One measurement: a variant under a load in one block.</summary>
/// <param name="Ordinal">Its place, from 0.</param>
/// <param name="Stage">The deployment it belongs to.</param>
/// <param name="Repetition">The block, from 1.</param>
/// <param name="Variant">The variant's name.</param>
/// <param name="Level">The load's place in the definition, from 0.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="StartedAt">When its load began.</param>
/// <param name="Figures">What was measured; null before.</param>
/// <param name="Error">Why it failed, for people.</param>
public sealed record ExperimentTrial(
    int Ordinal, int Stage, int Repetition, string Variant, int Level, TrialStatus Status, DateTimeOffset? StartedAt, TrialFigures? Figures, string? Error);

/// <summary>What one measurement found.</summary>
/// <param name="From">The start of the load, by the client pod's clock.</param>
/// <param name="To">The end of the load.</param>
/// <param name="RequestedQps">The rate asked for.</param>
/// <param name="AchievedQps">The rate reached.</param>
/// <param name="Requests">Requests sent.</param>
/// <param name="Errors">Those without a good answer.</param>
/// <param name="MeanMs">The mean latency, in milliseconds.</param>
/// <param name="MinMs">The shortest, in milliseconds.</param>
/// <param name="MaxMs">The longest, in milliseconds.</param>
/// <param name="Percentiles">Percentile (50, 75, 90, 95, 99, 99.9) to milliseconds.</param>
/// <param name="Usage">What each class used over the load.</param>
/// <param name="NodeCpuCores">What all nodes used, the kernel included; null when unknown.</param>
/// <param name="NodeMemoryBytes">The nodes' working sets; null when unknown.</param>
/// <param name="ClientCpuCores">What the container that sent the load used; null when unknown.</param>
/// <param name="Origin">Where the figures come from.</param>
/// <param name="Source">The source of usage, e.g. <c>kubelet-summary</c>.</param>
/// <param name="Flags">What is wrong with it; a measurement with a flag other than <see cref="TrialFlag.UsageIncomplete"/> is not averaged.</param>
/// <param name="Notes">The flags in words, with their figures.</param>
public sealed record TrialFigures(
    DateTimeOffset From,
    DateTimeOffset To,
    double RequestedQps,
    double AchievedQps,
    long Requests,
    long Errors,
    double MeanMs,
    double MinMs,
    double MaxMs,
    IReadOnlyDictionary<string, double> Percentiles,
    IReadOnlyList<ClassFigures> Usage,
    double? NodeCpuCores,
    double? NodeMemoryBytes,
    double? ClientCpuCores,
    Origin Origin,
    string? Source,
    IReadOnlyList<TrialFlag> Flags,
    IReadOnlyList<string> Notes)
{
    /// <summary>How many nodes there were; null in measurements of versions that did not count them.</summary>
    public int? Nodes { get; init; }

    /// <summary>What was known of the cluster's network over the load; null when nothing was.</summary>
    public NetworkUse? Network { get; init; }
}

/// <summary>What a class of containers used over a load.</summary>
/// <param name="Class">The class.</param>
/// <param name="Mesh">The mesh; <c>none</c> for what belongs to none.</param>
/// <param name="CpuCores">CPU, in cores; null when too little of the load was observed.</param>
/// <param name="MemoryBytes">Working sets, in bytes.</param>
/// <param name="Containers">How many containers there were at the end of the load.</param>
public sealed record ClassFigures(WorkloadClass Class, string Mesh, double? CpuCores, double? MemoryBytes, int Containers)
{
    /// <summary>CPU as it is charged: max(request, usage) of each container, added up. Null where a request is not known.</summary>
    public double? ChargedCpuCores { get; init; }

    /// <summary>Memory as it is charged, in bytes.</summary>
    public double? ChargedMemoryBytes { get; init; }

    /// <summary>CPU that is reserved; null where a request is not known.</summary>
    public double? RequestedCpuCores { get; init; }

    /// <summary>Memory that is reserved, in bytes.</summary>
    public double? RequestedMemoryBytes { get; init; }

    /// <summary>How many sidecars (class Proxy) or pods (every other class) there were on average; one that ran for half of the load counts half.</summary>
    public double? Instances { get; init; }
}

/// <summary>What makes a measurement unfit to be averaged.</summary>
public enum TrialFlag
{
    /// <summary>Less than 95 % of the rate was reached, and the client is not to blame: latencies of what was sent say little.</summary>
    Saturated,

    /// <summary>More than 1 % of the answers were errors.</summary>
    Errors,

    /// <summary>The load generator itself was the limit: its CPU, or it fell behind while its connections were idle.</summary>
    ClientLimited,

    /// <summary>A run of something else was active on the cluster.</summary>
    Disturbed,

    /// <summary>Too few samples fell into the load; its latencies count, its CPU and memory do not.</summary>
    UsageIncomplete,
}

/// <summary>An experiment changed: read it again.</summary>
/// <param name="ExperimentId">The experiment.</param>
public sealed record ExperimentChanged(long ExperimentId);

/// <summary>An experiment cannot be made, resumed or imported; the problems say why and what to do.</summary>
public sealed class ExperimentRefusedException(IReadOnlyList<string> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>Everything that is in the way, one sentence each.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
