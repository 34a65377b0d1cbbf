using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation;
using MeshLab.Tests.Contract;
using MeshLab.Tests.Simulation.Traffic;
using Xunit;

namespace MeshLab.Tests.Simulation.Live;

/// <summary>The whole way, with the parts as MeshLab runs them: a chart's profile, pods with sidecars, load by a command in a pod, and what it cost.</summary>
public sealed class MeshUnderLoadTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    [Fact]
    public async Task Istio_SampleAppUnderLoad_SidecarsUseWhatIsPublished()
    {
        await InstallAsync("istio-base", "istio-system", "base");
        await InstallAsync("istiod", "istio-system", "istiod");
        await Kubectl("rollout", "status", "deployment/istiod", "-n", "istio-system", "--timeout=60s");
        await cluster.ApplyAsync("{apiVersion: v1, kind: Namespace, metadata: {name: mesh-demo, labels: {istio-injection: enabled}}}");
        foreach (var part in new[] { "backend.yaml", "frontend.yaml", "client.yaml" })
        {
            await Kubectl("apply", "--server-side", "-f", TrafficLab.Scenario("shared/sample-app/" + part));
        }

        await Kubectl("wait", "--for=condition=Available", "deployment", "--all", "-n", "mesh-demo", "--timeout=60s");
        var containers = await Kubectl("get", "pods", "-n", "mesh-demo", "-o", "jsonpath={range .items[*]}{.spec.initContainers[*].name}{\"\\n\"}{end}");
        var table = await Kubectl("get", "pods", "-n", "mesh-demo");
        var before = await SidecarNanosecondsAsync("frontend");
        var load = JsonNode.Parse(await Kubectl("exec", "deploy/client", "-n", "mesh-demo", "-c", "fortio", "--", "fortio", "load", "-quiet", "-qps", "200", "-c", "4", "-t", "6s", "-json", "-", "http://frontend:9898/"));
        var requests = load!["DurationHistogram"]!["Count"]!.GetValue<double>();
        var used = await AfterTheLoadAsync("frontend", before, requests);

        Assert.All(containers.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Equal("istio-init istio-proxy", line));
        Assert.Contains("2/2", table);
        Assert.InRange(requests, 600, 1300);

        // 0.20 vCPU for 1,000 requests/s are 200 µs a request; the idle share comes on top.
        Assert.InRange(used / requests / 1000, 190, 240);
    }

    /// <summary>CPU the sidecar used since <paramref name="before"/>, read when the last requests are counted.</summary>
    private async Task<double> AfterTheLoadAsync(string app, long before, double requests)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var used = await SidecarNanosecondsAsync(app) - before;
            if (used > requests * 196_000 || deadline.IsCancellationRequested)
            {
                return used;
            }
        }
    }

    private async Task<long> SidecarNanosecondsAsync(string app)
    {
        var pod = (await Kubectl("get", "pod", "-n", "mesh-demo", "-l", "app=" + app, "-o", "jsonpath={.items[0].metadata.name} {.items[0].spec.nodeName}")).Split(' ');
        var summary = JsonNode.Parse(await Kubectl("get", "--raw", $"/api/v1/nodes/{pod[1]}/proxy/stats/summary"));
        return summary.Items("pods").Single(one => one.Text("podRef", "name") == pod[0])
            .Items("containers").Single(one => one.Text("name") == "istio-proxy")["cpu"]!["usageCoreNanoSeconds"]!.GetValue<long>();
    }

    private async Task InstallAsync(string release, string @namespace, string chart)
    {
        using var http = new HttpClient { BaseAddress = new Uri(cluster.Server.Address!, "/clusters/demo/") };
        var body = new JsonObject { ["chart"] = chart, ["version"] = "1.30.3", ["values"] = new JsonObject() };
        using var answer = await http.PutAsync($"simulation/v1/releases/{@namespace}/{release}", new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{chart}: {said}");
    }

    private Task<string> Kubectl(params string[] arguments) => cluster.RunAsync("kubectl", arguments);
}
