using MeshLab.Core.Simulation;
using Xunit;

namespace MeshLab.Tests.Simulation.GitOps;

/// <summary>Fleet on the demo clusters: a hub and two members, with the scenario's own manifests.</summary>
public sealed class FleetTests : IDisposable
{
    private const string Members = "fleet-members";
    private readonly DemoNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [Fact]
    public void Bundle_WithAnOverlay_IsDeployedToEachClusterInItsOwnForm()
    {
        Hub();

        _network.ApplyFile(DemoNetwork.Hub, "fleet/bundle.yaml");

        Assert.Equal(1, _network.Deployment(DemoNetwork.East, "gitops-demo", "greeting").Integer("status", "readyReplicas"));
        Assert.Equal(2, _network.Deployment(DemoNetwork.West, "gitops-demo", "greeting").Integer("status", "readyReplicas"));
        var container = _network.Deployment(DemoNetwork.West, "gitops-demo", "greeting")!["spec"]!["template"]!["spec"]!["containers"]![0];
        Assert.Equal("The overlay of the west", container.Items("env").Single().Text("value"));
        Assert.Equal("ghcr.io/stefanprodan/podinfo:6.14.1", container.Text("image"));
        var status = Hubs("bundles", "greeting")!["status"];
        Assert.Equal((2, 2), (status.Integer("summary", "desiredReady"), status.Integer("summary", "ready")));
        var deployment = _network.Get(DemoNetwork.Hub, "fleet.cattle.io", "bundledeployments", "cluster-fleet-members-east-f06dd909b47c", "greeting");
        Assert.True(deployment.Flag("status", "ready"));
    }

    [Fact]
    public void GitRepo_OfAKnownFolder_BecomesABundle()
    {
        Hub();
        _network.Namespace(DemoNetwork.East, "gitops-podinfo");
        _network.Namespace(DemoNetwork.West, "gitops-podinfo");

        _network.ApplyFile(DemoNetwork.Hub, "fleet/gitrepo.yaml");

        Assert.NotNull(Hubs("bundles", "podinfo-kustomize"));
        Assert.NotNull(_network.Deployment(DemoNetwork.East, "gitops-podinfo", "podinfo"));
        Assert.Equal(2, Hubs("gitrepos", "podinfo").Integer("status", "summary", "ready"));
    }

    [Fact]
    public void GitRepo_OfAnUnknownFolder_StallsAndSaysThatNothingIsFetched()
    {
        Hub();

        _network.Apply(DemoNetwork.Hub, "{apiVersion: fleet.cattle.io/v1alpha1, kind: GitRepo, metadata: {name: shop, namespace: fleet-members}, spec: {repo: 'https://example.org/shop.git', paths: [web]}}");

        var conditions = Hubs("gitrepos", "shop").Items("status", "conditions").ToList();
        Assert.Equal("True", conditions.Single(one => one.Text("type") == "Stalled").Text("status"));
        Assert.Contains("no repository is fetched", conditions.Single(one => one.Text("type") == "Ready").Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public void Drift_OfABundleThatCorrectsIt_IsTakenBack()
    {
        Hub();
        _network.ApplyFile(DemoNetwork.Hub, "fleet/bundle.yaml");

        _network.Apply(DemoNetwork.West, "{apiVersion: apps/v1, kind: Deployment, metadata: {name: greeting, namespace: gitops-demo}, spec: {replicas: 4}}");

        Assert.Equal(2, _network.Deployment(DemoNetwork.West, "gitops-demo", "greeting").Integer("spec", "replicas"));
    }

    [Fact]
    public void Drift_OfABundleThatDoesNot_IsShownAsModified()
    {
        Hub();
        _network.Apply(DemoNetwork.Hub, Settings("plain", ""));

        _network.Apply(DemoNetwork.East, "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: gitops-demo}, data: {mode: changed}}");

        Assert.Equal("changed", _network.Get(DemoNetwork.East, "", "configmaps", "gitops-demo", "settings").Text("data", "mode"));
        Assert.Equal(1, Hubs("bundles", "plain").Integer("status", "summary", "modified"));
    }

    [Fact]
    public void Bundle_ThatDependsOnAnother_WaitsForIt()
    {
        Hub();

        _network.Apply(DemoNetwork.Hub, Settings("second", "dependsOn: [{ name: first }]"));
        var alone = _network.Get(DemoNetwork.East, "", "configmaps", "gitops-demo", "settings");
        _network.Apply(DemoNetwork.Hub, Settings("first", "", "other"));

        Assert.Null(alone);
        Assert.NotNull(_network.Get(DemoNetwork.East, "", "configmaps", "gitops-demo", "settings"));
    }

    [Fact]
    public void Bundle_Deleted_IsTakenAwayEverywhere()
    {
        Hub();
        _network.ApplyFile(DemoNetwork.Hub, "fleet/bundle.yaml");

        _network.Delete(DemoNetwork.Hub, "fleet.cattle.io", "bundles", Members, "greeting");

        Assert.Null(Hubs("bundles", "greeting"));
        Assert.Empty(_network[DemoNetwork.Hub].Store.List("fleet.cattle.io", "bundledeployments"));
        Assert.Null(_network.Deployment(DemoNetwork.East, "gitops-demo", "greeting"));
        Assert.Null(_network.Deployment(DemoNetwork.West, "gitops-demo", "greeting"));
    }

    [Fact]
    public void Cluster_TakenOff_LosesItsNamespaceOnTheHubAndKeepsItsAgent()
    {
        Hub();

        _network.Delete(DemoNetwork.Hub, "fleet.cattle.io", "clusters", Members, "east");

        Assert.Null(_network.Get(DemoNetwork.Hub, "", "namespaces", "", "cluster-fleet-members-east-f06dd909b47c"));
        Assert.NotNull(_network.Deployment(DemoNetwork.East, "cattle-fleet-system", "fleet-agent"));
        Assert.Equal(1, Hubs("clustergroups", "members").Integer("status", "clusterCount"));
    }

    [Fact]
    public void Cluster_WithAForeignToken_IsNotImported()
    {
        Hub();
        _network.Apply(DemoNetwork.Hub, "{apiVersion: v1, kind: Secret, metadata: {name: north, namespace: fleet-members}, stringData: {value: '{users: [{name: x, user: {token: made-up}}]}'}}");

        _network.Apply(DemoNetwork.Hub, "{apiVersion: fleet.cattle.io/v1alpha1, kind: Cluster, metadata: {name: north, namespace: fleet-members}, spec: {kubeConfigSecret: north}}");

        Assert.Equal("False", Hubs("clusters", "north").Items("status", "conditions").Single(one => one.Text("type") == "Imported").Text("status"));
    }

    private static string Settings(string bundle, string more, string name = "settings") => $$$"""
        apiVersion: fleet.cattle.io/v1alpha1
        kind: Bundle
        metadata: { name: {{{bundle}}}, namespace: fleet-members }
        spec:
          defaultNamespace: gitops-demo
          {{{more}}}
          targets: [{ clusterName: east }]
          resources:
            - { name: settings.yaml, content: "{apiVersion: v1, kind: ConfigMap, metadata: {name: {{{name}}} }, data: {mode: quiet} }" }
        """;

    private static MeshLab.Core.Simulation.Store.ObjectKey Key(string plural, string name) => new("fleet.cattle.io", plural, Members, name);

    private System.Text.Json.Nodes.JsonObject? Hubs(string plural, string name) => _network[DemoNetwork.Hub].Store.Get(Key(plural, name));

    private void Hub()
    {
        _network.Install(DemoNetwork.Hub, "fleet-crd", "fleet-crd", "cattle-fleet-system");
        _network.Install(DemoNetwork.Hub, "fleet", "fleet", "cattle-fleet-system", "{bootstrap: {enabled: false}}");
        _network.Namespace(DemoNetwork.Hub, Members);
        Register("east", DemoNetwork.East);
        Register("west", DemoNetwork.West);
        _network.ApplyFile(DemoNetwork.Hub, "fleet/cluster-group.yaml");
    }

    private void Register(string name, string cluster)
    {
        _network.Apply(DemoNetwork.Hub, $$"""
            apiVersion: v1
            kind: Secret
            metadata: { name: {{name}}-kubeconfig, namespace: fleet-members }
            stringData: { value: '{users: [{name: hub, user: {token: {{_network.Token(cluster)}} } }] }' }
            """);
        _network.Apply(DemoNetwork.Hub, $$"""
            apiVersion: fleet.cattle.io/v1alpha1
            kind: Cluster
            metadata: { name: {{name}}, namespace: fleet-members, labels: { meshlab.dev/region: {{name}}, meshlab.dev/rollout: podinfo } }
            spec: { kubeConfigSecret: {{name}}-kubeconfig }
            """);
        _network.Pass(20);
    }
}
