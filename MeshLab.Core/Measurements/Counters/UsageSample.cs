using MeshLab.Core.Measurements.Sources;

namespace MeshLab.Core.Measurements.Counters;

/// <summary>What a subject used over an interval.</summary>
/// <param name="Subject">The container or node.</param>
/// <param name="From">The start, by the node's clock.</param>
/// <param name="To">The end, by the node's clock.</param>
/// <param name="CpuCoreSeconds">CPU used in the interval, in core-seconds; null when the source has no counter.</param>
/// <param name="MemoryBytes">The working set at the end, in bytes; null when the source has none.</param>
public sealed record UsageSample(UsageSubject Subject, DateTimeOffset From, DateTimeOffset To, double? CpuCoreSeconds, long? MemoryBytes)
{
    /// <summary>The mean over the interval, in cores.</summary>
    public double? CpuCores => CpuCoreSeconds / (To - From).TotalSeconds;
}
