using MeshLab.Core.Clusters.Probes;
using MeshLab.Tests.Clusters.Connections;
using MeshLab.Tests.Contract;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeshLab.Tests.Clusters.Probes;

public sealed class ClusterProbeTests(DemoClusterUnderTest demo) : IClassFixture<DemoClusterUnderTest>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Probe_DemoClusterWithIstio_TellsVersionNodesMeshAndSources()
    {
        foreach (var (chart, version) in new[] { ("base", "1.30.3"), ("istiod", "1.30.3"), ("ztunnel", "1.30.3") })
        {
            await demo.Client.SendRawAsync(HttpMethod.Put, $"/simulation/v1/releases/istio-system/{chart}", Json.Object($$$"""{"chart":"{{{chart}}}","version":"{{{version}}}","values":{}}"""), Token);
        }

        var status = await new ClusterProbe(demo.Client, TimeProvider.System).RunAsync(Token);

        Assert.True(status.Reachable);
        Assert.StartsWith("v1.", status.Version);
        Assert.True(status.Nodes > 0);
        Assert.Equal(["istio 1.30.3", "istio-ambient 1.30.3"], status.Meshes);
        Assert.Contains("kubelet-summary", status.Sources);
    }

    [Fact]
    public async Task Probe_MeshesMetricsAndPrometheus_AreFoundByTheirLabels()
    {
        await using var server = await ScriptedServer.StartAsync(context => (context.Request.Path.Value, context.Request.Query["labelSelector"].ToString()) switch
        {
            ("/version", _) => ScriptedServer.JsonAsync(context, """{"gitVersion":"v1.36.1"}"""),
            ("/api/v1/nodes", _) => ScriptedServer.JsonAsync(context, """{"items":[{"metadata":{"name":"n1"}},{"metadata":{"name":"n2"}}]}"""),
            ("/apis/apps/v1/deployments", "linkerd.io/control-plane-component=destination") =>
                ScriptedServer.JsonAsync(context, """{"items":[{"metadata":{"labels":{"app.kubernetes.io/version":"edge-26.8.3"}}}]}"""),
            ("/apis/apps/v1/daemonsets", "k8s-app=cilium") =>
                ScriptedServer.JsonAsync(context, """{"items":[{"metadata":{},"spec":{"template":{"spec":{"containers":[{"image":"quay.io:443/cilium/cilium:v1.19.2@sha256:abc"}]}}}}]}"""),
            ("/apis/metrics.k8s.io/v1beta1", _) => ScriptedServer.JsonAsync(context, "{}"),
            ("/api/v1/services", "app.kubernetes.io/name=prometheus") => ScriptedServer.JsonAsync(context, """{"items":[{"metadata":{"name":"prometheus-server"}}]}"""),
            _ => ScriptedServer.StatusAsync(context, 403, "Forbidden", "no"),
        });
        using var client = server.Client();

        var status = await new ClusterProbe(client, TimeProvider.System).RunAsync(Token);

        Assert.Equal(["linkerd edge-26.8.3", "cilium 1.19.2"], status.Meshes);
        Assert.Equal(["metrics.k8s.io", "prometheus"], status.Sources);
        Assert.Equal(2, status.Nodes);
    }

    [Fact]
    public async Task Probe_CredentialsRefused_IsNotReachableThoughTheVersionIsTold()
    {
        await using var server = await ScriptedServer.StartAsync(context => context.Request.Path == "/version"
            ? ScriptedServer.JsonAsync(context, """{"gitVersion":"v1.36.1"}""")
            : ScriptedServer.StatusAsync(context, 401, "Unauthorized", "Unauthorized"));
        using var client = server.Client();

        var status = await new ClusterProbe(client, TimeProvider.System).RunAsync(Token);

        Assert.False(status.Reachable);
        Assert.Contains("log in again", status.Error);
    }

    [Fact]
    public async Task Probe_ServerHangs_EndsWithATimeout()
    {
        await using var server = await ScriptedServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var client = server.Client(new HastyClock(wait => wait == TimeSpan.FromSeconds(5)));

        var status = await new ClusterProbe(client, TimeProvider.System).RunAsync(Token);

        Assert.False(status.Reachable);
        Assert.Contains("did not answer within 5 s", status.Error);
    }

    [Fact]
    public async Task Probe_VersionAnswersAndTheRestHangs_TellsWhatItSaw()
    {
        await using var server = await ScriptedServer.StartAsync(context => context.Request.Path == "/version"
            ? ScriptedServer.JsonAsync(context, """{"gitVersion":"v1.36.1"}""")
            : Task.Delay(Timeout.Infinite, context.RequestAborted));
        var clock = new FakeTimeProvider();
        using var client = server.Client(clock);
        var probing = new ClusterProbe(client, clock).RunAsync(Token);
        await Eventually.TrueAsync(() => Task.FromResult(server.Requests.Count > 3), "the probe asks for more than the version");

        clock.Advance(TimeSpan.FromSeconds(6));
        var status = await probing;

        Assert.True(status.Reachable);
        Assert.Null(status.Nodes);
        Assert.Empty(status.Meshes);
    }
}
