using Bunit;
using MeshLab.Core.Topology;
using MeshLab.Web.Pages.Topology;
using Xunit;

namespace MeshLab.Tests.Web.Topology;

public sealed class TopologyGraphTests
{
    [Fact]
    public void Layout_PutsCallersLeftOfThoseTheyCallAndNamespacesInLanes()
    {
        var layout = GraphLayout.Of([Workload("shop", "db"), Workload("shop", "web"), Workload("edge", "gateway")], [Edge("edge/gateway", "shop/web"), Edge("shop/web", "shop/db")]);

        var x = layout.Workloads.ToDictionary(one => one.Workload.Name, one => one.X);
        Assert.True(x["gateway"] < x["web"] && x["web"] < x["db"]);
        Assert.Equal(["edge", "shop"], layout.Lanes.Select(lane => lane.Name));
        Assert.All(layout.Workloads, one => Assert.InRange(one.Y, layout.Lanes.Single(lane => lane.Name == one.Workload.Namespace).Y, layout.Height));
    }

    [Fact]
    public void Layout_OfACircle_EndsAndIsAlwaysTheSame()
    {
        TopologyWorkload[] workloads = [Workload("shop", "a"), Workload("shop", "b"), Workload("shop", "c")];
        TopologyEdge[] edges = [Edge("shop/a", "shop/b"), Edge("shop/b", "shop/c"), Edge("shop/c", "shop/a"), Edge("shop/a", "shop/a")];

        Assert.Equal(GraphLayout.Of(workloads, edges).Workloads, GraphLayout.Of(workloads, [.. edges.Reverse()]).Workloads);
    }

    [Fact]
    public void Layout_OfManyWithoutTraffic_NeverPutsTwoInOnePlace()
    {
        var layout = GraphLayout.Of([.. Enumerable.Range(0, 40).Select(number => Workload("shop", $"w{number}"))], []);

        Assert.Equal(40, layout.Workloads.Select(one => (one.X, one.Y)).Distinct().Count());
    }

    [Fact]
    public void Edges_OfOneWorkload_HavePortsAndTextsOfTheirOwn()
    {
        TopologyWorkload[] workloads = [Workload("shop", "client"), .. Enumerable.Range(1, 5).Select(number => Workload("shop", $"web-{number}"))];
        TopologyEdge[] edges = [.. Enumerable.Range(1, 5).Select(number => Edge("shop/client", $"shop/web-{number}"))];

        var drawn = DrawnEdge.All(GraphLayout.Of(workloads, edges), edges);

        Assert.Equal(5, drawn.Select(one => one.Path.Split('C')[0]).Distinct().Count());
        Assert.Equal(5, drawn.Select(one => (one.LabelX, one.LabelY)).Distinct().Count());
    }

    [Fact]
    public void Edges_ThatSkipAColumn_PassBetweenItsWorkloadsAndCoverNone()
    {
        TopologyWorkload[] workloads = [Workload("shop", "a-client"), Workload("shop", "b-web"), Workload("shop", "c-db"), Workload("shop", "d-cache"), Workload("shop", "e-queue")];
        TopologyEdge[] edges =
        [
            Edge("shop/a-client", "shop/b-web"), Edge("shop/a-client", "shop/d-cache"), Edge("shop/b-web", "shop/c-db"), Edge("shop/d-cache", "shop/e-queue"),
            Edge("shop/a-client", "shop/c-db"), Edge("shop/a-client", "shop/e-queue"),
        ];
        var layout = GraphLayout.Of(workloads, edges);
        List<(int Column, double Y)> passed = [];

        var lines = layout.Workloads.Where(one => one.Workload.Name is "c-db" or "e-queue")
            .Select(to => EdgePath.Between((layout.Workloads[0].X + GraphLayout.BoxWidth, layout.Workloads[0].Y + 40), (to.X, to.Y + 40), layout.Workloads, passed)).ToList();

        var points = lines.SelectMany(line => Enumerable.Range(1, 98).Select(part => line.At(part / 99.0))).ToList();
        Assert.DoesNotContain(points, point => layout.Workloads.Any(box =>
            point.X > box.X + 1 && point.X < box.X + GraphLayout.BoxWidth - 1 && point.Y > box.Y && point.Y < box.Y + GraphLayout.BoxHeight));
        Assert.Equal(passed.Count, passed.Distinct().Count());
        Assert.Equal(2, passed.Count);
    }

    [Fact]
    public async Task Graph_DrawsPodsAndEdgesByWhatIsKnown()
    {
        await using var context = new BunitContext();
        var topology = Topology([Workload("shop", "client"), Workload("shop", "web<1>")], [Edge("shop/client", "shop/web<1>") with { ErrorShare = 0.25 }]);

        var graph = context.Render<TopologyGraph>(parameters => parameters.Add(one => one.Topology, topology));

        Assert.Equal(4, graph.FindAll("rect.graph-pod").Count);
        Assert.Contains("graph-bad graph-mutualtls", graph.Find("path.graph-edge").ClassName);
        Assert.Contains("web&lt;1&gt;", graph.Markup);
        Assert.Contains("25 % errors", graph.Markup);
        Assert.Equal("2 workloads in 1 namespace with 1 connection between them", graph.Find("svg").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task Graph_OfSeveralClusters_FramesEachAndMarksWhatGoesBetweenThem()
    {
        await using var context = new BunitContext();
        TopologyWorkload[] workloads = [Workload("shop", "client") with { Cluster = "west" }, Workload("shop", "web") with { Cluster = "east" }];
        var topology = Topology(workloads, [Edge("west/shop/client", "east/shop/web") with { FromCluster = "west", ToCluster = "east" }]);

        var graph = context.Render<TopologyGraph>(parameters => parameters.Add(one => one.Topology, topology));

        Assert.Equal(["cluster east", "cluster west"], graph.FindAll("text.graph-frame-name").Select(one => one.TextContent));
        Assert.Contains("graph-between", graph.Find("path.graph-edge").ClassName);
        Assert.Equal("2 workloads in 2 namespaces of 2 clusters with 1 connection between them, 1 from cluster to cluster", graph.Find("svg").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task Tables_SayWhatIsUnknown()
    {
        await using var context = new BunitContext();
        var edge = new TopologyEdge("shop/client", "shop/web", null, 2.5, null, EdgeSecurity.Unknown, "istio: x");
        var tables = context.Render<TopologyTables>(parameters => parameters.Add(one => one.Topology, Topology([Workload("shop", "client"), new TopologyWorkload("shop", "Workload", "web", "unknown", ProxyKind.Unknown, null, [])], [edge])));

        Assert.Equal(["shop/client", "shop/web", "2.5 conn/s", "errors unknown", "mTLS unknown", "istio: x"], tables.FindAll("table")[0].QuerySelectorAll("td").Select(cell => cell.TextContent));
        Assert.Contains("pods not seen", tables.FindAll("table")[1].TextContent);
    }

    private static MeshTopology Topology(IReadOnlyList<TopologyWorkload> workloads, IReadOnlyList<TopologyEdge> edges) =>
        new("demo", true, DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(1), workloads, edges, "the demo cluster", null);

    private static TopologyWorkload Workload(string space, string name) => new(
        space, "Deployment", name, "istio", ProxyKind.Sidecar, null,
        [new TopologyPod($"{name}-1", "node-1", true, ProxyKind.Sidecar), new TopologyPod($"{name}-2", "node-2", false, ProxyKind.Sidecar)]);

    private static TopologyEdge Edge(string from, string to) => new(from, to, 10, null, 0, EdgeSecurity.MutualTls, "istio: istio_requests_total");
}
