using Xunit;

namespace MeshLab.Tests.Simulation.Traffic;

/// <summary>The manifests of the Cilium scenario, and what requests meet under them.</summary>
public sealed class CiliumTutorialTests : IAsyncLifetime
{
    private const string Folder = "cilium-tutorial/manifests/";
    private const string Spire = "authentication: {enabled: true, mutual: {spire: {enabled: true, install: {enabled: true}}}}";
    private readonly TrafficLab _lab = new();

    public ValueTask InitializeAsync()
    {
        _lab.ApplyManifest(new Uri("https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.1/standard-install.yaml"));
        _lab.Install("cilium", "cilium", "kube-system", Spire);
        _lab.Apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: mesh-demo}", "shared/sample-app", Folder + "loadbalancing/service.yaml");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Service_OfBothVersions_IsSharedByConnection()
    {
        var counts = await _lab.CountAsync("fortio curl -quiet http://backend-lb:9898/", 60);

        Assert.Equal(30, counts["v1"]);
    }

    [Fact]
    public async Task Policy_AllowsPathsAndAnswersOthers403()
    {
        _lab.Apply(Folder + "policy/l3-l4.yaml");

        async Task<string> Call(string path) => (await _lab.RunAsync("client", $"fortio load -quiet -n 4 -c 1 -qps 0 http://backend:9898{path}")).Error;

        Assert.Contains("Code 200 : 4 ", await Call("/version"), StringComparison.Ordinal);
        Assert.Contains("Code 200 : 4 ", await Call("/"), StringComparison.Ordinal);
        Assert.Contains("Code 403 : 4 ", await Call("/env"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_DropsCallersItDoesNotName()
    {
        _lab.Apply(Folder + "policy/l3-l4.yaml", "istio-tutorial/manifests/security/visitor.yaml");

        var (_, _, text) = await _lab.RunAsync("visitor", "fortio load -quiet -n 2 -c 1 -qps 0 -timeout 1s http://backend:9898/");

        Assert.Contains("Code  -1 : 2 ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MutualAuthentication_NeedsWhoIssuesIdentities()
    {
        _lab.Apply(Folder + "policy/mutual-auth.yaml");
        const string Call = "fortio load -quiet -n 2 -c 1 -qps 0 -timeout 1s http://frontend:9898/";
        var (_, _, with) = await _lab.RunAsync("client", Call);

        _lab.Delete("", "pods", "spire-server-0", "cilium-spire");
        var (_, _, without) = await _lab.RunAsync("client", Call);

        Assert.Contains("Code 200 : 2 ", with, StringComparison.Ordinal);
        Assert.Contains("Code  -1 : 2 ", without, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NetworkPolicy_OfKubernetes_IsEnforced()
    {
        _lab.Apply("""
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: none, namespace: mesh-demo }
            spec:
              podSelector: { matchLabels: { app: backend } }
              policyTypes: [Ingress]
              ingress:
              - from: [{ podSelector: { matchLabels: { app: frontend } } }]
            """);

        var (_, _, client) = await _lab.RunAsync("client", "fortio load -quiet -n 2 -c 1 -qps 0 -timeout 1s http://backend:9898/");
        var (_, echo, _) = await _lab.RunAsync("client", "fortio curl -quiet -payload hello http://frontend:9898/echo");

        Assert.Contains("Code  -1 : 2 ", client, StringComparison.Ordinal);
        Assert.Contains("hello", echo, StringComparison.Ordinal);
    }
}
