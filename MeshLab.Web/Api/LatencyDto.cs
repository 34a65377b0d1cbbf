using System.Globalization;
using MeshLab.Core.Measurements.Sources.Prometheus;

namespace MeshLab.Web.Api;

/// <summary>How long a workload took to answer, as its mesh measured it.</summary>
/// <param name="Mesh">The mesh.</param>
/// <param name="Namespace">The workload's namespace.</param>
/// <param name="Workload">The workload.</param>
/// <param name="Metric">The histogram it comes from.</param>
/// <param name="Count">How many requests, as <c>increase()</c> estimates them.</param>
/// <param name="MeanMs">The mean of its buckets' middles, in milliseconds.</param>
/// <param name="PercentilesMs">Percentile to milliseconds, linear within a bucket.</param>
public sealed record LatencyDto(string Mesh, string Namespace, string Workload, string Metric, long Count, double MeanMs, IReadOnlyDictionary<string, double> PercentilesMs)
{
    private static readonly double[] _percentiles = [50, 75, 90, 95, 99, 99.9];

    internal static LatencyDto Of(WorkloadLatency latency) => new(
        latency.Mesh, latency.Namespace, latency.Workload, latency.Metric, latency.Latency.Count, latency.Latency.Mean * 1000,
        _percentiles.ToDictionary(one => one.ToString(CultureInfo.InvariantCulture), one => (latency.Latency.Percentile(one) ?? 0) * 1000));
}
