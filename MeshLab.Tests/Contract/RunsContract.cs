using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Tests.Runs;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>What runs do to a cluster, with every step kind but <c>kind</c>. Parts that need controllers, a node or an image are skipped, and say so, where those are missing.</summary>
public abstract class RunsContract
{
    private const string Simulated = "contract";

    private readonly string _name = $"meshlab-test-{Guid.NewGuid().ToString("N")[..10]}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryStepKind_DeployTwiceVerifyTeardownAndAgain()
    {
        await using var host = await StartAsync();
        await RequirePodsAsync(host);
        UseTool(host, "helm");
        UseTool(host, "kubectl");
        await host.WriteScenarioAsync(_name, $$$"""
            - id: space
              title: Namespace
              namespace: { name: {{{_name}}}, labels: { purpose: contract } }
            - id: app
              title: App
              apply: [app.yaml]
              timeout: 2m
              parallel: first
            - id: config
              title: Config
              apply: [config.yaml]
              parallel: first
            - id: ready
              title: Ready
              wait: { for: condition, condition: Available, resource: deployment/web, namespace: {{{_name}}}, outputs: { uid: metadata.uid } }
              timeout: 2m
            - id: ask
              title: Ask
              exec:
                in: deploy/web
                namespace: {{{_name}}}
                command: [fortio, curl, -quiet, "http://localhost:8080/debug"]
                outputs: { path: "GET (/debug)" }
            - id: load
              title: Load
              load: { in: deploy/web, namespace: {{{_name}}}, url: "http://localhost:8080/", qps: 20, duration: 2s }
            - id: chart
              title: Chart
              helm: { release: local, chart: chart, namespace: {{{_name}}}, set: { path: "{{ steps.ask.outputs.path }}" } }
              timeout: 2m
            - id: tool
              title: Tool
              cli:
                tool: kubectl
                args: [get, configmap, local-config, --namespace, {{{_name}}}, -o, "jsonpath={.data.path}"]
                outputs: { path: "^(/.*)$" }
            - id: proof
              title: Proof
              verify:
                - title: What the pod said went through the chart
                  assert: { apiVersion: v1, kind: ConfigMap, metadata: { name: local-config, namespace: {{{_name}}} }, data: { path: "{{ steps.tool.outputs.path }}" } }
                - title: Nothing else is there
                  error: { apiVersion: v1, kind: ConfigMap, metadata: { name: other, namespace: {{{_name}}} } }
                - title: A missing path is refused
                  exec: { in: deploy/web, namespace: {{{_name}}}, command: [fortio, curl, -quiet, "http://localhost:1/"] }
                  expect: { exitCode: 1 }
            """, """
            tools:
              - { name: helm, version: ">=3.14" }
              - { name: kubectl, version: ">=1.28" }
            """,
            ("app.yaml", TestManifests.Deployment(_name, "web")),
            ("config.yaml", TestManifests.ConfigMap(_name, "config", "x")),
            ("chart/Chart.yaml", "apiVersion: v2\nname: local\nversion: 0.1.0\n"),
            ("chart/templates/config.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-config\ndata:\n  path: {{ .Values.path | quote }}\n"));
        var dry = await SucceedAsync(host, RunAction.DryRun);
        var untouched = await host.Cluster.GetAsync(new ObjectRef("v1", "Namespace", null, _name), Token);

        await SucceedAsync(host, RunAction.Deploy);
        var second = await SucceedAsync(host, RunAction.Deploy);
        await SucceedAsync(host, RunAction.Verify);
        await SucceedAsync(host, RunAction.Teardown);
        var gone = await host.Cluster.GetAsync(new ObjectRef("v1", "Namespace", null, _name), Token);
        await SucceedAsync(host, RunAction.Deploy);
        await SucceedAsync(host, RunAction.Teardown);

        Assert.Null(untouched);
        Assert.Contains("would be created", await host.LogAsync(dry.Id));
        Assert.DoesNotMatch(@"(?m)^(Namespace|Deployment|ConfigMap) \S+ (created|configured)$", await host.LogAsync(second.Id));
        Assert.Null(gone);
    }

    [Fact]
    public async Task FieldOfAnotherManager_StopsTheRunAndIsNamed_AndForceTakesIt()
    {
        await using var host = await StartAsync();
        await WriteConfigAsync(host);
        await host.Cluster.ApplyAsync(Json.Object($$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{_name}}}"}}"""), new ApplyOptions("somebody"), Token);
        await host.Cluster.ApplyAsync(Json.Object($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"config","namespace":"{{{_name}}}"},"data":{"value":"theirs"}}"""), new ApplyOptions("somebody"), Token);

        var stopped = await host.RunAsync(_name, RunAction.Deploy);
        await WriteConfigAsync(host, force: true);
        await SucceedAsync(host, RunAction.Deploy);
        var teardown = await SucceedAsync(host, RunAction.Teardown);

        Assert.Equal(RunStatus.Failed, stopped.Status);
        Assert.Contains(".data.value", stopped.Steps[1].Error);
        Assert.Contains("somebody", stopped.Steps[1].Error);
        Assert.NotNull(await host.Cluster.GetAsync(new ObjectRef("v1", "ConfigMap", _name, "config"), Token));
        Assert.Contains("it was there before MeshLab", await host.LogAsync(teardown.Id));
        await DropNamespaceAsync(host);
    }

    [Fact]
    public async Task Teardown_ObjectWithAFinalizer_IsWaitedForAndNamed()
    {
        await using var host = await StartAsync();
        await Controllers.RequireAsync(host.Cluster, "default", host.ClusterName == Simulated);
        await WriteConfigAsync(host);
        await SucceedAsync(host, RunAction.Deploy);
        await HoldAsync(host, "example.com/hold");

        var teardown = await host.StartAsync(_name, RunAction.Teardown);
        var waiting = await host.UntilAsync(teardown.Id, run => run.Steps.Any(step => step.WaitsFor?.Contains("example.com/hold", StringComparison.Ordinal) == true));
        await HoldAsync(host, null);
        var ended = await host.EndedAsync(teardown.Id);

        Assert.Equal(RunStatus.Running, waiting.Status);
        Assert.True(ended.Status == RunStatus.Succeeded, await host.LogAsync(teardown.Id));
        Assert.Null(await host.Cluster.GetAsync(new ObjectRef("v1", "Namespace", null, _name), Token));
    }

    [Fact]
    public async Task DryRun_KnowsCreateChangeAndUnchanged_AndChangesNothing()
    {
        await using var host = await StartAsync();
        await WriteConfigAsync(host);
        await SucceedAsync(host, RunAction.Deploy);
        await WriteConfigAsync(host, value: "y");

        var dry = await SucceedAsync(host, RunAction.DryRun);

        var log = await host.LogAsync(dry.Id);
        Assert.Contains($"Namespace {_name} would stay as it is", log);
        Assert.Contains($"ConfigMap {_name}/config would be changed", log);
        Assert.Contains("data.value", log);
        Assert.Equal("x", (await host.Cluster.GetAsync(new ObjectRef("v1", "ConfigMap", _name, "config"), Token))!["data"]!["value"]!.GetValue<string>());
        await DropNamespaceAsync(host);
    }

    [Fact]
    public async Task ImageThatCannotBePulled_IsNamedWhileWaiting_AndInTheDiagnosis()
    {
        await using var host = await StartAsync();
        await RequirePodsAsync(host);
        await host.WriteScenarioAsync(_name, $$"""
            - id: space
              title: Namespace
              namespace: { name: {{_name}} }
            - id: app
              title: App
              apply: [app.yaml]
              timeout: 40s
            """, "", ("app.yaml", TestManifests.Deployment(_name, "web", image: "fortio/fortio:does-not-exist")));

        var started = await host.StartAsync(_name, RunAction.Deploy);
        await host.UntilAsync(started.Id, run => run.Steps[1].WaitsFor?.Contains("ImagePull", StringComparison.Ordinal) == true);
        var run = await host.EndedAsync(started.Id);
        await SucceedAsync(host, RunAction.Teardown);

        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Contains($"Deployment {_name}/web: 0 of 1 ready; pod web-", run.Steps[1].Error);
        Assert.Contains("does-not-exist", run.Steps[1].Error);
    }

    /// <summary>Starts MeshLab with the cluster under test; the test is skipped, and says why, when there is none.</summary>
    private protected abstract Task<RunHost> StartAsync();

    private static async Task<RunHost> InitializedAsync(RunHost host)
    {
        await host.InitializeAsync();
        return host;
    }

    private protected static Task<RunHost> StartAsync(string kubeconfig, string cluster) =>
        InitializedAsync(new RunHost { ClusterName = cluster, Patience = TimeSpan.FromMinutes(4), Configure = options => options.Kubeconfig = kubeconfig });

    /// <summary>MeshLab with its demo cluster, named once more as a cluster that is not simulated, so that the real tools are used.</summary>
    private protected static async Task<RunHost> StartOnDemoAsync()
    {
        var host = await InitializedAsync(new RunHost { ClusterName = Simulated });
        await File.WriteAllTextAsync(Path.Combine(host.Folder, "none"), $$"""
            apiVersion: v1
            kind: Config
            clusters: [{ name: contract, cluster: { server: "{{host.Demo.Cluster.Server}}" } }]
            users: [{ name: contract, user: {} }]
            contexts: [{ name: contract, context: { cluster: contract, user: contract } }]
            current-context: contract
            """, Token);
        return host;
    }

    private static void UseTool(RunHost host, string tool)
    {
        var folder = Directory.CreateDirectory(Path.Combine(host.Folder, "data", "tools")).FullName;
        File.CreateSymbolicLink(Path.Combine(folder, tool), TestTool.Require(tool));
    }

    private async Task<Run> SucceedAsync(RunHost host, RunAction action)
    {
        var run = await host.RunAsync(_name, action);
        Assert.True(run.Status == RunStatus.Succeeded, $"{action}\n{await host.LogAsync(run.Id)}");
        return run;
    }

    private Task WriteConfigAsync(RunHost host, bool force = false, string value = "x") => host.WriteScenarioAsync(_name, $$"""
        - id: space
          title: Namespace
          namespace: { name: {{_name}} }
        - id: config
          title: Config
          apply: { files: [config.yaml], force: {{(force ? "true" : "false")}} }
        """, "", ("config.yaml", TestManifests.ConfigMap(_name, "config", value)));

    private Task HoldAsync(RunHost host, string? finalizer) => host.Cluster.ApplyAsync(
        Json.Object($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"config","namespace":"{{{_name}}}","finalizers":{{{(finalizer is null ? "[]" : $"[\"{finalizer}\"]")}}}}}"""),
        new ApplyOptions("holder"), Token);

    private static Task RequirePodsAsync(RunHost host) => host.ClusterName == Simulated ? Task.CompletedTask : ClusterPods.RequireAsync(host.Cluster);

    private Task DropNamespaceAsync(RunHost host) => host.Cluster.DeleteAsync(new ObjectRef("v1", "Namespace", null, _name), DeletionPropagation.Background, CancellationToken.None);
}

/// <summary>Runs on the demo cluster.</summary>
public sealed class DemoRunsTests : RunsContract
{
    private protected override Task<RunHost> StartAsync() => StartOnDemoAsync();
}

/// <summary>Runs on a real cluster.</summary>
public sealed class RealRunsTests(RealClusterUnderTest cluster) : RunsContract, IClassFixture<RealClusterUnderTest>
{
    private protected override Task<RunHost> StartAsync() => StartAsync(Environment.GetEnvironmentVariable("MESHLAB_TEST_KUBECONFIG")!, cluster.Client.Cluster.Name);
}
