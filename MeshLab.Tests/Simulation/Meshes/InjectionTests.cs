using System.Text.Json.Nodes;
using MeshLab.Core.Simulation;
using MeshLab.Core.Simulation.Pods;
using Xunit;

namespace MeshLab.Tests.Simulation.Meshes;

public sealed class InjectionTests : IDisposable
{
    private readonly SimulatedCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Istio_LabelledNamespace_AddsNativeSidecarWithDefaultResources()
    {
        InstallIstio();
        var pod = PodIn("istio-injection: enabled");
        var proxy = Init(pod, "istio-proxy")!;

        Assert.Equal(["istio-init", "istio-proxy"], pod.Items("spec", "initContainers").Select(one => one.Text("name")!));
        Assert.Equal("Always", proxy.Text("restartPolicy"));
        Assert.Equal("docker.io/istio/proxyv2:1.30.3", proxy.Text("image"));
        Assert.Equal("100m", proxy.Text("resources", "requests", "cpu"));
        Assert.Equal("128Mi", proxy.Text("resources", "requests", "memory"));
        Assert.Equal("2", proxy.Text("resources", "limits", "cpu"));
        Assert.Equal("1Gi", proxy.Text("resources", "limits", "memory"));
        Assert.NotNull(ContainerStatuses.Of(pod, "istio-proxy").At("state", "running"));
        Assert.True(ContainerStatuses.Of(pod, "istio-proxy").Flag("ready"));
        Assert.NotNull(ContainerStatuses.Of(pod, "istio-init").At("state", "terminated"));
        Assert.True(PodReadiness.IsReady(pod));
        Assert.Equal("app", pod.Annotation("kubectl.kubernetes.io/default-container"));
    }

    [Theory]
    [InlineData("", "", false)]
    [InlineData("", "sidecar.istio.io/inject: 'true'", true)]
    [InlineData("istio-injection: enabled", "sidecar.istio.io/inject: 'false'", false)]
    [InlineData("istio-injection: disabled", "sidecar.istio.io/inject: 'true'", false)]
    [InlineData("istio.io/rev: default", "", true)]
    [InlineData("istio.io/rev: canary", "", false)]
    public void Istio_Labels_DecideAsTheWebhookDoes(string namespaceLabels, string podLabels, bool injected)
    {
        InstallIstio();

        Assert.Equal(injected, Init(PodIn(namespaceLabels, podLabels), "istio-proxy") is not null);
    }

    [Fact]
    public void Istio_ProxyAnnotations_ReplaceTheDefaults()
    {
        InstallIstio();
        var pod = PodIn("istio-injection: enabled", annotations: "sidecar.istio.io/proxyCPU: 50m, sidecar.istio.io/proxyMemoryLimit: 256Mi");
        var resources = Init(pod, "istio-proxy")!["resources"];

        Assert.Equal("50m", resources.Text("requests", "cpu"));
        Assert.Null(resources.Text("requests", "memory"));
        Assert.Equal("256Mi", resources.Text("limits", "memory"));
        Assert.Null(resources.Text("limits", "cpu"));
    }

    [Fact]
    public void Istio_NotInstalled_AddsNothing() => Assert.Empty(PodIn("istio-injection: enabled").Items("spec", "initContainers"));

    [Fact]
    public void Linkerd_AnnotatedNamespace_AddsNativeSidecarWithoutRequests()
    {
        InstallLinkerd();
        var pod = PodIn("", namespaceAnnotations: "linkerd.io/inject: enabled");
        var proxy = Init(pod, "linkerd-proxy")!;

        Assert.Equal(["linkerd-init", "linkerd-proxy"], pod.Items("spec", "initContainers").Select(one => one.Text("name")!));
        Assert.Equal("Always", proxy.Text("restartPolicy"));
        Assert.Null(proxy.At("resources", "requests"));
        Assert.Equal("cr.l5d.io/linkerd/proxy:edge-26.8.3", proxy.Text("image"));
        Assert.Equal("web", pod.Label("linkerd.io/proxy-deployment"));
    }

    [Fact]
    public void Linkerd_PodTemplateAnnotations_WinAndSetResources()
    {
        InstallLinkerd();
        var off = PodIn("", namespaceAnnotations: "linkerd.io/inject: enabled", annotations: "linkerd.io/inject: disabled");
        var set = PodIn("", annotations: "linkerd.io/inject: enabled, config.linkerd.io/proxy-cpu-request: 20m, config.linkerd.io/proxy-memory-limit: 100Mi");
        var resources = Init(set, "linkerd-proxy")!["resources"];

        Assert.Null(Init(off, "linkerd-proxy"));
        Assert.Equal("20m", resources.Text("requests", "cpu"));
        Assert.Equal("100Mi", resources.Text("limits", "memory"));
    }

    [Fact]
    public void Ambient_LabelledNamespaceWithZtunnel_IsRedirectedWithoutSidecar()
    {
        var before = PodIn("istio.io/dataplane-mode: ambient");
        _cluster.Namespace("istio-system");
        _cluster.Apply("""
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: ztunnel, namespace: istio-system}
            spec:
              selector: {matchLabels: {app: ztunnel}}
              template:
                metadata: {labels: {app: ztunnel}}
                spec: {containers: [{name: istio-proxy, image: "docker.io/istio/ztunnel:1.30.3"}]}
            """);
        _cluster.Pass(TimeSpan.FromSeconds(5));
        var after = _cluster.Pods("mesh")[0];
        _cluster.Namespace("mesh");
        _cluster.Pass(TimeSpan.FromSeconds(1));

        Assert.Null(before.Annotation("ambient.istio.io/redirection"));
        Assert.Equal(before.Uid(), after.Uid());
        Assert.Equal("enabled", after.Annotation("ambient.istio.io/redirection"));
        Assert.Empty(after.Items("spec", "initContainers"));
        Assert.Null(_cluster.Pods("mesh")[0].Annotation("ambient.istio.io/redirection"));
    }

    private static JsonObject? Init(JsonObject pod, string name) => pod.Items("spec", "initContainers").FirstOrDefault(one => one.Text("name") == name);

    private void InstallIstio() => Install("istio-system", "istiod", "docker.io/istio/pilot:1.30.3");

    private void InstallLinkerd() => Install("linkerd", "linkerd-proxy-injector", "cr.l5d.io/linkerd/controller:edge-26.8.3");

    private void Install(string @namespace, string name, string image)
    {
        _cluster.Namespace(@namespace);
        _cluster.Apply(SimulatedCluster.Deployment(name, 1, image, @namespace));
        _cluster.Pass(TimeSpan.FromSeconds(5));
    }

    /// <summary>A ready pod of a new Deployment in a namespace so labelled.</summary>
    private JsonObject PodIn(string namespaceLabels, string podLabels = "", string annotations = "", string namespaceAnnotations = "")
    {
        _cluster.Apply("{apiVersion: v1, kind: Namespace, metadata: {name: mesh, labels: {" + namespaceLabels + "}, annotations: {" + namespaceAnnotations + "}}}");
        _cluster.Apply($$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: web, namespace: mesh }
            spec:
              selector: { matchLabels: { app: web } }
              template:
                metadata: { labels: { app: web, {{podLabels}} }, annotations: { {{annotations}} } }
                spec: { containers: [ { name: app, image: "web:1" } ] }
            """);
        _cluster.Pass(TimeSpan.FromSeconds(6));
        return Assert.Single(_cluster.Pods("mesh"));
    }
}
