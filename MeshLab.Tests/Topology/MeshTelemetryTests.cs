using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Core.Measurements.Sources.Prometheus;
using MeshLab.Core.Topology;
using Xunit;

namespace MeshLab.Tests.Topology;

public sealed class MeshTelemetryTests
{
    [Fact]
    public async Task Edges_OfIstio_CarryRateErrorsAndMutualTls()
    {
        var edges = await ReadAsync(
            ("istio_requests_total{reporter=\"destination\"}", Istio("client", "web", "200", "mutual_tls"), 9),
            ("istio_requests_total{reporter=\"destination\"}", Istio("client", "web", "503", "mutual_tls"), 1),
            ("istio_requests_total{reporter=\"source\"}", Istio("client", "web", "200", "unknown"), 50));

        var edge = Assert.Single(edges);
        Assert.Equal(("shop/client", "shop/web", 10.0, 0.1, EdgeSecurity.MutualTls), (edge.From, edge.To, edge.RequestsPerSecond, edge.ErrorShare, edge.Security));
        Assert.Null(edge.ConnectionsPerSecond);
    }

    [Fact]
    public async Task Edges_OfZtunnelAlone_KnowConnectionsAndNoErrors()
    {
        var edge = Assert.Single(await ReadAsync(("istio_tcp_connections_opened_total{reporter=\"destination\"}", Istio("client", "web", "0", "mutual_tls"), 2)));

        Assert.Equal((null, 2.0, null, EdgeSecurity.MutualTls), (edge.RequestsPerSecond, edge.ConnectionsPerSecond, edge.ErrorShare, edge.Security));
    }

    [Fact]
    public async Task Edges_OfLinkerd_AreMixedWhenSomePodsHaveNoProxy()
    {
        var edge = Assert.Single(await ReadAsync(
            ("response_total{direction=\"outbound\"}", Linkerd("true"), 3),
            ("response_total{direction=\"outbound\"}", Linkerd("no_identity"), 1)));

        Assert.Equal((4.0, 0.0, EdgeSecurity.Mixed), (edge.RequestsPerSecond, edge.ErrorShare, edge.Security));
    }

    [Fact]
    public async Task Edges_OfHubble_DoNotKnowOfMutualTls()
    {
        var edge = Assert.Single(await ReadAsync(("hubble_http_requests_total{reporter=\"server\"}", new()
        {
            ["source_namespace"] = "shop",
            ["source_workload"] = "client",
            ["destination_namespace"] = "shop",
            ["destination_workload"] = "web",
            ["status"] = "500",
        }, 4)));

        Assert.Equal((1.0, EdgeSecurity.Unknown), (edge.ErrorShare, edge.Security));
    }

    [Fact]
    public async Task Edges_OfIstioBetweenClusters_NameTheOtherClusterAndKeepEqualNamesApart()
    {
        Dictionary<string, string> here = new(Istio("client", "web", "200", "mutual_tls")) { ["source_cluster"] = "west", ["destination_cluster"] = "west" };
        Dictionary<string, string> across = new(here) { ["source_cluster"] = "east" };

        var (edges, names) = await ReadAllAsync(("istio_requests_total{reporter=\"destination\"}", here, 3), ("istio_requests_total{reporter=\"destination\"}", across, 2));

        Assert.Equal(["west"], names);
        Assert.Equal([(null, null, 3.0), ("east", null, 2.0)], edges.Select(edge => (edge.FromCluster, edge.ToCluster, edge.RequestsPerSecond!.Value)));
    }

    [Fact]
    public async Task Edges_OfLinkerdThroughAGateway_LeadToTheMirroredServiceOnItsCluster()
    {
        var edge = Assert.Single(await ReadAsync(("response_total{direction=\"outbound\",dst_target_cluster!=\"\"}", new()
        {
            ["namespace"] = "shop",
            ["deployment"] = "client",
            ["dst_target_cluster"] = "east",
            ["dst_target_service"] = "web",
            ["dst_target_service_namespace"] = "shop",
            ["status_code"] = "200",
            ["tls"] = "true",
        }, 2)));

        Assert.Equal(("shop/client", "shop/web", null, "east"), (edge.From, edge.To, edge.FromCluster, edge.ToCluster));
    }

    [Fact]
    public async Task Edges_WithoutACaller_AreLeftOut() =>
        Assert.Empty(await ReadAsync(("istio_requests_total{reporter=\"destination\"}", Istio("unknown", "web", "200", "none"), 5)));

    [Fact]
    public async Task Query_WithASelector_AsksForThatClusterOnly()
    {
        var prometheus = new StoredPrometheus([]);

        await new MeshTelemetry(new PrometheusQueries(prometheus), "cluster=\"lab\"").ReadAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.All(prometheus.Queries, query => Assert.Contains("cluster=\"lab\"}[60s]", query, StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Istio(string from, string to, string code, string security) => new()
    {
        ["source_workload_namespace"] = "shop",
        ["source_workload"] = from,
        ["destination_workload_namespace"] = "shop",
        ["destination_workload"] = to,
        ["response_code"] = code,
        ["connection_security_policy"] = security,
    };

    private static Dictionary<string, string> Linkerd(string tls) => new()
    {
        ["namespace"] = "shop",
        ["deployment"] = "client",
        ["dst_namespace"] = "shop",
        ["dst_deployment"] = "web",
        ["status_code"] = "200",
        ["tls"] = tls,
    };

    private static async Task<IReadOnlyList<TopologyEdge>> ReadAsync(params (string Of, Dictionary<string, string> Labels, double Rate)[] series) => (await ReadAllAsync(series)).Edges;

    private static Task<(IReadOnlyList<TopologyEdge> Edges, IReadOnlyList<string> KnownAs)> ReadAllAsync(params (string Of, Dictionary<string, string> Labels, double Rate)[] series) =>
        new MeshTelemetry(new PrometheusQueries(new StoredPrometheus(series)), "").ReadAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    /// <summary>A Prometheus at the border of the process: it knows the rates of series and answers the query that names their metric and matchers.</summary>
    private sealed class StoredPrometheus(IReadOnlyList<(string Of, Dictionary<string, string> Labels, double Rate)> series) : IPrometheusConnection
    {
        public List<string> Queries { get; } = [];

        public string Description => "a stored Prometheus";

        public Task<Stream> GetAsync(string path, CancellationToken cancellationToken)
        {
            var query = Uri.UnescapeDataString(path["/api/v1/query?query=".Length..]);
            Queries.Add(query);
            var result = series.Where(one => query.Contains(one.Of, StringComparison.Ordinal)).Select(one => (JsonNode)new JsonObject
            {
                ["metric"] = new JsonObject(one.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
                ["value"] = new JsonArray(0, one.Rate.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            });
            var answer = new JsonObject { ["status"] = "success", ["data"] = new JsonObject { ["resultType"] = "vector", ["result"] = new JsonArray([.. result]) } };
            return Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(answer.ToJsonString())));
        }
    }
}
