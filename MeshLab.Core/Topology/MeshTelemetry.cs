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
        new("istio", "istio_requests_total", "reporter=\"destination\"", IstioEnds, "response_code", "connection_security_policy", "mutual_tls") { Clusters = IstioClusters, ToldByCalled = true },
        new("istio", "istio_requests_total", "reporter=\"waypoint\"", IstioEnds, "response_code", "connection_security_policy", "mutual_tls") { Clusters = IstioClusters, ToldByCalled = true },
        new("istio", "istio_requests_total", "reporter=\"source\"", IstioEnds, "response_code", "connection_security_policy", "mutual_tls") { Clusters = IstioClusters },
        new("istio", "istio_tcp_connections_opened_total", "reporter=\"destination\"", IstioEnds, null, "connection_security_policy", "mutual_tls") { Clusters = IstioClusters, ToldByCalled = true },
        new("linkerd", "response_total", "direction=\"outbound\"", ["namespace", "deployment", "dst_namespace", "dst_deployment"], "status_code", "tls", "true"),
        new("linkerd", "response_total", "direction=\"outbound\",dst_target_cluster!=\"\"", ["namespace", "deployment", "dst_target_service_namespace", "dst_target_service"], "status_code", "tls", "true") { Clusters = [null, "dst_target_cluster"] },
        new("cilium", "hubble_http_requests_total", "reporter=\"server\"", ["source_namespace", "source_workload", "destination_namespace", "destination_workload"], "status", null, null) { ToldByCalled = true },
    ];

    private static string[] IstioEnds => ["source_workload_namespace", "source_workload", "destination_workload_namespace", "destination_workload"];

    private static string?[] IstioClusters => ["source_cluster", "destination_cluster"];

    /// <summary>The edges with traffic within the window before now, and the names that the telemetry has for this cluster.</summary>
    /// <exception cref="ClusterException">Prometheus did not answer, or refused a query.</exception>
    public async Task<(IReadOnlyList<TopologyEdge> Edges, IReadOnlyList<string> KnownAs)> ReadAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        var edges = new Dictionary<(string? FromCluster, string From, string? ToCluster, string To), TopologyEdge>();
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var known in Known)
        {
            foreach (var edge in await ReadAsync(known, window, names, cancellationToken))
            {
                edges.TryAdd((edge.FromCluster, edge.From, edge.ToCluster, edge.To), edge);
            }
        }

        return ([.. edges.Values.OrderBy(edge => edge.From, StringComparer.Ordinal).ThenBy(edge => edge.To, StringComparer.Ordinal).ThenBy(edge => edge.FromCluster, StringComparer.Ordinal).ThenBy(edge => edge.ToCluster, StringComparer.Ordinal)], [.. names]);
    }

    private async Task<IReadOnlyList<TopologyEdge>> ReadAsync(Telemetry known, TimeSpan window, SortedSet<string> names, CancellationToken cancellationToken)
    {
        var labels = string.Join(", ", known.Ends.Concat(known.Clusters).Append(known.Code).Append(known.Security).OfType<string>());
        var select = selector.Length > 0 ? $"{known.Select},{selector}" : known.Select;
        var seconds = ((long)window.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var samples = await queries.QueryAsync($"sum by ({labels}) (rate({known.Metric}{{{select}}}[{seconds}s]))", null, cancellationToken);
        return
        [
            .. samples.Where(sample => sample.Value > 0 && known.Ends.All(label => sample.Label(label) is not (null or "unknown")))
                .GroupBy(sample => (Clusters: ClustersOf(known, sample, names), From: $"{sample.Label(known.Ends[0])}/{sample.Label(known.Ends[1])}", To: $"{sample.Label(known.Ends[2])}/{sample.Label(known.Ends[3])}"))
                .Select(group => Edge(known, group.Key.From, group.Key.To, [.. group]) with { FromCluster = group.Key.Clusters.From, ToCluster = group.Key.Clusters.To }),
        ];
    }

    /// <summary>The clusters of both ends; null for this one. The end that reports is on this cluster, so its label is the name that the mesh has for it.</summary>
    private static (string? From, string? To) ClustersOf(Telemetry known, PrometheusSample sample, SortedSet<string> names)
    {
        var (from, to) = (Cluster(0), Cluster(1));
        if ((known.ToldByCalled ? to : from) is { } own)
        {
            names.Add(own);
        }

        return from == to ? (null, null) : known.ToldByCalled ? (from, null) : (null, to);

        string? Cluster(int end) => known.Clusters[end] is { } label && sample.Label(label) is { Length: > 0 } name and not "unknown" ? name : null;
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
    private sealed record Telemetry(string Mesh, string Metric, string Select, string[] Ends, string? Code, string? Security, string? Secure)
    {
        /// <summary>Labels of the caller's cluster and of that of the called; null where there is none.</summary>
        public string?[] Clusters { get; init; } = [null, null];

        /// <summary>Whether the one that is called reports it; else the caller does.</summary>
        public bool ToldByCalled { get; init; }
    }
}
