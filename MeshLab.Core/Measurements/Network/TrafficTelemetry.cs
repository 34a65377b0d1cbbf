using System.Globalization;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Sources.Prometheus;

namespace MeshLab.Core.Measurements.Network;

/// <summary>
/// Reads from Prometheus how many bytes went between workloads, as the meshes' proxies counted them at the caller
/// (<see href="https://istio.io/latest/docs/reference/config/metrics/">Istio's standard metrics</see>,
/// <see href="https://linkerd.io/2/reference/proxy-metrics/">Linkerd's proxy metrics</see>).
/// </summary>
internal sealed class TrafficTelemetry(IPrometheusConnection connection, string selector)
{
    private static readonly (string Metric, string Select, Labels Labels)[] _known =
    [
        ("istio_request_bytes_sum", "reporter=\"source\"", Labels.Istio),
        ("istio_response_bytes_sum", "reporter=\"source\"", Labels.Istio),
        ("istio_tcp_sent_bytes_total", "reporter=\"source\"", Labels.Istio),
        ("istio_tcp_received_bytes_total", "reporter=\"source\"", Labels.Istio),
        ("tcp_write_bytes_total", "direction=\"outbound\",peer=\"dst\"", Labels.Linkerd),
        ("tcp_read_bytes_total", "direction=\"outbound\",peer=\"dst\"", Labels.Linkerd),
    ];

    private readonly PrometheusQueries _queries = new(connection);

    /// <summary>Bytes between workloads over a range, and the metrics that had any; empty when none had.</summary>
    /// <exception cref="ClusterException">Prometheus did not answer, or refused a query.</exception>
    public async Task<(IReadOnlyList<WorkloadBytes> Bytes, IReadOnlyList<string> Metrics)> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var range = $"{Math.Max(1, (long)(to - from).TotalSeconds).ToString(CultureInfo.InvariantCulture)}s";
        var bytes = new List<WorkloadBytes>();
        var metrics = new List<string>();
        foreach (var (metric, select, labels) in _known)
        {
            var all = selector.Length > 0 ? $"{select},{selector}" : select;
            var query = $"sum by ({labels.FromNamespace}, {labels.From}, {labels.ToNamespace}, {labels.To}, {labels.FromCluster}, {labels.ToCluster}) (increase({metric}{{{all}}}[{range}]))";
            var samples = await _queries.QueryAsync(query, to, cancellationToken);
            if (samples.Count > 0)
            {
                metrics.Add(metric);
                bytes.AddRange(samples.Where(sample => sample.Value > 0).Select(sample => Of(sample, labels)));
            }
        }

        return (bytes, metrics);
    }

    private static WorkloadBytes Of(PrometheusSample sample, Labels labels)
    {
        var (from, to) = (sample.Label(labels.FromCluster), sample.Label(labels.ToCluster));
        // Linkerd names a cluster only where it is another one; Istio names both, and "unknown" where it cannot tell.
        var other = labels == Labels.Linkerd ? to is not null : from is not (null or "unknown") && to is not (null or "unknown") && from != to;
        return new((sample.Label(labels.FromNamespace) ?? "", sample.Label(labels.From) ?? ""), (sample.Label(labels.ToNamespace) ?? "", sample.Label(labels.To) ?? ""), other, sample.Value);
    }

    private sealed record Labels(string FromNamespace, string From, string ToNamespace, string To, string FromCluster, string ToCluster)
    {
        public static readonly Labels Istio = new("source_workload_namespace", "source_workload", "destination_workload_namespace", "destination_workload", "source_cluster", "destination_cluster");

        public static readonly Labels Linkerd = new("namespace", "deployment", "dst_namespace", "dst_deployment", "src_cluster", "dst_target_cluster");
    }
}
