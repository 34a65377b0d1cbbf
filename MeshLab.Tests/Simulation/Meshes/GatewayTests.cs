using System.Text.Json.Nodes;
using MeshLab.Core.Simulation;
using MeshLab.Core.Simulation.Controllers;
using Xunit;

namespace MeshLab.Tests.Simulation.Meshes;

public sealed class GatewayTests : IDisposable
{
    private const string Group = "gateway.networking.k8s.io";

    private readonly SimulatedCluster _cluster = new();

    public GatewayTests()
    {
        foreach (var (plural, kind, scope) in new[] { ("gatewayclasses", "GatewayClass", "Cluster"), ("gateways", "Gateway", "Namespaced"), ("httproutes", "HTTPRoute", "Namespaced") })
        {
            _cluster.Apply($$"""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: { name: {{plural}}.{{Group}} }
                spec:
                  group: {{Group}}
                  scope: {{scope}}
                  names: { plural: {{plural}}, kind: {{kind}} }
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    subresources: { status: {} }
                    schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
                """);
        }
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Gateway_IstioNotInstalled_StaysUnanswered()
    {
        ApplyGateway("edge", "istio");
        _cluster.Pass(TimeSpan.FromSeconds(5));

        Assert.Null(_cluster.Get(Group, "gateways", "edge").At("status", "conditions"));
    }

    [Fact]
    public void Gateway_Istio_GetsProxyAddressAndConditions()
    {
        InstallIstio();
        ApplyGateway("edge", "istio");
        var early = Conditions.Find(_cluster.Get(Group, "gateways", "edge")!, "Programmed").Text("status");
        _cluster.Pass(TimeSpan.FromSeconds(5));
        var gateway = _cluster.Get(Group, "gateways", "edge")!;

        Assert.Equal("False", early);
        Assert.True(Conditions.IsTrue(gateway, "Accepted"));
        Assert.True(Conditions.IsTrue(gateway, "Programmed"));
        Assert.Equal(1, _cluster.Get("apps", "deployments", "edge-istio").Integer("status", "availableReplicas"));
        Assert.Equal(_cluster.Get("", "services", "edge-istio").Items("status", "loadBalancer", "ingress").First().Text("ip"), gateway.Items("status", "addresses").First().Text("value"));
        Assert.StartsWith("docker.io/istio/proxyv2:", _cluster.Pods().Single().Items("spec", "containers").Single().Text("image"));
    }

    [Fact]
    public void Gateway_Deleted_TakesItsProxyAlong()
    {
        InstallIstio();
        ApplyGateway("edge", "istio");
        _cluster.Pass(TimeSpan.FromSeconds(5));
        _cluster.Delete(Group, "gateways", "edge");
        _cluster.Pass(TimeSpan.FromSeconds(2));

        Assert.Null(_cluster.Get("apps", "deployments", "edge-istio"));
        Assert.Null(_cluster.Get("", "services", "edge-istio"));
        Assert.Empty(_cluster.Pods());
    }

    [Fact]
    public void Waypoint_Istio_StaysInsideTheCluster()
    {
        InstallIstio();
        ApplyGateway("waypoint", "istio-waypoint");
        _cluster.Pass(TimeSpan.FromSeconds(5));
        var service = _cluster.Get("", "services", "waypoint");

        Assert.True(Conditions.IsTrue(_cluster.Get(Group, "gateways", "waypoint")!, "Programmed"));
        Assert.Equal("ClusterIP", service.Text("spec", "type"));
        Assert.Equal(service.Text("spec", "clusterIP"), _cluster.Get(Group, "gateways", "waypoint").Items("status", "addresses").First().Text("value"));
    }

    [Fact]
    public void Route_ToGateway_IsAcceptedAndNamesMissingBackends()
    {
        InstallIstio();
        ApplyGateway("edge", "istio");
        _cluster.Apply("{apiVersion: v1, kind: Service, metadata: {name: web, namespace: default}, spec: {selector: {app: web}, ports: [{port: 80}]}}");
        ApplyRoute("good", "edge", "web");
        ApplyRoute("bad", "edge", "nothing");
        _cluster.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal(("True", "Accepted"), Parent("good", "Accepted"));
        Assert.Equal(("True", "ResolvedRefs"), Parent("good", "ResolvedRefs"));
        Assert.Equal(("False", "BackendNotFound"), Parent("bad", "ResolvedRefs"));
        Assert.Equal(2, _cluster.Get(Group, "gateways", "edge").Items("status", "listeners").First().Integer("attachedRoutes"));
    }

    [Fact]
    public void Route_FromOtherNamespace_IsNotAllowedByDefault()
    {
        InstallIstio();
        ApplyGateway("edge", "istio");
        _cluster.Namespace("other");
        _cluster.Apply($"{{apiVersion: {Group}/v1, kind: HTTPRoute, metadata: {{name: far, namespace: other}}, spec: {{parentRefs: [{{name: edge, namespace: default}}]}}}}");
        _cluster.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal(("False", "NotAllowedByListeners"), Parent("far", "Accepted", "other"));
    }

    [Fact]
    public void Class_OfIstiod_IsAccepted()
    {
        InstallIstio();

        Assert.True(Conditions.IsTrue(_cluster.Get(Group, "gatewayclasses", "istio", "")!, "Accepted"));
        Assert.NotNull(_cluster.Get("", "configmaps", "istio-ca-root-cert"));
    }

    private void InstallIstio()
    {
        _cluster.Namespace("istio-system");
        _cluster.Apply(SimulatedCluster.Deployment("istiod", 1, "docker.io/istio/pilot:1.30.3", "istio-system"));
        _cluster.Pass(TimeSpan.FromSeconds(5));
    }

    private void ApplyGateway(string name, string className) => _cluster.Apply(
        $"{{apiVersion: {Group}/v1, kind: Gateway, metadata: {{name: {name}, namespace: default}}, spec: {{gatewayClassName: {className}, listeners: [{{name: http, port: 80, protocol: HTTP}}]}}}}");

    private void ApplyRoute(string name, string gateway, string backend) => _cluster.Apply(
        $"{{apiVersion: {Group}/v1, kind: HTTPRoute, metadata: {{name: {name}, namespace: default}}, spec: {{parentRefs: [{{name: {gateway}}}], rules: [{{backendRefs: [{{name: {backend}, port: 80}}]}}]}}}}");

    private (string? Status, string? Reason) Parent(string route, string condition, string @namespace = "default")
    {
        JsonObject? found = _cluster.Get(Group, "httproutes", route, @namespace).Items("status", "parents").Single().Items("conditions").First(one => one.Text("type") == condition);
        return (found.Text("status"), found.Text("reason"));
    }
}
