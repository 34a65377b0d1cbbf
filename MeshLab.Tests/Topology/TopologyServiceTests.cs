using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Topology;
using MeshLab.Tests.Contract;
using MeshLab.Tests.Runs;
using MeshLab.Tests.Web;
using Xunit;

namespace MeshLab.Tests.Topology;

public sealed class TopologyServiceTests
{
    [Fact]
    public async Task Topology_OfADemoCluster_ShowsPodsAndTheCallsBetweenThem()
    {
        await using var lab = await LabHost.StartAsync("# Lab\n\n## 9.1 Mesh\n\n- [ ] Task\n", withDemoClusters: true);
        var client = lab.Get<ClusterCatalogue>().Connect("demo");
        var cancellation = TestContext.Current.CancellationToken;
        await client.ApplyAllAsync(Manifests, new ApplyOptions(), cancellation);
        var topologies = lab.Get<TopologyService>();
        await Eventually.TrueAsync(async () => (await topologies.ReadAsync("demo", cancellation)).Workloads.SelectMany(one => one.Pods).Count(pod => pod.Ready) == 3, "three pods are ready");

        var before = await topologies.ReadAsync("demo", cancellation);
        var caller = before.Workloads.Single(one => one.Name == "client").Pods[0].Name;
        await client.ExecAsync("topo", caller, null, ["fortio", "curl", "http://web:8080/echo"], null, cancellation);
        await client.ExecAsync("topo", caller, null, ["fortio", "curl", "http://web:8080/echo?status=503"], null, cancellation);
        await Eventually.TrueAsync(async () => (await topologies.ReadAsync("demo", cancellation)).Edges.Sum(edge => edge.RequestsPerSecond) * 60 > 1.5, "both calls are told");
        var after = await topologies.ReadAsync("demo", cancellation);

        Assert.Equal(["client", "web"], before.Workloads.Select(one => one.Name));
        Assert.All(before.Workloads, one => Assert.Equal(("Deployment", "topo", ProxyKind.None, "none"), (one.Kind, one.Namespace, one.Proxy, one.Mesh)));
        Assert.Empty(before.Edges);
        Assert.True(after.Simulated);
        var edge = Assert.Single(after.Edges);
        Assert.Equal(("topo/client", "topo/web", EdgeSecurity.Plaintext), (edge.From, edge.To, edge.Security));
        Assert.Equal((2 / 60.0, 0.5), (edge.RequestsPerSecond!.Value, edge.ErrorShare!.Value));
    }

    [Fact]
    public async Task Topology_OfAnUnknownCluster_IsRefused()
    {
        await using var lab = await LabHost.StartAsync("# Lab\n\n## 9.1 Mesh\n\n- [ ] Task\n");

        await Assert.ThrowsAsync<ClusterException>(() => lab.Get<TopologyService>().ReadAsync("nowhere", TestContext.Current.CancellationToken));
    }

    private static IReadOnlyList<JsonObject> Manifests =>
    [
        .. ManifestReader.Read($$"""
            apiVersion: v1
            kind: Namespace
            metadata: { name: topo }
            ---
            {{TestManifests.Deployment("topo", "client")}}
            ---
            {{TestManifests.Deployment("topo", "web", replicas: 2)}}
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: web, namespace: topo }
            spec:
              selector: { app: web }
              ports: [{ port: 8080, name: http }]
            """, "topo.yaml").Select(one => one.Resource),
    ];
}
