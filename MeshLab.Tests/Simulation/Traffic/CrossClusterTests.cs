using Xunit;

namespace MeshLab.Tests.Simulation.Traffic;

/// <summary>The manifests of the cross-cluster scenario on two demo clusters.</summary>
public sealed class CrossClusterTests : IAsyncLifetime
{
    private const string Folder = "cross-cluster-networking/manifests/";
    private const string CurlGlobal = "fortio curl -quiet http://backend-global:9898/";
    private const string CurlLocal = "fortio curl -quiet http://backend-local:9898/";
    private readonly TrafficLab _lab = new("demo-west", "demo-east");

    public ValueTask InitializeAsync()
    {
        foreach (var side in new[] { "west", "east" })
        {
            var cluster = "demo-" + side;
            _lab.ApplyTo(cluster, "apiVersion: v1\nkind: Namespace\nmetadata: {name: mesh-demo}");
            _lab.ApplyTo(cluster, Folder + $"app/backend-{side}.yaml");
            _lab.ApplyTo(cluster, Folder + "app/service.yaml");
            _lab.ApplyTo(cluster, "shared/sample-app/client.yaml");
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task GlobalService_IsAnsweredByBothClusters_UntilAffinityKeepsItLocal()
    {
        InstallClusterMesh();
        Everywhere("clustermesh/global-service.yaml");
        var active = await _lab.CountAsync(CurlGlobal, 60, cluster: "demo-west");

        Everywhere("clustermesh/local-affinity.yaml");
        var local = await _lab.CountAsync(CurlLocal, 20, cluster: "demo-east");
        _lab.ApplyTo("demo-east", Folder + "app/backend-east-down.yaml");
        var failedOver = await _lab.CountAsync(CurlLocal, 20, cluster: "demo-east");

        Assert.Equal(30, active["west"]);
        Assert.Equal(30, active["east"]);
        Assert.Equal(20, local["east"]);
        Assert.Equal(20, failedOver["west"]);
    }

    [Fact]
    public async Task GlobalService_WithoutPeering_StaysLocal()
    {
        _lab.Install("cilium", "cilium", "kube-system", "{cluster: {name: west, id: 1}}", "demo-west");
        _lab.Install("cilium", "cilium", "kube-system", "{cluster: {name: east, id: 2}}", "demo-east");
        Everywhere("clustermesh/global-service.yaml");

        var counts = await _lab.CountAsync(CurlGlobal, 10, cluster: "demo-west");

        Assert.Equal(10, counts["west"]);
    }

    [Fact]
    public async Task Partition_ByPolicy_CutsOffTheOtherClusterAndHeals()
    {
        InstallClusterMesh();
        Everywhere("clustermesh/local-affinity.yaml");
        _lab.ApplyTo("demo-west", Folder + "clustermesh/policy.yaml");
        _lab.ApplyTo("demo-east", Folder + "app/backend-east-down.yaml");
        const string Call = "fortio load -quiet -n 4 -c 1 -qps 0 -timeout 1s http://backend-local:9898/";

        _lab.ApplyTo("demo-west", Folder + "clustermesh/partition.yaml");
        var (_, _, cut) = await _lab.RunAsync("client", Call, cluster: "demo-east");
        var (_, _, west) = await _lab.RunAsync("client", Call, cluster: "demo-west");
        _lab.ApplyTo("demo-west", Folder + "clustermesh/partition-healed.yaml");
        var (_, _, healed) = await _lab.RunAsync("client", Call, cluster: "demo-east");

        Assert.Contains("Code  -1 : 4 ", cut, StringComparison.Ordinal);
        Assert.Contains("Code 200 : 4 ", west, StringComparison.Ordinal);
        Assert.Contains("Code 200 : 4 ", healed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clusterset_AfterExport_AnswersFromTheOtherCluster()
    {
        _lab.Install("submariner-k8s-broker", "submariner-k8s-broker", "submariner-k8s-broker", cluster: "demo-west");
        Join("west", "10.20.0.0/16");
        Join("east", "10.30.0.0/16");
        const string Call = "fortio curl -quiet http://backend.mesh-demo.svc.clusterset.local:9898/";
        var (before, _, error) = await _lab.RunAsync("client", Call, cluster: "demo-west");

        _lab.ApplyTo("demo-east", Folder + "submariner/export.yaml");
        var (after, body, _) = await _lab.RunAsync("client", Call, cluster: "demo-west");
        _lab.ApplyTo("demo-west", Folder + "submariner/partition.yaml");
        var (_, _, inside) = await _lab.RunAsync("client", "fortio load -quiet -n 2 -c 1 -qps 0 http://backend:9898/", cluster: "demo-west");

        Assert.Equal(1, before);
        Assert.Contains("no such host", error, StringComparison.Ordinal);
        Assert.Equal(0, after);
        Assert.Contains("backend east", body, StringComparison.Ordinal);
        Assert.Contains("Code 200 : 2 ", inside, StringComparison.Ordinal);
    }

    private void InstallClusterMesh()
    {
        _lab.Install("cilium", "cilium", "kube-system", Values("west", 1, "east"), "demo-west");
        _lab.Install("cilium", "cilium", "kube-system", Values("east", 2, "west"), "demo-east");

        static string Values(string name, int id, string peer) =>
            $"{{cluster: {{name: {name}, id: {id}}}, clustermesh: {{useAPIServer: true, config: {{enabled: true, clusters: [{{name: {peer}, address: somewhere, port: 32379}}]}}}}}}";
    }

    private void Join(string side, string range) => _lab.Install("submariner-operator", "submariner-operator", "submariner-operator",
        $"{{broker: {{server: 'x:6443', token: t, namespace: submariner-k8s-broker}}, submariner: {{clusterId: {side}, clusterCidr: {range}, cableDriver: wireguard}}}}", "demo-" + side);

    private void Everywhere(string manifest)
    {
        _lab.ApplyTo("demo-west", Folder + manifest);
        _lab.ApplyTo("demo-east", Folder + manifest);
    }
}
