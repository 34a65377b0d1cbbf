using System.Text.Json.Nodes;
using MeshLab.Core.Simulation;
using MeshLab.Core.Simulation.Charts;
using Xunit;

namespace MeshLab.Tests.Simulation.Charts;

/// <summary>Objects of Argo CD, Fleet and Liqo on a demo cluster with its controllers.</summary>
public sealed class FederationTests : IDisposable
{
    private readonly SimulatedCluster _demo = new();

    public void Dispose() => _demo.Dispose();

    [Fact]
    public void Application_WithArgoCd_IsSyncedAndSaysThatItIsSimulated()
    {
        Install("argo-cd", "argocd");

        _demo.Apply("""
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata: { name: shop, namespace: argocd, finalizers: [resources-finalizer.argocd.argoproj.io] }
            spec: { project: default, source: { repoURL: "https://example.org/shop.git", path: ., targetRevision: main }, destination: { name: east, namespace: shop } }
            """);

        var application = _demo.Get("argoproj.io", "applications", "shop", "argocd")!;
        Assert.Equal("Synced", application.Text("status", "sync", "status"));
        Assert.Equal("Healthy", application.Text("status", "health", "status"));
        Assert.Contains("simulated", application.Text("status", "operationState", "message"), StringComparison.Ordinal);

        _demo.Delete("argoproj.io", "applications", "shop", "argocd");
        Assert.Null(_demo.Get("argoproj.io", "applications", "shop", "argocd"));
    }

    [Fact]
    public void GitRepo_BeforeFleetRuns_GetsItsStatusOnceItDoes()
    {
        Install("fleet-crd", "fleet-crd");
        _demo.Apply("""
            apiVersion: fleet.cattle.io/v1alpha1
            kind: GitRepo
            metadata: { name: shop, namespace: default }
            spec: { repo: "https://example.org/shop.git", paths: [web] }
            """);
        Assert.Null(_demo.Get("fleet.cattle.io", "gitrepos", "shop")!["status"]);

        Install("fleet", "fleet");

        var status = _demo.Get("fleet.cattle.io", "gitrepos", "shop")!["status"];
        Assert.Equal("True", status.Items("conditions").Single(one => one.Text("type") == "Ready").Text("status"));
    }

    [Fact]
    public void NamespaceOffloading_WithoutAVirtualNode_SelectsNoCluster()
    {
        Install("liqo", "liqo");

        _demo.Apply("""
            apiVersion: offloading.liqo.io/v1beta1
            kind: NamespaceOffloading
            metadata: { name: offloading, namespace: default }
            spec: { namespaceMappingStrategy: EnforceSameName, podOffloadingStrategy: Remote }
            """);

        Assert.Equal("NoClusterSelected", _demo.Get("offloading.liqo.io", "namespaceoffloadings", "offloading")!.Text("status", "offloadingPhase"));
    }

    private void Install(string chart, string release)
    {
        foreach (var one in new ChartProfiles().RenderRelease(_demo.Cluster, new ChartRequest(release, release, chart, null, null, [])))
        {
            var resource = (JsonObject)one.DeepClone();
            if (resource.Namespace().Length == 0 && _demo.Cluster.Types.FindKind(resource.Text("apiVersion")!, resource.Text("kind")!)!.Namespaced)
            {
                resource.Map("metadata")["namespace"] = release;
            }

            _demo.Namespace(release);
            _demo.Apply(resource.ToJsonString());
        }
    }
}
