using MeshLab.Core.Topology;
using Xunit;

namespace MeshLab.Tests.Topology;

public sealed class TopologyJoinTests
{
    [Fact]
    public void Join_OfACallThatBothClustersReport_DrawsItOnceAsTheCalledOneTellsIt()
    {
        var west = Part("kind-west", [Workload("client")], [Edge("client", "web", 1) with { ToCluster = "east" }]) with { KnownAs = ["west"] };
        var east = Part("kind-east", [Workload("web")], [Edge("client", "web", 2) with { FromCluster = "west" }]) with { KnownAs = ["east"] };

        var joined = TopologyJoin.Of([west, east]);

        Assert.Equal(["kind-west/shop/client", "kind-east/shop/web"], joined.Workloads.Select(one => one.Key));
        var edge = Assert.Single(joined.Edges);
        Assert.Equal(("kind-west/shop/client", "kind-east/shop/web", 2.0, true), (edge.From, edge.To, edge.RequestsPerSecond!.Value, edge.BetweenClusters));
        Assert.Equal("kind-west, kind-east", joined.Cluster);
    }

    [Theory]
    [InlineData("kind-east")]
    [InlineData("east")]
    public void Join_OfANameThatNoTelemetryHas_GoesByTheTargetClusters(string name)
    {
        var joined = TopologyJoin.Of([Part("kind-west", [Workload("client")], [Edge("client", "web", 1) with { ToCluster = name }]), Part("kind-east", [Workload("web")], [])]);

        Assert.Equal("kind-east/shop/web", Assert.Single(joined.Edges).To);
        Assert.Equal(2, joined.Workloads.Count);
    }

    [Fact]
    public void Join_WithoutClusterLabels_FindsTheOtherEndByNameAndSaysSo()
    {
        var joined = TopologyJoin.Of([Part("a", [Workload("web")], [Edge("client", "web", 1)]), Part("b", [Workload("client")], [])]);

        var edge = Assert.Single(joined.Edges);
        Assert.Equal(("b/shop/client", "a/shop/web"), (edge.From, edge.To));
        Assert.EndsWith("joined by name", edge.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Join_WithoutClusterLabelsAndTheNameOnTwoOthers_DoesNotGuess()
    {
        var joined = TopologyJoin.Of([Part("a", [Workload("web")], [Edge("client", "web", 1)]), Part("b", [Workload("client")], []), Part("c", [Workload("client")], [])]);

        Assert.Equal("a/shop/client", Assert.Single(joined.Edges).From);
    }

    [Fact]
    public void Join_OfOneCluster_KeepsACallerOfTheSameNameOnAnotherClusterApart()
    {
        var joined = TopologyJoin.Of([Part("west", [Workload("client"), Workload("web")], [Edge("client", "web", 3), Edge("client", "web", 2) with { FromCluster = "east" }])]);

        Assert.Equal(["shop/client", "shop/web", "east/shop/client"], joined.Workloads.Select(one => one.Key));
        Assert.Equal(["east/shop/client", "shop/client"], joined.Edges.Select(edge => edge.From));
        Assert.Equal([true, false], joined.Edges.Select(edge => edge.BetweenClusters));
    }

    [Fact]
    public void Join_OfAProblemOnOneCluster_KeepsTheOthersTraffic()
    {
        var joined = TopologyJoin.Of([Part("a", [Workload("web")], [Edge("web", "web", 1)]), Part("b", [], []) with { TrafficSource = null, TrafficProblem = "b has no Prometheus" }]);

        Assert.Equal(("mesh", "b has no Prometheus"), (joined.TrafficSource, joined.TrafficProblem));
        Assert.Single(joined.Edges);
    }

    private static MeshTopology Part(string cluster, IReadOnlyList<TopologyWorkload> workloads, IReadOnlyList<TopologyEdge> edges) =>
        new(cluster, false, DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(1), workloads, edges, "mesh", null);

    private static TopologyWorkload Workload(string name) => new("shop", "Deployment", name, "istio", ProxyKind.Sidecar, null, []);

    private static TopologyEdge Edge(string from, string to, double rate) => new($"shop/{from}", $"shop/{to}", rate, null, 0, EdgeSecurity.MutualTls, "istio: istio_requests_total");
}
