using System.Text.Json.Nodes;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Prices;
using MeshLab.Core.Measurements.Network;
using Xunit;

namespace MeshLab.Tests.Costs;

public sealed class NetworkCostTests
{
    private static readonly PriceBook _aws = ShippedPrices.All.Single(book => book.Id == ShippedPrices.Default);

    /// <summary>
    /// AWS, by the price book's sources: 0.0225 USD a load balancer's hour, 0.01 a GB in each direction between zones, 0.02 between regions.
    /// 2 × 0.0225 × 730 = 32.85. 1 MB/s is 2,628 GB in 730 hours: × 0.02 = 52.56. 0.5 MB/s between regions: 1,314 GB × 0.02 = 26.28.
    /// </summary>
    [Fact]
    public void Of_CountedTraffic_CostsWhatTheHandReckons()
    {
        var parts = NetworkCost.Of([Use(3, 2, zones: 3, zoneBytes: 60e6, clusterBytes: 30e6, seconds: 60)], new(9_999, 9_999), _aws);

        Assert.Equal([CostShare.LoadBalancers, CostShare.CrossZone, CostShare.CrossCluster], parts.Select(part => part.Share));
        Assert.Equal([2, 2_628, 1_314], parts.Select(part => Math.Round(part.Amount!.Value, 9)));
        Assert.Equal([32.85, 52.56, 26.28], parts.Select(part => Math.Round(part.Month!.Value, 9)));
        Assert.All(parts, part => Assert.False(part.Estimated));
        Assert.Contains("counted by istio_request_bytes_sum", parts[1].Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NothingCounted_TakesTheEstimateAndElseStaysUnknown()
    {
        var parts = NetworkCost.Of([Use(0, 0, zones: null)], new(100, null), _aws);

        Assert.Equal((0.0, 0.0), (parts[0].Amount!.Value, parts[0].Month!.Value));
        Assert.Equal((100.0, 2.0, true), (parts[1].Amount!.Value, Math.Round(parts[1].Month!.Value, 9), parts[1].Estimated));
        Assert.Equal((null, null), (parts[2].Amount, parts[2].Month));
        Assert.StartsWith("not known: ", parts[2].Basis, StringComparison.Ordinal);
        Assert.Contains("topology.kubernetes.io/zone", NetworkCost.Of([Use(0, 0, zones: null)], TrafficEstimate.None, _aws)[1].Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_OneZone_CrossesNoneWithoutAnyTelemetry()
    {
        var zone = NetworkCost.Of([Use(0, 0, zones: 1)], TrafficEstimate.None, _aws)[1];

        Assert.Equal((0.0, 0.0, "all nodes are in one zone"), (zone.Amount!.Value, zone.Month!.Value, zone.Basis));
    }

    [Fact]
    public void Of_UnknownPeriodOrPrice_IsUnknownAndNotZero()
    {
        Assert.All(NetworkCost.Of([Use(1, 1, zones: 1), null], TrafficEstimate.None, _aws), part => Assert.Null(part.Month));
        Assert.Null(NetworkCost.Of([Use(1, 1, zones: 1)], TrafficEstimate.None, _aws with { LoadBalancerHour = null })[0].Month);
        Assert.Null(NetworkCost.Of([null], new(5, 5), _aws with { ZoneEgressGB = null })[1].Month);
    }

    [Fact]
    public async Task VariantCost_Network_IsInEverythingAndOnlyLoadBalancersInTheMesh()
    {
        await using var cluster = await CostedCluster.CreateAsync();
        var rows = await cluster.Comparison.CompareAsync(MeasuredExperiments.TwoLoads(4), CancellationToken.None);
        var bare = rows[2];
        var networked = bare with { Periods = [.. bare.Periods.Select(period => period with { Cost = period.Cost with { Network = Use(1, 1, zones: 2, zoneBytes: 1e6, clusterBytes: 0, seconds: 1) } })] };

        foreach (var basis in Enum.GetValues<CostBasis>())
        {
            Assert.Equal(bare.Mesh(_aws, basis).Mean + 16.425, networked.Mesh(_aws, basis).Mean, 9);
            Assert.Equal(bare.Total(_aws, basis).Mean + 16.425 + 52.56, networked.Total(_aws, basis).Mean, 9);
            Assert.Equal(networked.Total(_aws, basis).Mean, networked.Month(_aws, basis).Values.Sum(), 9);
        }
    }

    /// <summary>a has all pods in z1, b two in z1 and two in z2, c one in z3: a→b half of 100, b→c all of 10, a→a none; d was not found.</summary>
    [Fact]
    public void Places_PodsInZones_LayBytesOntoThem()
    {
        var places = ClusterPlaces.Of(
            [Node("n1", "z1"), Node("n2", "z2"), Node("n3", "z3")],
            [Pod("a-1", "n1", "a"), Pod("a-2", "n1", "a"), Pod("b-1", "n1", "b"), Pod("b-2", "n1", "b"), Pod("b-3", "n2", "b"), Pod("b-4", "n2", "b"), Pod("c-0", "n3", "c")]);

        var traffic = places.Lay([Bytes("a", "b", 100), Bytes("b", "c", 10), Bytes("a", "a", 1_000), Bytes("a", "d", 7), Bytes("a", "b", 3) with { OtherCluster = true }], 10, ["istio_request_bytes_sum"]);

        Assert.Equal(3, places.Zones);
        Assert.Equal((60.0, 3.0, 7.0, true), (Math.Round(traffic.CrossZoneBytes, 9), traffic.CrossClusterBytes, traffic.UnplacedBytes, traffic.SpreadAssumed));
        Assert.Null(ClusterPlaces.Of([Node("n1", "z1"), Node("n2", null)], []).Zones);
    }

    [Fact]
    public void LoadBalancers_Services_AreCountedWithThoseOfGateways()
    {
        var services = new[]
        {
            """{"metadata":{"name":"web"},"spec":{"type":"LoadBalancer"}}""",
            """{"metadata":{"name":"istio-ingressgateway","labels":{"istio":"ingressgateway"}},"spec":{"type":"LoadBalancer"}}""",
            """{"metadata":{"name":"edge","labels":{"gateway.networking.k8s.io/gateway-name":"edge"}},"spec":{"type":"LoadBalancer"}}""",
            """{"metadata":{"name":"linkerd-gateway"},"spec":{"type":"LoadBalancer"}}""",
            """{"metadata":{"name":"inside","labels":{"istio":"eastwestgateway"}},"spec":{"type":"ClusterIP"}}""",
        };

        Assert.Equal((4, 3), LoadBalancers.Count([.. services.Select(text => JsonNode.Parse(text)!.AsObject())]));
    }

    private static NetworkUse Use(int balancers, int gateways, int? zones, double? zoneBytes = null, double? clusterBytes = null, double seconds = 0) =>
        new(balancers, gateways, zones, zoneBytes is null && clusterBytes is null ? null : new(zoneBytes ?? 0, clusterBytes ?? 0, 0, seconds, false, ["istio_request_bytes_sum"]));

    private static WorkloadBytes Bytes(string from, string to, double bytes) => new(("shop", from), ("shop", to), false, bytes);

    private static JsonObject Node(string name, string? zone) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = zone is null ? new JsonObject() : new JsonObject { ["topology.kubernetes.io/zone"] = zone } },
    };

    private static JsonObject Pod(string name, string node, string workload) => JsonNode.Parse(
        $$$"""{"metadata":{"name":"{{{name}}}","namespace":"shop","labels":{"pod-template-hash":"5f4d"},"ownerReferences":[{"kind":"ReplicaSet","name":"{{{workload}}}-5f4d"}]},"spec":{"nodeName":"{{{node}}}"}}""")!.AsObject();
}
