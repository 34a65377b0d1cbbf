using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace MeshLab.Tests.Simulation.Traffic;

/// <summary>The manifests of the Istio scenario, and what requests meet under them.</summary>
public sealed class IstioTutorialTests : IAsyncLifetime
{
    private const string Folder = "istio-tutorial/manifests/";
    private readonly TrafficLab _lab = new();

    public ValueTask InitializeAsync()
    {
        _lab.Install("base", "istio-base", "istio-system");
        _lab.Install("istiod", "istiod", "istio-system");
        _lab.Install("gateway", "istio-ingressgateway", "istio-ingress");
        _lab.ApplyManifest(new Uri("https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.1/standard-install.yaml"));
        _lab.Proxy = "istio-proxy";
        _lab.Apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: mesh-demo}", "shared/sample-app", Folder + "routing/services.yaml", Folder + "routing/destination-rule.yaml");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Service_WithoutRoute_SharesRoundRobin()
    {
        var counts = await _lab.CountAsync("fortio curl -quiet http://backend-lb:9898/", 60);

        Assert.Equal(30, counts["v1"]);
        Assert.Equal(30, counts["v2"]);
    }

    [Fact]
    public async Task VirtualService_ByHeader_ReachesTheSubset()
    {
        _lab.Apply(Folder + "routing/virtual-service.yaml");

        var everyone = await _lab.CountAsync("fortio curl -quiet http://backend-testers:9898/", 20);
        var testers = await _lab.CountAsync("fortio curl -quiet -H 'x-version: v2' http://backend-testers:9898/", 10);

        Assert.Equal(20, everyone["v1"]);
        Assert.Equal(10, testers["v2"]);
    }

    [Fact]
    public async Task VirtualService_Weights_GiveExactShares()
    {
        _lab.Apply(Folder + "routing/canary.yaml");

        var counts = await _lab.CountAsync("fortio curl -quiet http://backend:9898/", 120);

        Assert.Equal(12, counts["v2"]);
        Assert.Equal(108, counts["v1"]);
    }

    [Theory]
    [InlineData("-H 'x-fault: abort'", "Code 503 : 10 (100.0 %)")]
    [InlineData("-timeout 10s", "Code 200 : 10 (100.0 %)")]
    public async Task Fault_OfMarkedRequests_LeavesOthersAlone(string flags, string expected)
    {
        _lab.Apply(Folder + "resilience/faults.yaml");

        var (_, _, text) = await _lab.RunAsync("client", $"fortio load -quiet -n 10 -c 1 -qps 0 {flags} http://backend-faulty:9898/");

        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_Delay_TakesItsTime()
    {
        _lab.Apply(Folder + "resilience/faults.yaml");

        var (_, _, text) = await _lab.RunAsync("client", "fortio load -quiet -n 2 -c 1 -qps 0 -timeout 10s -H 'x-fault: delay' http://backend-faulty:9898/");

        Assert.Matches("# target 50% 2\\.0", text);
    }

    [Fact]
    public async Task CircuitBreaker_UnderConcurrency_CutsOffTheOverflow()
    {
        _lab.Apply(Folder + "resilience/circuit-breaker.yaml");

        var (_, _, alone) = await _lab.RunAsync("client", "fortio load -quiet -n 20 -c 1 -qps 0 http://backend-breaker:9898/");
        var (_, _, crowd) = await _lab.RunAsync("client", "fortio load -quiet -n 200 -c 8 -qps 0 http://backend-breaker:9898/");

        Assert.Contains("Code 200 : 20 ", alone, StringComparison.Ordinal);
        Assert.Matches("Code 200 : \\d+", crowd);
        Assert.Matches("Code 503 : \\d+", crowd);
    }

    [Fact]
    public async Task Timeout_OfRoute_EndsSlowRequests()
    {
        _lab.Apply(Folder + "resilience/timeout.yaml");

        var (_, _, text) = await _lab.RunAsync("client", "fortio load -quiet -n 2 -c 1 -qps 0 -timeout 10s http://backend-slow:9898/delay/5");

        Assert.Contains("Code 504 : 2 (100.0 %)", text, StringComparison.Ordinal);
        Assert.Contains("max 2 ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retries_OfFlakyBackend_HideAlmostEveryError()
    {
        _lab.Apply(Folder + "resilience/flaky.yaml");
        var (_, _, without) = await _lab.RunAsync("client", "fortio load -quiet -n 200 -c 2 -qps 0 http://backend-flaky:9898/");

        _lab.Apply(Folder + "resilience/retries.yaml");
        var (_, _, with) = await _lab.RunAsync("client", "fortio load -quiet -n 200 -c 2 -qps 0 http://backend-flaky:9898/");

        Assert.InRange(Answered(without), 110, 160);
        Assert.InRange(Answered(with), 185, 200);
    }

    [Fact]
    public async Task PeerAuthentication_Strict_ResetsCallersWithoutProxy()
    {
        _lab.Apply(Folder + "security/outside.yaml");
        const string Call = "fortio load -quiet -n 5 -c 1 -qps 0 http://frontend.mesh-demo:9898/";
        var (_, _, before) = await _lab.RunAsync("outsider", Call, "outside-mesh");

        _lab.Apply(Folder + "security/strict-mtls.yaml");
        var (_, _, after) = await _lab.RunAsync("outsider", Call, "outside-mesh");
        var (_, _, inside) = await _lab.RunAsync("client", "fortio load -quiet -n 5 -c 1 -qps 0 http://frontend:9898/");

        Assert.Contains("Code 200 : 5 ", before, StringComparison.Ordinal);
        Assert.Contains("Code  -1 : 5 ", after, StringComparison.Ordinal);
        Assert.Contains("Code 200 : 5 ", inside, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuthorizationPolicy_AllowsIdentitiesAndDeniesPaths()
    {
        _lab.Apply(Folder + "security/visitor.yaml", Folder + "security/authorization.yaml");

        var (_, _, client) = await _lab.RunAsync("client", "fortio load -quiet -n 4 -c 1 -qps 0 http://backend:9898/");
        var (_, _, visitor) = await _lab.RunAsync("visitor", "fortio load -quiet -n 4 -c 1 -qps 0 http://backend:9898/");
        var (_, _, denied) = await _lab.RunAsync("client", "fortio load -quiet -n 4 -c 1 -qps 0 http://backend:9898/env");

        Assert.Contains("Code 200 : 4 ", client, StringComparison.Ordinal);
        Assert.Contains("Code 403 : 4 ", visitor, StringComparison.Ordinal);
        Assert.Contains("Code 403 : 4 ", denied, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequestAuthentication_VerifiesTheSignature()
    {
        using var key = RSA.Create(2048);
        using var other = RSA.Create(2048);
        var parameters = key.ExportParameters(false);
        _lab.Apply(Folder + "security/require-token.yaml", $$"""
            apiVersion: security.istio.io/v1
            kind: RequestAuthentication
            metadata: { name: frontend-tokens, namespace: mesh-demo }
            spec:
              selector: { matchLabels: { app: frontend } }
              jwtRules:
              - issuer: tokens.meshlab.test
                jwks: '{"keys":[{"kty":"RSA","kid":"one","alg":"RS256","n":"{{Base64Url.EncodeToString(parameters.Modulus)}}","e":"{{Base64Url.EncodeToString(parameters.Exponent)}}"}]}'
            """);

        async Task<string> Call(string flags, string path) => (await _lab.RunAsync("client", $"fortio load -quiet -n 2 -c 1 -qps 0 {flags} http://frontend:9898{path}")).Error;

        Assert.Contains("Code 403 : 2 ", await Call("", "/env"), StringComparison.Ordinal);
        Assert.Contains("Code 200 : 2 ", await Call("", "/"), StringComparison.Ordinal);
        Assert.Contains("Code 200 : 2 ", await Call($"-H 'Authorization: Bearer {Token(key)}'", "/env"), StringComparison.Ordinal);
        Assert.Contains("Code 401 : 2 ", await Call($"-H 'Authorization: Bearer {Token(other)}'", "/env"), StringComparison.Ordinal);
        Assert.Contains("Code 401 : 2 ", await Call("-H 'Authorization: Bearer forged.to.ken'", "/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task IstioGateway_RoutesByHost()
    {
        _lab.Apply(Folder + "security/outside.yaml", Folder + "security/strict-mtls.yaml", Folder + "gateway/istio-gateway.yaml");

        var (code, known, _) = await _lab.RunAsync("outsider", "fortio curl -quiet -H 'Host: demo.meshlab.test' http://istio-ingressgateway.istio-ingress/", "outside-mesh");
        var (notFound, _, error) = await _lab.RunAsync("outsider", "fortio curl -quiet -H 'Host: other.meshlab.test' http://istio-ingressgateway.istio-ingress/", "outside-mesh");

        Assert.Equal(0, code);
        Assert.Contains("\"message\": \"frontend\"", known, StringComparison.Ordinal);
        Assert.Equal(1, notFound);
        Assert.Contains("HTTP/1.1 404 Not Found", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Egress_RegistryOnly_ClosesUntilAServiceEntryOpens()
    {
        _lab.Apply(Folder + "security/outside.yaml", Folder + "egress/registry-only.yaml");
        const string Call = "fortio load -quiet -n 5 -c 1 -qps 0 http://legacy.outside-mesh.svc.cluster.local:9898/";

        var (_, _, closed) = await _lab.RunAsync("client", Call);
        _lab.Apply(Folder + "egress/service-entry.yaml");
        var (_, _, open) = await _lab.RunAsync("client", Call);
        var (_, _, unlisted) = await _lab.RunAsync("client", Call.Replace("legacy", "unlisted", StringComparison.Ordinal));

        Assert.Contains("Code 502 : 5 ", closed, StringComparison.Ordinal);
        Assert.Contains("Code 200 : 5 ", open, StringComparison.Ordinal);
        Assert.Contains("Code 502 : 5 ", unlisted, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frontend_Echo_CrossesTwoHops()
    {
        var (code, output, _) = await _lab.RunAsync("client", "fortio curl -quiet -payload hello http://frontend:9898/echo");

        Assert.Equal(0, code);
        Assert.Contains("\"hello\"", output, StringComparison.Ordinal);
        Assert.Equal(1, _lab.Cluster().Traffic.TotalFor("mesh-demo", "backend-v1-0").Requests + _lab.Cluster().Traffic.TotalFor("mesh-demo", "backend-v2-0").Requests);
        Assert.Equal(2, _lab.Cluster().Traffic.TotalFor("mesh-demo", "frontend-0").Requests);
    }

    [Fact]
    public async Task Tools_AfterTraffic_KnowTheServices()
    {
        _lab.Install("prometheus", "prometheus", "observability");
        _lab.Install("jaeger", "jaeger", "observability");
        await _lab.RunAsync("client", "fortio curl -quiet http://frontend:9898/");
        var (_, before, _) = await _lab.RunAsync("client", "fortio curl -quiet http://jaeger.observability:16686/api/services");

        _lab.Apply(Folder + "observability/tracing.yaml");
        var (_, services, _) = await _lab.RunAsync("client", "fortio curl -quiet http://jaeger.observability:16686/api/services");
        var (_, metrics, _) = await _lab.RunAsync("client", "fortio curl -quiet http://prometheus-server.observability/api/v1/query?query=istio_requests_total");

        Assert.DoesNotContain("frontend.mesh-demo", before, StringComparison.Ordinal);
        Assert.Contains("frontend.mesh-demo", services, StringComparison.Ordinal);
        Assert.Contains("\"__name__\":\"istio_requests_total\",\"app\":\"frontend\"", metrics, StringComparison.Ordinal);
    }

    private static int Answered(string text) => int.Parse(System.Text.RegularExpressions.Regex.Match(text, "Code 200 : (\\d+)").Groups[1].Value);

    private static string Token(RSA key)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var head = Base64Url.EncodeToString("{\"alg\":\"RS256\",\"kid\":\"one\",\"typ\":\"JWT\"}"u8);
        var body = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"iss":"tokens.meshlab.test","sub":"learner","iat":{{now}},"exp":{{now + 600}}}"""));
        return $"{head}.{body}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes($"{head}.{body}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }
}
