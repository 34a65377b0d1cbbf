using System.Globalization;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Sources.Prometheus;

namespace MeshLab.Core.Topology;

/// <summary>
/// Reads who calls whom out of what the meshes themselves report to Prometheus: Istio's standard metrics, Linkerd's proxy metrics, Hubble's HTTP
/// metrics where they carry workloads. Where both ends report the same traffic, the one that was called counts.
/// </summary>
internal sealed class MeshTelemetry(PrometheusQueries queries, string selector)
{
    private static readonly Telemetry[] Known =
    [
        new("istio", "istio_requests_total", "reporter=\"destination\"", IstioEnds, "response_code", "connection_security_policy", "mutual_tls"),
        new("istio", "istio_requests_total", "reporter=\"waypoint\"", IstioEnds, "response_code", "connection_security_policy", "mutual_tls"),
        new("istio", "istio_requests_total", "reporter=\"source\"", IstioEnds, "response_code", "connection_security_policy", "mutual_tls"),
        new("istio", "istio_tcp_connections_opened_total", "reporter=\"destination\"", IstioEnds, null, "connection_security_policy", "mutual_tls"),
        new("linkerd", "response_total", "direction=\"outbound\"", ["namespace", "deployment", "dst_namespace", "dst_deployment"], "status_code", "tls", "true"),
        new("cilium", "hubble_http_requests_total", "reporter=\"server\"", ["source_namespace", "source_workload", "destination_namespace", "destination_workload"], "status", null, null),
    ];

    private static string[] IstioEnds => ["source_workload_namespace", "source_workload", "destination_workload_namespace", "destination_workload"];

    /// <summary>The edges with traffic within the window before now.</summary>
    /// <exception cref="ClusterException">Prometheus did not answer, or refused a query.</exception>
    public async Task<IReadOnlyList<TopologyEdge>> ReadAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        var edges = new Dictionary<(string From, string To), TopologyEdge>();
        foreach (var known in Known)
        {
            foreach (var edge in await ReadAsync(known, window, cancellationToken))
            {
                edges.TryAdd((edge.From, edge.To), edge);
            }
        }

        return [.. edges.Values.OrderBy(edge => edge.From, StringComparer.Ordinal).ThenBy(edge => edge.To, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<TopologyEdge>> ReadAsync(Telemetry known, TimeSpan window, CancellationToken cancellationToken)
    {
        var labels = string.Join(", ", known.Ends.Append(known.Code).Append(known.Security).OfType<string>());
        var select = selector.Length > 0 ? $"{known.Select},{selector}" : known.Select;
        var seconds = ((long)window.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var samples = await queries.QueryAsync($"sum by ({labels}) (rate({known.Metric}{{{select}}}[{seconds}s]))", null, cancellationToken);
        return
        [
            .. samples.Where(sample => sample.Value > 0 && known.Ends.All(label => sample.Label(label) is not (null or "unknown")))
                .GroupBy(sample => (From: $"{sample.Label(known.Ends[0])}/{sample.Label(known.Ends[1])}", To: $"{sample.Label(known.Ends[2])}/{sample.Label(known.Ends[3])}"))
                .Select(group => Edge(known, group.Key.From, group.Key.To, [.. group])),
        ];
    }

    private static TopologyEdge Edge(Telemetry known, string from, string to, IReadOnlyList<PrometheusSample> samples)
    {
        var rate = samples.Sum(sample => sample.Value);
        double? errors = known.Code is { } code ? samples.Where(sample => Failed(sample.Label(code))).Sum(sample => sample.Value) / rate : null;
        return new(from, to, known.Code is null ? null : rate, known.Code is null ? rate : null, errors, Security(known, samples), $"{known.Mesh}: {known.Metric}");
    }

    /// <summary>5xx, and Istio's 0 for a connection that broke before there was an answer.</summary>
    private static bool Failed(string? code) => code is null or "0" || code.StartsWith('5');

    private static EdgeSecurity Security(Telemetry known, IReadOnlyList<PrometheusSample> samples)
    {
        if (known.Security is not { } label || samples.All(sample => sample.Label(label) is null or "unknown"))
        {
            return EdgeSecurity.Unknown;
        }

        var secure = samples.Count(sample => sample.Label(label) == known.Secure);
        return secure == samples.Count ? EdgeSecurity.MutualTls : secure == 0 ? EdgeSecurity.Plaintext : EdgeSecurity.Mixed;
    }

    /// <param name="Mesh">Whose telemetry it is.</param>
    /// <param name="Metric">The counter.</param>
    /// <param name="Select">Which of its series count.</param>
    /// <param name="Ends">Labels of the caller's namespace and workload and of those of the called.</param>
    /// <param name="Code">The label of the status; null where connections are counted.</param>
    /// <param name="Security">The label that tells of mutual TLS; null for none.</param>
    /// <param name="Secure">Its value with mutual TLS.</param>
    private sealed record Telemetry(string Mesh, string Metric, string Select, string[] Ends, string? Code, string? Security, string? Secure);
}
