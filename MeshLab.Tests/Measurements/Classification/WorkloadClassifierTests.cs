using System.Text.Json.Nodes;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Classification;
using Xunit;

namespace MeshLab.Tests.Measurements.Classification;

public sealed class WorkloadClassifierTests
{
    [Theory]
    [InlineData("istio-proxy", WorkloadClass.Proxy, "istio")]
    [InlineData("istio-init", WorkloadClass.Proxy, "istio")]
    [InlineData("linkerd-proxy", WorkloadClass.Proxy, "linkerd")]
    [InlineData("podinfo", WorkloadClass.App, "none")]
    [InlineData("fortio", WorkloadClass.Other, "none")]
    public void Classify_ContainerOfAScenariosPod_GoesByItsName(string container, WorkloadClass expected, string mesh)
    {
        var pod = Pod("mesh-demo", "backend-1", labels: new() { ["app"] = "backend", ["meshlab.dev/scenario"] = "istio-tutorial" }, containers: ["podinfo", container]);

        Assert.Equal(new ContainerClass(expected, mesh), WorkloadClassifier.Classify(pod, container));
    }

    [Theory]
    [InlineData("ztunnel", "istio-system", "ztunnel", "istio-proxy", "istio")]
    [InlineData("istio-cni-node", "istio-system", "istio-cni-node", "install-cni", "istio")]
    [InlineData("cilium", "kube-system", "cilium-x2x", "cilium-agent", "cilium")]
    [InlineData("cilium-envoy", "kube-system", "cilium-envoy-2", "cilium-envoy", "cilium")]
    [InlineData("linkerd-cni", "linkerd-cni", "linkerd-cni-2", "install-cni", "linkerd")]
    [InlineData("spire-agent", "cilium-spire", "spire-agent-2", "spire-agent", "cilium")]
    public void Classify_DaemonSetOfAMesh_IsANodeAgentThoughItsContainerIsCalledAProxy(string owner, string @namespace, string name, string container, string mesh)
    {
        var pod = Pod(@namespace, name, labels: new() { ["app"] = owner }, owner: owner, containers: [container]);

        // ztunnel's only container is called istio-proxy, as a sidecar's is.
        Assert.Equal(new ContainerClass(WorkloadClass.NodeAgent, mesh), WorkloadClassifier.Classify(pod, container));
    }

    [Theory]
    [InlineData("istio-system", "app", "istiod", "discovery", "istio")]
    [InlineData("istio-system", "istio", "pilot", "discovery", "istio")]
    [InlineData("linkerd", "linkerd.io/control-plane-component", "destination", "destination", "linkerd")]
    [InlineData("linkerd", "linkerd.io/control-plane-component", "destination", "linkerd-proxy", "linkerd")]
    [InlineData("linkerd-viz", "component", "web", "web", "linkerd")]
    [InlineData("kube-system", "io.cilium/app", "operator", "cilium-operator", "cilium")]
    [InlineData("kube-system", "k8s-app", "hubble-relay", "hubble-relay", "cilium")]
    [InlineData("kube-system", "k8s-app", "clustermesh-apiserver", "etcd", "cilium")]
    [InlineData("cilium-spire", "app", "spire-server", "spire-server", "cilium")]
    public void Classify_ControlPlanes_IncludeTheirOwnProxies(string @namespace, string label, string value, string container, string mesh)
    {
        var pod = Pod(@namespace, "x-1", labels: new() { [label] = value }, containers: ["main", container]);

        Assert.Equal(new ContainerClass(WorkloadClass.ControlPlane, mesh), WorkloadClassifier.Classify(pod, container));
    }

    [Theory]
    [InlineData("gateway.networking.k8s.io/gateway-name", "waypoint")]
    [InlineData("istio", "ingressgateway")]
    [InlineData("istio", "gateway")]
    public void Classify_GatewaysAndWaypoints_AreNoSidecars(string label, string value)
    {
        var pod = Pod("mesh-demo", "waypoint-1", labels: new() { [label] = value, ["meshlab.dev/scenario"] = "istio" }, containers: ["istio-proxy"]);

        Assert.Equal(new ContainerClass(WorkloadClass.Gateway, "istio"), WorkloadClassifier.Classify(pod, "istio-proxy"));
    }

    [Fact]
    public void Classify_ProxyAloneInItsPod_IsAGatewayByWhateverName() =>
        Assert.Equal(WorkloadClass.Gateway, WorkloadClassifier.Classify(Pod("edge", "door-1", labels: new() { ["app"] = "door" }, containers: ["istio-proxy"]), "istio-proxy").Class);

    [Theory]
    [InlineData("istio-injection", "enabled", WorkloadClass.App)]
    [InlineData("istio-injection", "disabled", WorkloadClass.Other)]
    [InlineData("istio.io/dataplane-mode", "ambient", WorkloadClass.App)]
    [InlineData("meshlab.dev/scenario", "baseline", WorkloadClass.App)]
    [InlineData("team", "a", WorkloadClass.Other)]
    public void Classify_ContainerInANamespace_IsApplicationWhereTheNamespaceIsMeshedOrAScenarios(string label, string value, WorkloadClass expected) =>
        Assert.Equal(expected, WorkloadClassifier.Classify(Pod("shop", "web-1", namespaceLabels: new() { [label] = value }, containers: ["web"]), "web").Class);

    [Fact]
    public void Classify_AppBesideASidecar_IsApplicationWithoutAnyLabel() =>
        Assert.Equal(WorkloadClass.App, WorkloadClassifier.Classify(Pod("shop", "web-1", containers: ["web", "linkerd-proxy"]), "web").Class);

    [Theory]
    [InlineData("kube-system", "coredns")]
    [InlineData("istio-system", "grafana")]
    [InlineData("monitoring", "prometheus")]
    public void Classify_SystemAndAddOns_AreOther(string @namespace, string app) =>
        Assert.Equal(WorkloadClass.Other, WorkloadClassifier.Classify(
            Pod(@namespace, $"{app}-1", labels: new() { ["app.kubernetes.io/name"] = app, ["meshlab.dev/scenario"] = "s" }, containers: [app]), app).Class);

    [Theory]
    [InlineData("istio-system", "istiod-6d5f5b8f4-abcde", "discovery", WorkloadClass.ControlPlane)]
    [InlineData("istio-system", "ztunnel-x7k2p", "istio-proxy", WorkloadClass.NodeAgent)]
    [InlineData("kube-system", "cilium-envoy-x7k2p", "cilium-envoy", WorkloadClass.NodeAgent)]
    [InlineData("shop", "frontend-6d5f5b8f4-abcde", "istio-proxy", WorkloadClass.Proxy)]
    [InlineData("shop", "frontend-6d5f5b8f4-abcde", "web", WorkloadClass.Other)]
    public void Classify_PodTheServerDoesNotShow_GoesByNamesAlone(string @namespace, string pod, string container, WorkloadClass expected) =>
        Assert.Equal(expected, WorkloadClassifier.Classify(PodFacts.OfNames(@namespace, pod), container).Class);

    [Fact]
    public void Read_RealPod_FindsLabelsAndContainers()
    {
        var list = JsonNode.Parse(File.ReadAllText(Sample.Path("pod-list.json")))!.AsObject();

        var facts = PodFacts.Read(list["items"]![0]!.AsObject(), null);

        Assert.Equal(("default", "p1"), (facts.Namespace, facts.Name));
        Assert.Equal("p1", facts.Labels["app"]);
        Assert.Equal(["app", "istio-proxy"], facts.Containers);
    }

    [Fact]
    public void Read_NativeSidecar_IsAmongTheContainers()
    {
        var pod = JsonNode.Parse("""
            {"metadata":{"name":"p","namespace":"shop","ownerReferences":[{"kind":"ReplicaSet","name":"p-1"}]},
             "spec":{"initContainers":[{"name":"istio-init"},{"name":"istio-proxy","restartPolicy":"Always"}],"containers":[{"name":"web"}]}}
            """)!.AsObject();

        var facts = PodFacts.Read(pod, null);

        Assert.Null(facts.Owner);
        Assert.Equal(WorkloadClass.Proxy, WorkloadClassifier.Classify(facts, "istio-proxy").Class);
        Assert.Equal(WorkloadClass.App, WorkloadClassifier.Classify(facts, "web").Class);
    }

    private static PodFacts Pod(
        string @namespace,
        string name,
        Dictionary<string, string>? labels = null,
        string? owner = null,
        string[]? containers = null,
        Dictionary<string, string>? namespaceLabels = null) =>
        new(@namespace, name, labels ?? new() { ["app"] = "x" }, new Dictionary<string, string>(), owner, containers ?? [], namespaceLabels ?? [], new Dictionary<string, string>());
}
