using MeshLab.Core.Simulation;
using Xunit;
using static MeshLab.Tests.Simulation.Federation.FederationLab;

namespace MeshLab.Tests.Simulation.Federation;

/// <summary>Liqo on demo clusters, with the manifests of the scenario.</summary>
public sealed class LiqoTests : IDisposable
{
    private const string Group = "offloading.liqo.io";
    private readonly FederationLab _lab = new();

    public LiqoTests()
    {
        _lab.Install(Hub, "liqo", "liqo", "{discovery: {config: {clusterID: hub}}}");
        _lab.Install(East, "liqo", "liqo", "{discovery: {config: {clusterID: east, clusterLabels: {meshlab.dev/jurisdiction: eu, meshlab.dev/price-class: high, meshlab.dev/federation: member}}}}");
        _lab.Install(West, "liqo", "liqo", "{discovery: {config: {clusterID: west, clusterLabels: {meshlab.dev/jurisdiction: us, meshlab.dev/price-class: low, meshlab.dev/federation: member}}}}");
    }

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void ResourceSlice_WithoutTheProvidersTenant_WaitsAndSaysWhy()
    {
        Consume("east", "e30=");
        _lab.Pass(3);

        Assert.Null(_lab.Get(Hub, "", "nodes", "east"));
        Assert.Contains(_lab.List(Hub, "", "events", "liqo-tenant-east"), one => one.Text("message")!.Contains("does not open the cluster east", StringComparison.Ordinal));
    }

    [Fact]
    public void Peering_MakesAVirtualNode_WithTheProvidersLabelsTheTaintAndWhatWasAskedFor()
    {
        Peer(East, "east");

        var node = _lab.Get(Hub, "", "nodes", "east");
        Assert.Equal("eu", node!.Label("meshlab.dev/jurisdiction"));
        Assert.Equal("virtual-node", node!.Label("liqo.io/type"));
        Assert.Equal("2", node.Text("status", "allocatable", "cpu"));
        Assert.Contains(node.Items("spec", "taints"), one => one.Text("key") == "virtual-node.liqo.io/not-allowed" && one.Text("effect") == "NoExecute");
        var copy = _lab.Get(East, "authentication.liqo.io", "resourceslices", "east", "liqo-tenant-hub");
        Assert.Equal("hub", copy!.Label("liqo.io/originID"));
        Assert.All(copy.Items("status", "conditions"), one => Assert.Equal("Accepted", one.Text("status")));
    }

    [Fact]
    public void Tenant_Cordoned_DeniesNewResources()
    {
        _lab.Apply(East, "apiVersion: v1\nkind: Namespace\nmetadata: {name: liqo-tenant-hub}");
        _lab.Apply(East, "liqo/tenant.yaml");
        _lab.Apply(East, "{apiVersion: authentication.liqo.io/v1beta1, kind: Tenant, metadata: {name: hub, namespace: liqo-tenant-hub}, spec: {clusterID: hub, authzPolicy: TolerateNoHandshake, tenantCondition: Cordoned}}");
        _lab.Apply(East, "liqo/token.yaml");
        _lab.Pass(1);
        Consume("east", _lab.Kubeconfig(East, "liqo-tenant-hub"));
        _lab.Pass(5);

        var conditions = _lab.Get(Hub, "authentication.liqo.io", "resourceslices", "east", "liqo-tenant-east").Items("status", "conditions").ToDictionary(one => one.Text("type")!, one => one.Text("status"));
        Assert.Equal("Denied", conditions["Resources"]);
        Assert.Null(_lab.Get(Hub, "", "nodes", "east"));
    }

    [Fact]
    public void VirtualNode_WithoutOffloading_GetsNoPods()
    {
        Peer(East, "east");
        _lab.Apply(Hub, SimulatedCluster.Deployment("web", 4));
        _lab.Pass(5);

        Assert.Equal(4, _lab.Pods(Hub, "default").Count);
        Assert.All(_lab.Pods(Hub, "default"), pod => Assert.NotEqual("east", pod.Text("spec", "nodeName")));
    }

    [Fact]
    public void OffloadedPod_RunsInTheProvider_AndItsStatusComesBack()
    {
        Peer(East, "east");
        Offload();
        _lab.Apply(Hub, "app/hello.yaml");
        _lab.Pass(10);

        var local = _lab.Pods(Hub, "federated");
        var remote = _lab.Pods(East, "federated-hub");
        Assert.Equal(2, local.Count);
        Assert.Equal(local.Select(one => one.Name()).Order(), remote.Select(one => one.Name()).Order());
        Assert.All(local, one => Assert.Equal(("east", "Running", null), (one.Text("spec", "nodeName"), one.Text("status", "phase"), one.Text("status", "podIP"))));
        Assert.All(remote, one => Assert.Equal(("Running", "hub", "demo-east"), (one.Text("status", "phase"), one.Label("offloading.liqo.io/origin"), one.Text("spec", "nodeName")![..9])));
        Assert.Equal(2, _lab.Get(Hub, "apps", "deployments", "hello", "federated").Integer("status", "readyReplicas"));
    }

    [Fact]
    public void RemotePod_Lost_IsMadeAnewInTheProvider()
    {
        Peer(East, "east");
        Offload();
        _lab.Apply(Hub, "app/hello.yaml");
        _lab.Pass(10);
        var victim = _lab.Pods(East, "federated-hub")[0];

        _lab.Delete(East, "", "pods", victim.Name(), "federated-hub");
        _lab.Pass(10);

        var replacement = _lab.Get(East, "", "pods", victim.Name(), "federated-hub");
        Assert.NotEqual(victim.Uid(), replacement!.Uid());
        Assert.Equal("Running", replacement.Text("status", "phase"));
        Assert.Equal("Running", _lab.Get(Hub, "", "pods", victim.Name(), "federated").Text("status", "phase"));
    }

    [Fact]
    public void LocalPod_Deleted_TakesItsShadowAlong()
    {
        Peer(East, "east");
        Offload();
        _lab.Apply(Hub, "app/hello.yaml");
        _lab.Pass(10);

        _lab.Delete(Hub, "apps", "deployments", "hello", "federated");
        _lab.Pass(2);

        Assert.Empty(_lab.Pods(Hub, "federated"));
        Assert.Empty(_lab.List(East, Group, "shadowpods", "federated-hub"));
        Assert.Empty(_lab.Pods(East, "federated-hub"));
    }

    [Fact]
    public void ClusterSelector_KeepsTheNamespaceOutOfTheOthers_AndPodsWithIt()
    {
        Peer(East, "east");
        Peer(West, "west");
        _lab.Apply(Hub, "apiVersion: v1\nkind: Namespace\nmetadata: {name: federated-eu}");
        _lab.Apply(Hub, "liqo/offloading-eu.yaml");
        _lab.Pass(3);
        _lab.Apply(Hub, "liqo/leaves-eu.yaml");
        _lab.Pass(10);

        Assert.NotNull(_lab.Get(East, "", "namespaces", "federated-eu-hub"));
        Assert.Null(_lab.Get(West, "", "namespaces", "federated-eu-hub"));
        var pod = Assert.Single(_lab.Pods(Hub, "federated-eu"));
        Assert.Null(pod.Text("spec", "nodeName"));
        Assert.Equal("Unschedulable", pod.Items("status", "conditions").Single(one => one.Text("type") == "PodScheduled").Text("reason"));
    }

    [Fact]
    public void Capacity_FillsTheCheapSliceFirst_ThenSpillsOver()
    {
        Peer(East, "east");
        Peer(West, "west");
        Offload();
        _lab.Apply(Hub, "placement/capacity.yaml");
        _lab.Pass(30);

        Assert.Equal(["west", "west", "west", "east", "east"], _lab.Pods(Hub, "federated").OrderBy(one => one.Name(), StringComparer.Ordinal).Select(one => one.Text("spec", "nodeName")));
        Assert.Equal(3, _lab.Pods(West, "federated-hub").Count);
        Assert.Equal(2, _lab.Pods(East, "federated-hub").Count);
    }

    [Fact]
    public void Unpeering_DrainsTheNodeFirst_AndLeavesNothingInTheProvider()
    {
        Peer(East, "east");
        Offload();
        _lab.Apply(Hub, "app/hello.yaml");
        _lab.Pass(10);

        _lab.Delete(Hub, Group, "namespaceoffloadings", "offloading", "federated");
        _lab.Pass(3);
        Assert.Null(_lab.Get(Hub, Group, "namespaceoffloadings", "offloading", "federated"));
        Assert.Null(_lab.Get(East, "", "namespaces", "federated-hub"));
        Assert.Null(_lab.Get(Hub, "", "namespaces", "federated")!.Label("liqo.io/scheduling-enabled"));

        _lab.Delete(Hub, "authentication.liqo.io", "resourceslices", "east", "liqo-tenant-east");
        _lab.Pass(5);
        Assert.Null(_lab.Get(Hub, "", "nodes", "east"));
        Assert.Null(_lab.Get(East, "authentication.liqo.io", "resourceslices", "east", "liqo-tenant-hub"));

        // Its owner has made the pods anew, at home.
        Assert.All(_lab.Pods(Hub, "federated"), one => Assert.StartsWith("demo-", one.Text("spec", "nodeName")));
    }

    private void Peer(string cluster, string id)
    {
        _lab.Apply(cluster, "apiVersion: v1\nkind: Namespace\nmetadata: {name: liqo-tenant-hub}");
        _lab.Apply(cluster, "liqo/tenant.yaml");
        _lab.Apply(cluster, "liqo/token.yaml");
        _lab.Pass(1);
        Consume(id, _lab.Kubeconfig(cluster, "liqo-tenant-hub"));
        _lab.Pass(5);
    }

    private void Consume(string id, string kubeconfig)
    {
        _lab.Apply(Hub, $"apiVersion: v1\nkind: Namespace\nmetadata: {{name: liqo-tenant-{id}}}");
        _lab.Apply(Hub, $"{{apiVersion: v1, kind: Secret, metadata: {{name: cplane-{id}, namespace: liqo-tenant-{id}, labels: {{liqo.io/identity-type: ControlPlane, liqo.io/remote-cluster-id: {id}}}, annotations: {{liqo.io/remote-tenant-namespace: liqo-tenant-hub}}}}, data: {{kubeconfig: {kubeconfig}}}}}");
        _lab.Apply(Hub, $"liqo/slice-{id}.yaml");
    }

    private void Offload()
    {
        _lab.Apply(Hub, "apiVersion: v1\nkind: Namespace\nmetadata: {name: federated}");
        _lab.Apply(Hub, "liqo/offloading.yaml");
        _lab.Pass(2);
    }
}
