namespace MeshLab.Core.Measurements.Sources;

/// <summary>What a source says about one subject at one moment.</summary>
/// <param name="Subject">The container or node.</param>
/// <param name="StartedAt">When this instance started, by the node's clock; a change means a restart. Null when the source does not say.</param>
/// <param name="Cpu">The cumulative CPU counter; null when missing or not a number.</param>
/// <param name="Memory">The working set; null when missing or not a number.</param>
public sealed record UsageObservation(UsageSubject Subject, DateTimeOffset? StartedAt, CpuCounter? Cpu, MemoryGauge? Memory)
{
    /// <summary>What a source without counters says in their place: a mean over a window.</summary>
    public CpuWindow? Window { get; init; }
}

/// <summary>A mean over a window that lies in the past.</summary>
/// <param name="End">When it ends.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Cores">The mean, in cores; null when missing or not a number.</param>
public readonly record struct CpuWindow(DateTimeOffset End, TimeSpan Length, double? Cores);

/// <summary>A cumulative CPU counter.</summary>
/// <param name="Time">When the node read it. Counters of one answer have different times.</param>
/// <param name="CoreNanoseconds">CPU used since the start of the instance, in core-nanoseconds.</param>
public readonly record struct CpuCounter(DateTimeOffset Time, long CoreNanoseconds);

/// <summary>A memory reading.</summary>
/// <param name="Time">When the node read it.</param>
/// <param name="WorkingSetBytes">The working set, in bytes: what the kernel cannot reclaim, and what the kubelet evicts by.</param>
public readonly record struct MemoryGauge(DateTimeOffset Time, long WorkingSetBytes);

/// <summary>One reading of a whole cluster.</summary>
/// <param name="Observations">What was seen.</param>
/// <param name="Failures">Nodes that did not answer; their containers are missing from <paramref name="Observations"/>.</param>
public sealed record UsageReading(IReadOnlyList<UsageObservation> Observations, IReadOnlyList<NodeFailure> Failures);

/// <summary>A node that did not answer.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Message">Why, for people.</param>
public sealed record NodeFailure(string Node, string Message);
