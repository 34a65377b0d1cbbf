using MeshLab.Core.Simulation;
using Xunit;

namespace MeshLab.Tests.Simulation.GitOps;

/// <summary>Argo CD on the demo clusters: a hub and two members, with the scenario's own manifests.</summary>
public sealed class ArgoCdTests : IDisposable
{
    private readonly DemoNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [Fact]
    public void ApplicationSet_WithTwoMembers_DeploysToEachByItsLabels()
    {
        Hub();

        _network.ApplyFile(DemoNetwork.Hub, "argocd/applicationset.yaml");

        foreach (var (side, replicas) in new[] { ("east", 1), ("west", 2) })
        {
            var application = _network.Application("podinfo-" + side)!;
            Assert.Equal("Synced", application.Text("status", "sync", "status"));
            Assert.Equal("Healthy", application.Text("status", "health", "status"));
            Assert.Contains("simulated", application.Text("status", "operationState", "message"), StringComparison.Ordinal);
            var deployment = _network.Deployment("demo-" + side, "gitops-demo", "podinfo")!;
            Assert.Equal(replicas, deployment.Integer("status", "readyReplicas"));
            var message = deployment["spec"]!["template"]!["spec"]!["containers"]![0].Items("env").Single().Text("value");
            Assert.Equal($"Rolled out to {side} in region {side}", message);
        }

        var set = _network.Get(DemoNetwork.Hub, "argoproj.io", "applicationsets", "argocd", "podinfo")!;
        Assert.Equal("True", set.Items("status", "conditions").Single(one => one.Text("type") == "ResourcesUpToDate").Text("status"));
    }

    [Fact]
    public void Member_WhoseLabelGoesAndComes_LosesAndGetsItsApplication()
    {
        Hub();
        _network.ApplyFile(DemoNetwork.Hub, "argocd/applicationset.yaml");

        Register("west", "demo-west", rollout: false);
        var lost = (_network.Application("podinfo-west"), _network.Deployment(DemoNetwork.West, "gitops-demo", "podinfo"));
        Register("west", "demo-west");

        Assert.Equal((null, null), lost);
        Assert.NotNull(_network.Application("podinfo-east"));
        Assert.Equal("Healthy", _network.Application("podinfo-west").Text("status", "health", "status"));
        Assert.Equal(2, _network.Deployment(DemoNetwork.West, "gitops-demo", "podinfo").Integer("status", "readyReplicas"));
    }

    [Fact]
    public void Drift_WithSelfHeal_IsTakenBack()
    {
        Hub();
        _network.ApplyFile(DemoNetwork.Hub, "argocd/applicationset.yaml");

        _network.Apply(DemoNetwork.East, "{apiVersion: apps/v1, kind: Deployment, metadata: {name: podinfo, namespace: gitops-demo}, spec: {replicas: 3}}");

        Assert.Equal(1, _network.Deployment(DemoNetwork.East, "gitops-demo", "podinfo").Integer("spec", "replicas"));
        Assert.Equal("Synced", _network.Application("podinfo-east").Text("status", "sync", "status"));
    }

    [Fact]
    public void Drift_WithoutSelfHeal_IsShownAndLeft()
    {
        Hub();
        _network.Apply(DemoNetwork.Hub, Application("manual", "podinfo", automated: "{}"));

        _network.Apply(DemoNetwork.East, "{apiVersion: apps/v1, kind: Deployment, metadata: {name: podinfo, namespace: gitops-demo}, spec: {replicas: 3}}");

        Assert.Equal(3, _network.Deployment(DemoNetwork.East, "gitops-demo", "podinfo").Integer("spec", "replicas"));
        Assert.Equal("OutOfSync", _network.Application("manual").Text("status", "sync", "status"));
    }

    [Fact]
    public void Application_OfApplications_DeploysItsChildAndTakesItAway()
    {
        Hub();
        _network.Namespace(DemoNetwork.Hub, "gitops-demo");

        _network.ApplyFile(DemoNetwork.Hub, "argocd/apps.yaml");
        var child = _network.Application("podinfo-hub");
        var deployed = _network.Deployment(DemoNetwork.Hub, "gitops-demo", "podinfo");
        _network.Delete(DemoNetwork.Hub, "argoproj.io", "applications", "argocd", "platform");

        Assert.Equal("Healthy", child.Text("status", "health", "status"));
        Assert.NotNull(deployed);
        Assert.Null(_network.Application("platform"));
        Assert.Null(_network.Application("podinfo-hub"));
        Assert.Null(_network.Deployment(DemoNetwork.Hub, "gitops-demo", "podinfo"));
    }

    [Fact]
    public void ApplicationSet_Deleted_TakesEverythingWithIt()
    {
        Hub();
        _network.ApplyFile(DemoNetwork.Hub, "argocd/applicationset.yaml");

        _network.Delete(DemoNetwork.Hub, "argoproj.io", "applicationsets", "argocd", "podinfo");

        Assert.Empty(_network[DemoNetwork.Hub].Store.List("argoproj.io", "applications"));
        Assert.Null(_network.Deployment(DemoNetwork.East, "gitops-demo", "podinfo"));
        Assert.Null(_network.Deployment(DemoNetwork.West, "gitops-demo", "podinfo"));
    }

    [Fact]
    public void Application_OutsideItsProject_IsRefusedInArgoCdsWords()
    {
        Hub();

        _network.Apply(DemoNetwork.Hub, Application("stray", "podinfo", project: "members", space: "kube-system"));

        var condition = _network.Application("stray").Items("status", "conditions").Single();
        Assert.Equal("InvalidSpecError", condition.Text("type"));
        Assert.Contains("do not match any of the allowed destinations in project 'members'", condition.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public void Application_OfAnUnknownRepository_SaysThatNothingIsFetched()
    {
        Hub();

        _network.Apply(DemoNetwork.Hub, """
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata: { name: shop, namespace: argocd }
            spec: { project: default, source: { repoURL: "https://example.org/shop.git", path: ., targetRevision: main }, destination: { name: east, namespace: gitops-demo } }
            """);

        var application = _network.Application("shop");
        Assert.Equal("Unknown", application.Text("status", "sync", "status"));
        Assert.Contains("no repository is fetched", application.Items("status", "conditions").Single().Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public void Application_ToAClusterWithoutACredential_SaysWhatIsMissing()
    {
        Hub();
        _network.Apply(DemoNetwork.Hub, "{apiVersion: v1, kind: Secret, metadata: {name: cluster-east, namespace: argocd, labels: {argocd.argoproj.io/secret-type: cluster}}, stringData: {name: east, server: 'https://east:6443', config: '{}'}}");

        _network.Apply(DemoNetwork.Hub, Application("locked-out", "podinfo"));

        Assert.Contains("open no demo cluster", _network.Application("locked-out").Items("status", "conditions").Single().Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public void ApplicationSet_WithAMissingKey_ReportsIt()
    {
        Hub();

        _network.Apply(DemoNetwork.Hub, """
            apiVersion: argoproj.io/v1alpha1
            kind: ApplicationSet
            metadata: { name: broken, namespace: argocd }
            spec:
              goTemplate: true
              generators: [{ clusters: { selector: { matchLabels: { meshlab.dev/region: east } } } }]
              template: { metadata: { name: "x-{{ .metadata.labels.nothing }}" }, spec: { project: default } }
            """);

        var condition = _network.Get(DemoNetwork.Hub, "argoproj.io", "applicationsets", "argocd", "broken").Items("status", "conditions").Single(one => one.Text("type") == "ErrorOccurred");
        Assert.Equal("True", condition.Text("status"));
        Assert.Contains("map has no entry for key \"nothing\"", condition.Text("message"), StringComparison.Ordinal);
    }

    private static string Application(string name, string chart, string project = "default", string space = "gitops-demo", string automated = "{ prune: true, selfHeal: true }") => $$"""
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: { name: {{name}}, namespace: argocd }
        spec:
          project: {{project}}
          source: { repoURL: "https://stefanprodan.github.io/podinfo", chart: {{chart}}, targetRevision: 6.14.1, helm: { releaseName: podinfo } }
          destination: { name: east, namespace: {{space}} }
          syncPolicy: { automated: {{automated}} }
        """;

    private void Hub()
    {
        _network.Install(DemoNetwork.Hub, "argo-cd", "argocd", "argocd", "{dex: {enabled: false}, notifications: {enabled: false}, crds: {keep: false}}");
        _network.ApplyFile(DemoNetwork.Hub, "argocd/project.yaml");
        Register("east", DemoNetwork.East, replicas: 1);
        Register("west", DemoNetwork.West);
    }

    private void Register(string name, string cluster, bool rollout = true, int replicas = 2)
    {
        var label = rollout ? ", meshlab.dev/rollout: podinfo" : ", meshlab.dev/rollout: none";
        _network.Apply(DemoNetwork.Hub, $$"""
            apiVersion: v1
            kind: Secret
            metadata: { name: cluster-{{name}}, namespace: argocd, labels: { argocd.argoproj.io/secret-type: cluster, meshlab.dev/region: {{name}}, meshlab.dev/replicas: "{{replicas}}"{{label}} } }
            stringData: { name: {{name}}, server: "https://{{name}}:6443", config: '{"bearerToken": "{{_network.Token(cluster)}}"}' }
            """);
    }
}
