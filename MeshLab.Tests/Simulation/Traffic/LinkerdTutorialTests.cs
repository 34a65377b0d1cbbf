using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Xunit;

namespace MeshLab.Tests.Simulation.Traffic;

/// <summary>The manifests of the Linkerd scenario, and what requests meet under them.</summary>
public sealed class LinkerdTutorialTests : IAsyncLifetime
{
    private const string Folder = "linkerd-tutorial/manifests/";
    private readonly TrafficLab _lab = new();

    public ValueTask InitializeAsync()
    {
        _lab.ApplyManifest(new Uri("https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.1/standard-install.yaml"));
        _lab.Install("linkerd-crds", "linkerd-crds", "linkerd");
        _lab.Install("linkerd-control-plane", "linkerd-control-plane", "linkerd", Identity().ToJsonString());
        _lab.Install("linkerd-viz", "linkerd-viz", "linkerd-viz");
        _lab.Install("linkerd-smi", "linkerd-smi", "linkerd-smi");
        _lab.Proxy = "linkerd-proxy";
        _lab.Apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: mesh-demo}", "shared/sample-app", Folder + "routing/services.yaml");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task HttpRoute_OnService_SplitsAndFollowsTheHeader()
    {
        _lab.Apply(Folder + "routing/canary-httproute.yaml");

        var counts = await _lab.CountAsync("fortio curl -quiet http://backend:9898/", 120);
        var testers = await _lab.CountAsync("fortio curl -quiet -H 'x-version: v2' http://backend:9898/", 10);

        Assert.Equal(12, counts["v2"]);
        Assert.Equal(10, testers["v2"]);
    }

    [Fact]
    public async Task TrafficSplit_WithSmiExtension_Splits()
    {
        _lab.Apply(Folder + "routing/canary-trafficsplit.yaml");

        var counts = await _lab.CountAsync("fortio curl -quiet http://backend-smi:9898/", 100);

        Assert.Equal(20, counts["v2"]);
    }

    [Fact]
    public async Task TrafficSplit_WithoutSmiExtension_IsIgnored()
    {
        _lab.Apply(Folder + "routing/canary-trafficsplit.yaml");
        _lab.Delete("apps", "deployments", "smi-adaptor", "linkerd-smi");

        var counts = await _lab.CountAsync("fortio curl -quiet http://backend-smi:9898/", 20);

        Assert.Equal(10, counts["v2"]);
    }

    [Theory]
    [InlineData("backend-profile")]
    [InlineData("backend-annotated")]
    public async Task Timeout_OldAndNewWay_EndsSlowRequests(string service)
    {
        _lab.Apply(Folder + "resilience/services.yaml", Folder + "resilience/service-profile.yaml");

        var (_, _, text) = await _lab.RunAsync("client", $"fortio load -quiet -n 2 -c 1 -qps 0 -timeout 10s http://{service}:9898/delay/5");

        Assert.Contains("Code 504 : 2 (100.0 %)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_LetsInOnlyWhomAPolicyNames()
    {
        _lab.Apply(Folder + "policy/server.yaml", Folder + "policy/outsider.yaml");
        var (_, _, closed) = await _lab.RunAsync("client", "fortio load -quiet -n 4 -c 1 -qps 0 http://backend-v1:9898/");

        _lab.Apply(Folder + "policy/allow-client.yaml");
        var (_, _, client) = await _lab.RunAsync("client", "fortio load -quiet -n 4 -c 1 -qps 0 http://backend-v1:9898/");
        var (_, _, outsider) = await _lab.RunAsync("outsider", "fortio load -quiet -n 4 -c 1 -qps 0 http://backend-v1.mesh-demo:9898/", "outside-mesh");

        Assert.Contains("Code 403 : 4 ", closed, StringComparison.Ordinal);
        Assert.Contains("Code 200 : 4 ", client, StringComparison.Ordinal);
        Assert.Contains("Code 403 : 4 ", outsider, StringComparison.Ordinal);
    }

    /// <summary>Values with a trust anchor and an issuer that it signed.</summary>
    internal static JsonObject Identity()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=root.linkerd.cluster.local", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = rootRequest.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddDays(2));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=identity.linkerd.cluster.local", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        using var issuer = request.Create(root, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddDays(1), [1, 2, 3, 4]);
        return new JsonObject
        {
            ["identityTrustAnchorsPEM"] = root.ExportCertificatePem(),
            ["identity"] = new JsonObject { ["issuer"] = new JsonObject { ["tls"] = new JsonObject { ["crtPEM"] = issuer.ExportCertificatePem(), ["keyPEM"] = key.ExportECPrivateKeyPem() } } },
        };
    }
}
