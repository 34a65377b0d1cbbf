using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Tests.Clusters.Connections;
using MeshLab.Tests.Runs.Faults;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace MeshLab.Tests.Runs.Readiness;

/// <summary>The checks before a run, on the demo cluster and on one that a proxy makes look different.</summary>
public sealed class PreflightTests(RunHost host) : IClassFixture<RunHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_OnTheDemoCluster_TellsWhatWasLookedAtAndChangesNothing()
    {
        await WriteAsync("check-demo");

        var report = await CheckAsync("check-demo", "demo");

        Assert.True(report.Ready, string.Join('\n', report.Problems));
        Assert.Equal(["API server", "Permissions", "Network plugin", "Meshes", "Capacity", "Architecture"], report.Checks.Select(check => check.Name));
        Assert.All(report.Checks, check => Assert.Equal("demo", check.Cluster));
        Assert.Contains("v1.35.0", report.Checks[0].Found);
        Assert.Contains("The manifests ask for 3 pods, 0.75 cores and 384 MiB", Of(report, "Capacity").Found);
        Assert.Equal("Nodes: 2 amd64.", Of(report, "Architecture").Found);
        Assert.Null(await host.Demo.GetAsync(new ObjectRef("v1", "Namespace", null, "check-demo"), Token));
    }

    [Fact]
    public async Task Run_BeginsItsLogWithTheChecks()
    {
        await WriteAsync("check-log");

        var run = await host.RunAsync("check-log", RunAction.DryRun);

        var lines = await host.Runs.GetLogAsync(run.Id, 0, 20, Token);
        Assert.Equal("Before anything changes:", lines[0].Text);
        Assert.StartsWith("  ✓ API server (demo): Answers; Kubernetes v1.35.0", lines[1].Text);
        Assert.Equal(Enumerable.Range(1, lines.Count).Select(seq => (long)seq), lines.Select(line => line.Seq));
    }

    [Fact]
    public async Task Check_OfAUserWithoutRights_NamesEachOfThemAndRefusesTheRun()
    {
        await WriteAsync("check-rights");
        await using var proxy = await FaultProxy.BeforeDemoAsync(host, Token);
        proxy.Fault = AllowingAsync(review => review["verb"]!.ToString() is "get" or "list" || review["subresource"] is not null || review["resource"]!.ToString() == "namespaces");

        var report = await CheckAsync("check-rights", "proxied");

        var rights = Of(report, "Permissions");
        Assert.Equal(PreflightStatus.Problem, rights.Status);
        Assert.Equal("On proxied the user may not create, patch deployments.apps in check-rights.", rights.Found);
        Assert.Contains("kubectl auth can-i create deployments.apps --namespace check-rights --context proxied", rights.Advice);
        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => host.Runs.StartAsync(Request("check-rights", "proxied"), Token));
        Assert.Equal(rights.Sentence, Assert.Single(refused.Problems));
    }

    [Fact]
    public async Task Check_OfAUserWithExactlyTheRightsThatAreNeeded_IsReady()
    {
        await WriteAsync("check-enough");
        await using var proxy = await FaultProxy.BeforeDemoAsync(host, Token);
        proxy.Fault = AllowingAsync(review => (review["namespace"]?.ToString(), $"{review["resource"]}{(review["subresource"] is { } sub ? $"/{sub}" : "")}", review["verb"]!.ToString()) is
            (null, "namespaces", "get" or "patch" or "create")
            or ("check-enough", "deployments", "get" or "patch" or "create")
            or ("check-enough", "pods" or "events", "list")
            or ("check-enough", "pods/log", "get")
            or ("check-enough", "pods/exec", "get" or "create"));

        var report = await CheckAsync("check-enough", "proxied");

        Assert.True(report.Ready, string.Join('\n', report.Problems));
    }

    [Fact]
    public async Task Check_OfASmallForeignKindCluster_WarnsAndTellsHowToLook()
    {
        await WriteAsync("check-kind");
        await using var proxy = await FaultProxy.BeforeDemoAsync(host, Token);
        proxy.Fault = async (context, forward) =>
        {
            if (context.Request.Path.Value!.EndsWith("/api/v1/nodes", StringComparison.Ordinal))
            {
                await ScriptedServer.JsonAsync(context, """
                    {"kind":"NodeList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"lab-control-plane"},"spec":{"providerID":"kind://docker/lab/lab-control-plane"},
                    "status":{"capacity":{"memory":"2Gi"},"allocatable":{"cpu":"500m","memory":"2Gi","pods":"110"},"nodeInfo":{"architecture":"arm64"}}}]}
                    """);
                return;
            }

            await forward();
        };

        var report = await CheckAsync("check-kind", "proxied");

        Assert.True(report.Ready);
        Assert.Equal((PreflightStatus.Warning, "Nodes: 1 arm64. Images: ghcr.io/test/web:1."), (Of(report, "Architecture").Status, Of(report, "Architecture").Found));
        Assert.Contains("docker manifest inspect ghcr.io/test/web:1", Of(report, "Architecture").Advice);
        Assert.Equal(PreflightStatus.Warning, Of(report, "Capacity").Status);
        Assert.Contains("0.5 cores and 2 GiB are free on 1 node", Of(report, "Capacity").Found);
        var kind = report.Checks.Where(check => check.Name == "Kind").ToList();
        Assert.Equal([PreflightStatus.Warning, PreflightStatus.Skipped], kind.Select(check => check.Status));
        Assert.Contains("docker exec lab-control-plane sysctl fs.inotify.max_user_watches", kind[1].Advice);
    }

    [Fact]
    public async Task Check_OfAnOldServer_IsAProblem()
    {
        await WriteAsync("check-old");
        await using var proxy = await FaultProxy.BeforeDemoAsync(host, Token);
        proxy.Fault = (context, forward) => context.Request.Path.Value!.EndsWith("/version", StringComparison.Ordinal)
            ? ScriptedServer.JsonAsync(context, """{"major":"1","minor":"22","gitVersion":"v1.22.17"}""")
            : forward();

        var report = await CheckAsync("check-old", "proxied");

        Assert.Equal("proxied runs Kubernetes v1.22.17; MeshLab needs 1.25 or newer. Upgrade the cluster, or use another one.", Assert.Single(report.Problems));
    }

    [Fact]
    public async Task Check_ThroughTheApi_AnswersAsTheServiceDoes()
    {
        await WriteAsync("check-api");

        var answer = await host.Http.PostAsJsonAsync("/api/v1/runs/preflight", new { scenario = "check-api", action = "deploy", clusters = new { main = "demo" } }, Token);
        var refused = await host.Http.PostAsJsonAsync("/api/v1/runs/preflight", new { scenario = "check-api", action = "deploy", clusters = new { main = "nowhere" } }, Token);
        var senseless = await host.Http.PostAsJsonAsync("/api/v1/runs/preflight", new { action = "destroy" }, Token);

        var report = (await answer.Content.ReadFromJsonAsync<JsonObject>(Token))!;
        Assert.True(report["ready"]!.GetValue<bool>());
        Assert.Equal(("API server", "demo", "ok"), (report["checks"]![0]!["name"]!.ToString(), report["checks"]![0]!["cluster"]!.ToString(), report["checks"]![0]!["status"]!.ToString()));
        var problem = (await refused.Content.ReadFromJsonAsync<JsonObject>(Token))!;
        Assert.False(problem["ready"]!.GetValue<bool>());
        Assert.Contains("no cluster nowhere", problem["checks"]![0]!["found"]!.ToString());
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, senseless.StatusCode);
    }

    private static PreflightCheck Of(PreflightReport report, string name) => report.Checks.First(check => check.Name == name);

    /// <summary>Answers reviews as this rule says; nobody may do everything.</summary>
    private static Fault AllowingAsync(Func<JsonObject, bool> may) => async (context, forward) =>
    {
        if (!context.Request.Path.Value!.EndsWith("/selfsubjectaccessreviews", StringComparison.Ordinal))
        {
            await forward();
            return;
        }

        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
        body["status"] = new JsonObject { ["allowed"] = body["spec"]!["resourceAttributes"]!.AsObject() is var review && review["verb"]!.ToString() != "*" && may(review) };
        await ScriptedServer.JsonAsync(context, body.ToJsonString(), StatusCodes.Status201Created);
    };

    private static RunRequest Request(string scenario, string cluster) =>
        new(scenario, RunAction.Deploy, new Dictionary<string, string> { ["main"] = cluster }, new Dictionary<string, string>(), "test");

    private Task<PreflightReport> CheckAsync(string scenario, string cluster) => host.Runs.CheckAsync(Request(scenario, cluster), Token);

    private Task WriteAsync(string name) => host.WriteScenarioAsync(name, $$"""
        - id: space
          title: Namespace
          namespace: { name: {{name}} }
        - id: app
          title: App
          apply: [app.yaml]
          verify:
            - title: It answers
              exec: { in: deploy/web, namespace: {{name}}, command: [fortio, version] }
              expect: { exitCode: 0 }
        """, "", ("app.yaml", $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web, namespace: {{name}} }
        spec:
          replicas: 3
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec:
              containers:
                - name: web
                  image: ghcr.io/test/web:1
                  resources: { requests: { cpu: 250m, memory: 128Mi } }
        """));
}
