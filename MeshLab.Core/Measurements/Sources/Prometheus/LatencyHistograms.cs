using System.Globalization;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Fortio;

namespace MeshLab.Core.Measurements.Sources.Prometheus;

/// <summary>Reads latencies that the meshes themselves measured, from their histograms in Prometheus.</summary>
internal sealed class LatencyHistograms(IPrometheusConnection connection, string selector)
{
    /// <summary>The histograms that are known: mesh, metric, seconds a unit, what to select, and the labels that name the workload.</summary>
    private static readonly (string Mesh, string Metric, double Unit, string Select, string Workload, string Namespace)[] _known =
    [
        ("istio", "istio_request_duration_milliseconds_bucket", 0.001, "reporter=\"destination\"", "destination_workload", "destination_workload_namespace"),
        ("istio", "istio_request_duration_milliseconds_bucket", 0.001, "reporter=\"waypoint\"", "destination_workload", "destination_workload_namespace"),
        ("linkerd", "response_latency_ms_bucket", 0.001, "direction=\"inbound\"", "deployment", "namespace"),
        ("cilium", "hubble_http_request_duration_seconds_bucket", 1, "reporter=\"server\"", "destination_workload", "destination_namespace"),
    ];

    /// <summary>More requests than a range can have had.</summary>
    private const double MostRequests = 1e15;

    private readonly PrometheusQueries _queries = new(connection);

    /// <summary>The meshes whose histograms are there.</summary>
    /// <exception cref="ClusterException">Prometheus did not answer, or refused a query.</exception>
    public async Task<IReadOnlyList<string>> DetectAsync(CancellationToken cancellationToken)
    {
        var meshes = new List<string>();
        foreach (var known in _known.DistinctBy(one => one.Mesh))
        {
            if ((await _queries.QueryAsync($"count({known.Metric}{{{selector}}})", null, cancellationToken)).Count > 0)
            {
                meshes.Add(known.Mesh);
            }
        }

        return meshes;
    }

    /// <summary>Latencies over a range, one entry a mesh and workload that had requests.</summary>
    /// <exception cref="ClusterException">Prometheus did not answer, or refused a query.</exception>
    public async Task<IReadOnlyList<WorkloadLatency>> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var range = $"{Math.Max(1, (long)(to - from).TotalSeconds).ToString(CultureInfo.InvariantCulture)}s";
        var all = new List<WorkloadLatency>();
        foreach (var known in _known)
        {
            var select = selector.Length > 0 ? $"{known.Select},{selector}" : known.Select;
            var query = $"sum by (le, {known.Workload}, {known.Namespace}) (increase({known.Metric}{{{select}}}[{range}]))";
            var samples = await _queries.QueryAsync(query, to, cancellationToken);
            all.AddRange(samples
                .Where(sample => sample.Label(known.Workload) is not null && sample.Label("le") is not null)
                .GroupBy(sample => (Namespace: sample.Label(known.Namespace) ?? "", Workload: sample.Label(known.Workload)!))
                .Select(group => new WorkloadLatency(known.Mesh, group.Key.Namespace, group.Key.Workload, known.Metric[..^"_bucket".Length], Histogram([.. group], known.Unit)))
                .Where(workload => workload.Latency.Count > 0));
        }

        return all;
    }

    /// <summary>A bucket's border; no number when it is none.</summary>
    private static double Border(string text) => text is "+Inf" or "inf" ? double.PositiveInfinity : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var border) && double.IsFinite(border) ? border : double.NaN;

    /// <summary>A histogram of Prometheus' cumulative buckets. What lies above the last border is put at that border, as histogram_quantile does.</summary>
    private static LatencyHistogram Histogram(IReadOnlyList<PrometheusSample> samples, double unit)
    {
        var borders = samples
            .Select(sample => (Le: Border(sample.Label("le")!) * unit, sample.Value))
            .Where(border => !double.IsNaN(border.Le))
            .OrderBy(border => border.Le).ToList();
        var buckets = new List<LatencyBucket>();
        double below = 0, start = 0, sum = 0;
        foreach (var (le, cumulative) in borders)
        {
            var end = double.IsPositiveInfinity(le) ? start : le;
            var count = cumulative < MostRequests ? (long)Math.Round(cumulative - below) : 0;
            if (count > 0)
            {
                buckets.Add(new(start, end, count));
                sum += count * (start + end) / 2;
                below = cumulative;
            }

            start = end;
        }

        var total = buckets.Sum(bucket => bucket.Count);
        return new(total, buckets.Count > 0 ? buckets[0].Start : 0, buckets.Count > 0 ? buckets[^1].End : 0, total > 0 ? sum / total : 0, buckets);
    }
}

/// <summary>How long a workload took to answer, as its mesh measured it.</summary>
/// <param name="Mesh">The mesh.</param>
/// <param name="Namespace">The workload's namespace.</param>
/// <param name="Workload">The workload.</param>
/// <param name="Metric">The histogram it comes from.</param>
/// <param name="Latency">The durations, in seconds.</param>
public sealed record WorkloadLatency(string Mesh, string Namespace, string Workload, string Metric, LatencyHistogram Latency);
