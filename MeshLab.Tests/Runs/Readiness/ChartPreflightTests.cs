using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Access;
using MeshLab.Core.Runs;
using MeshLab.Core.Runs.Helm;
using MeshLab.Core.Runs.Readiness;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;
using MeshLab.Tests.Clusters.Connections;
using MeshLab.Tests.Contract;
using MeshLab.Tests.Runs.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Runs.Readiness;

/// <summary>What is known of charts before a run: from the demo cluster's profiles, and from the real helm for a cluster that is not simulated.</summary>
public sealed class ChartPreflightTests(RunHost host) : IClassFixture<RunHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_OnTheDemoCluster_CountsTheProfile()
    {
        await host.WriteScenarioAsync("charts-demo", """
            - id: istiod
              title: Control plane
              helm: { release: istiod, repo: "https://istio-release.storage.googleapis.com/charts", chart: istiod, version: 1.30.3, namespace: istio-system }
            """);

        var report = await CheckAsync("charts-demo", "demo");

        Assert.Matches("^Rendered: istiod, [0-9]+ objects\\.$", Of(report, "Charts").Found);
        Assert.Matches("^The manifests and charts ask for 1 pods, 0\\.[0-9]+ cores and [0-9.]+ [MG]iB;", Of(report, "Capacity").Found);
    }

    [Fact]
    public async Task Check_OfAChartThatCanBeRendered_CountsItsPodsAndItsPermissions()
    {
        await WriteAsync("charts-real", "");
        await using var proxy = await UseAsync();
        proxy.Fault = RefusingAsync(review => review["resource"]!.ToString() == "deployments" && review["verb"]!.ToString() == "create");

        var report = await CheckAsync("charts-real", "real");

        Assert.Equal("Rendered: local, 2 objects.", Of(report, "Charts").Found);
        Assert.Equal("On real the user may not create deployments.apps in charts-real.", Of(report, "Permissions").Found);
        Assert.StartsWith("The manifests and charts ask for 2 pods, 0.5 cores and 256 MiB;", Of(report, "Capacity").Found);
    }

    [Fact]
    public async Task Check_OfAChartThatCannotBeRendered_SaysThatItDoesNotKnow()
    {
        await WriteAsync("charts-broken", "{{ fail \"a value is missing\" }}");
        await using var proxy = await UseAsync();

        var report = await CheckAsync("charts-broken", "real");

        Assert.True(report.Ready, string.Join('\n', report.Problems));
        var charts = Of(report, "Charts");
        Assert.Equal(PreflightStatus.Skipped, charts.Status);
        Assert.StartsWith("What local would make and request is not known: ", charts.Found);
        Assert.Contains("a value is missing", charts.Found);
        Assert.EndsWith("What local asks for comes on top and is not known.", Of(report, "Capacity").Found);
    }

    [Fact]
    public async Task Permissions_AreThoseThatHelmUses()
    {
        await WriteAsync("charts-asked", "");
        await using var proxy = await UseAsync();
        var used = new ConcurrentBag<AccessNeed>();
        proxy.Fault = (context, forward) =>
        {
            if (context.Request.Headers.UserAgent.ToString().Contains("helm", StringComparison.OrdinalIgnoreCase) && Used(context.Request) is { } one)
            {
                used.Add(one);
            }

            return forward();
        };
        var scenario = host.Services.GetRequiredService<ScenarioCatalogue>().Find("charts-asked")!;
        var catalogue = host.Services.GetRequiredService<ClusterCatalogue>();
        var client = catalogue.Connect("real");
        var plan = await PlannedObjects.OfAsync(scenario, "main", TemplateContext.For(scenario, new Dictionary<string, string>()), client, Token);
        plan = plan with { Charts = await host.Services.GetRequiredService<ChartRenderer>().RenderAsync(scenario, plan.Releases, await catalogue.ProbeAsync("real", Token), client, Token) };
        var asked = (await AccessPlan.OfAsync(client, plan, RunAction.Deploy, 35, Token)).ToHashSet();

        foreach (var _ in new[] { "install", "upgrade" })
        {
            var started = await host.Runs.StartAsync(Request("charts-asked", "real"), Token);
            Assert.True((await host.EndedAsync(started.Id)).Status == RunStatus.Succeeded, await host.LogAsync(started.Id));
        }

        Assert.NotEmpty(used);
        var missing = used.Distinct().Where(one => !asked.Contains(one) && !asked.Contains(one with { Namespace = null })).ToList();
        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    private static PreflightCheck Of(PreflightReport report, string name) => report.Checks.First(check => check.Name == name);

    private static RunRequest Request(string scenario, string cluster) =>
        new(scenario, RunAction.Deploy, new Dictionary<string, string> { ["main"] = cluster }, new Dictionary<string, string>(), "test");

    /// <summary>The permission that a request needs; null for discovery.</summary>
    private static AccessNeed? Used(HttpRequest request)
    {
        var parts = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries).SkipWhile(part => part is not ("api" or "apis")).ToList();
        if (parts.Count < 2 || (parts[0] == "apis" && parts.Count < 4))
        {
            return null;
        }

        var group = parts[0] == "api" ? "" : parts[1];
        var rest = parts[(parts[0] == "api" ? 2 : 3)..];
        var space = rest is ["namespaces", _, _, ..] ? rest[1] : null;
        rest = space is null ? rest : rest[2..];
        if (rest.Count == 0)
        {
            return null;
        }

        var verb = (request.Method, rest.Count) switch
        {
            ("GET", 1) => request.Query["watch"] == "true" || request.Query["watch"] == "1" ? "watch" : "list",
            ("GET", _) => "get",
            ("POST", _) => "create",
            ("PUT", _) => "update",
            ("PATCH", _) => "patch",
            _ => "delete",
        };
        return new(verb, group, rest[0], space, rest.Count > 2 ? rest[2] : null);
    }

    private static Fault RefusingAsync(Func<JsonObject, bool> refused) => async (context, forward) =>
    {
        if (!context.Request.Path.Value!.EndsWith("/selfsubjectaccessreviews", StringComparison.Ordinal))
        {
            await forward();
            return;
        }

        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
        body["status"] = new JsonObject { ["allowed"] = body["spec"]!["resourceAttributes"]!.AsObject() is var review && review["verb"]!.ToString() != "*" && !refused(review) };
        await ScriptedServer.JsonAsync(context, body.ToJsonString(), StatusCodes.Status201Created);
    };

    private Task<PreflightReport> CheckAsync(string scenario, string cluster) => host.Runs.CheckAsync(Request(scenario, cluster), Token);

    private Task WriteAsync(string name, string more) => host.WriteScenarioAsync(name, $$"""
        - id: chart
          title: Chart
          helm: { release: local, chart: chart, namespace: {{name}} }
        """, """
        tools:
          - { name: helm, version: ">=3.14" }
        """,
        ("chart/Chart.yaml", "apiVersion: v2\nname: local\nversion: 0.1.0\n"),
        ("chart/templates/config.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-config\ndata:\n  greeting: hello\n"),
        ("chart/templates/more.yaml", more.Length == 0 ? "# nothing\n" : more),
        ("chart/templates/web.yaml", """
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: web }
            spec:
              replicas: 2
              selector: { matchLabels: { app: web } }
              template:
                metadata: { labels: { app: web } }
                spec:
                  containers:
                    - name: fortio
                      image: fortio/fortio:1.75.2
                      args: [server]
                      resources: { requests: { cpu: 250m, memory: 128Mi } }
            """));

    /// <summary>Puts helm where MeshLab looks for tools, and names the demo cluster once more, behind a proxy, as a cluster that is not simulated.</summary>
    private async Task<FaultProxy> UseAsync()
    {
        var helm = TestTool.Require("helm");
        var link = Path.Combine(Directory.CreateDirectory(Path.Combine(host.Folder, "data", "tools")).FullName, "helm");
        if (!File.Exists(link))
        {
            File.CreateSymbolicLink(link, helm);
        }

        var proxy = await FaultProxy.StartAsync(host.Demo.Cluster.Server);
        await File.WriteAllTextAsync(Path.Combine(host.Folder, "none"), $$"""
            apiVersion: v1
            kind: Config
            clusters:
              - name: real
                cluster: { server: "{{new Uri(proxy.Address, host.Demo.Cluster.Server.AbsolutePath)}}" }
            users:
              - name: real
                user: {}
            contexts:
              - name: real
                context: { cluster: real, user: real }
            """, Token);
        host.Services.GetRequiredService<ClusterCatalogue>().Refresh(force: true);
        return proxy;
    }
}
