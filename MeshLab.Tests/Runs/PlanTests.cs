using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Tests.Contract;
using Xunit;

namespace MeshLab.Tests.Runs;

/// <summary>What dry runs find, kept object by object.</summary>
public sealed class PlanTests(RunHost host) : IClassFixture<RunHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private const string Widget = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: { name: NAMEs.plan.test }
        spec:
          group: plan.test
          scope: Namespaced
          names: { kind: KIND, plural: NAMEs, singular: NAME, listKind: KINDList }
          versions:
            - name: v1
              served: true
              storage: true
              schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { size: { type: integer } } } } } }
        """;

    [Fact]
    public async Task Plan_TellsCreateChangeAndUnchanged_WithFieldsAndHiddenSecrets()
    {
        await WriteAsync("plan-objects", replicas: 1, secret: "hunter2-first");
        var first = await PlanAsync("plan-objects");
        Assert.All(first, item => Assert.Equal(PlanChange.Create, item.Change));
        Assert.Equal(RunStatus.Succeeded, (await host.RunAsync("plan-objects", RunAction.Deploy)).Status);
        var second = await PlanAsync("plan-objects");
        Assert.All(second, item => Assert.Equal(PlanChange.Unchanged, item.Change));

        await WriteAsync("plan-objects", replicas: 2, secret: "hunter2-second");
        var run = await host.RunAsync("plan-objects", RunAction.DryRun);

        var plan = await host.Runs.GetPlanAsync(run.Id, Token);
        var deployment = plan.Single(item => item.Kind == "Deployment");
        Assert.Equal((PlanChange.Change, "app", "demo"), (deployment.Change, deployment.Step, deployment.Cluster));
        Assert.Equal([new PlanField("spec.replicas", "1", "2")], deployment.Fields);
        Assert.Equal([new PlanField("data.password", "•••", "•••")], plan.Single(item => item.Kind == "Secret").Fields);
        Assert.Equal(PlanChange.Unchanged, plan.Single(item => item.Kind == "Namespace").Change);
        var log = await host.LogAsync(run.Id);
        Assert.Contains("Deployment plan-objects/web would be changed:\n  ~ spec.replicas: 1 → 2", log);
        Assert.Equal(1, (await host.Demo.GetAsync(new ObjectRef("apps/v1", "Deployment", "plan-objects", "web"), Token))!["spec"]!["replicas"]!.GetValue<int>());

        var document = (await host.Http.GetFromJsonAsync<JsonArray>($"/api/v1/runs/{run.Id}/plan", Token))!.Single(one => one!["kind"]!.ToString() == "Deployment")!;
        Assert.Equal(("change", "spec.replicas", "1", "2"), (document["change"]!.ToString(), document["fields"]![0]!["path"]!.ToString(), document["fields"]![0]!["before"]!.ToString(), document["fields"]![0]!["after"]!.ToString()));
    }

    [Theory]
    [InlineData("3", null)]
    [InlineData("big", "Widget plan-valid-0/one is not valid by the definition that comes with the run: spec.size: must be an integer, not a string")]
    public async Task Plan_OfAKindThatAnEarlierStepDefines_IsCheckedByItsSchema(string size, string? error)
    {
        var name = error is null ? "plan-valid-1" : "plan-valid-0";
        await host.WriteScenarioAsync(name, $$"""
            - id: space
              title: Namespace
              namespace: { name: {{name}} }
            - id: definition
              title: Definition
              apply: [crd.yaml]
            - id: object
              title: Object
              apply: [widget.yaml]
            """, "", ("crd.yaml", Widget.Replace("NAME", "widget").Replace("KIND", "Widget")), ("widget.yaml", $$"""
            apiVersion: plan.test/v1
            kind: Widget
            metadata: { name: one, namespace: {{name}} }
            spec: { size: {{size}} }
            """));

        var run = await host.RunAsync(name, RunAction.DryRun);

        var item = (await host.Runs.GetPlanAsync(run.Id, Token)).Single(one => one.Kind == "Widget");
        Assert.Equal(PlanChange.Create, item.Change);
        Assert.Equal(error is null ? RunStatus.Succeeded : RunStatus.Failed, run.Status);
        Assert.Equal(error, run.Steps[2].Error);
        Assert.Contains(error is null ? "checked against the definition" : "spec.size", item.Note);
    }

    [Fact]
    public async Task Plan_OfASimulatedRelease_TellsItsObjectsAndWhatBecomesOfIt()
    {
        await host.WriteScenarioAsync("plan-chart", """
            - id: crds
              title: Definitions
              helm: { release: istio-base, repo: https://istio-release.storage.googleapis.com/charts, chart: base, version: 1.30.3, namespace: istio-system }
            """);

        var first = await PlanAsync("plan-chart");
        Assert.Equal(RunStatus.Succeeded, (await host.RunAsync("plan-chart", RunAction.Deploy)).Status);
        var second = await PlanAsync("plan-chart");

        var release = first.Single(item => item.Kind == "Release");
        Assert.Equal((PlanChange.Create, "base 1.30.3 would be installed"), (release.Change, release.Note));
        Assert.Contains(first, item => item.Kind == "CustomResourceDefinition" && item.Change == PlanChange.Create);
        Assert.All(second, item => Assert.Equal((PlanChange.Unchanged, ""), (item.Change, item.Fields.Count == 0 ? "" : string.Join(';', item.Fields))));
        Assert.Equal("base 1.30.3 is installed, and none of its objects would change", second.Single(item => item.Kind == "Release").Note);
        await host.RunAsync("plan-chart", RunAction.Teardown);
    }

    [Fact]
    public async Task Plan_OfARealChart_TellsFieldsAndObjectsThatGo()
    {
        var helm = TestTool.Require("helm");
        var tools = Directory.CreateDirectory(Path.Combine(host.Folder, "data", "tools")).FullName;
        if (!File.Exists(Path.Combine(tools, "helm")))
        {
            File.CreateSymbolicLink(Path.Combine(tools, "helm"), helm);
        }

        await NameClusterAsync();
        await WriteChartAsync("hello", ("templates/old.yaml", ConfigMap("old", "x")), ("crds/crd.yaml", Widget.Replace("NAME", "gadget").Replace("KIND", "Gadget")));
        var first = await PlanAsync("plan-helm", "real");
        var deploy = await host.EndedAsync((await host.Runs.StartAsync(Request("plan-helm", RunAction.Deploy, "real"), Token)).Id);
        Assert.True(deploy.Status == RunStatus.Succeeded, await host.LogAsync(deploy.Id));
        var second = await PlanAsync("plan-helm", "real");

        File.Delete(Path.Combine(host.Folder, "scenarios", "plan-helm", "chart", "templates", "old.yaml"));
        await WriteChartAsync("goodbye");
        var third = await PlanAsync("plan-helm", "real");

        Assert.Equal(PlanChange.Create, first.Single(item => item.Kind == "Release").Change);
        Assert.Contains(first, item => item is { Kind: "CustomResourceDefinition", Name: "gadgets.plan.test", Change: PlanChange.Create });
        Assert.All(second, item => Assert.Equal((PlanChange.Unchanged, ""), (item.Change, string.Join(';', item.Fields))));
        Assert.Equal([new PlanField("data.value", "\"hello\"", "\"goodbye\"")], third.Single(item => item.Name == "greeting").Fields);
        Assert.Equal(PlanChange.Remove, third.Single(item => item.Name == "old").Change);
        Assert.Equal((PlanChange.Change, "local 0.1.0 is installed; its objects would change"), third.Where(item => item.Kind == "Release").Select(item => (item.Change, item.Note!)).Single());
    }

    private static string ConfigMap(string name, string value) => $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\ndata:\n  value: {value}\n";

    private static RunRequest Request(string scenario, RunAction action, string cluster) =>
        new(scenario, action, new Dictionary<string, string> { ["main"] = cluster }, new Dictionary<string, string>(), "test");

    private async Task<IReadOnlyList<PlanItem>> PlanAsync(string scenario, string cluster = "demo")
    {
        var run = await host.EndedAsync((await host.Runs.StartAsync(Request(scenario, RunAction.DryRun, cluster), Token)).Id);
        Assert.True(run.Status == RunStatus.Succeeded, await host.LogAsync(run.Id));
        return await host.Runs.GetPlanAsync(run.Id, Token);
    }

    private Task WriteAsync(string name, int replicas, string secret) => host.WriteScenarioAsync(name, $$"""
        - id: space
          title: Namespace
          namespace: { name: {{name}} }
        - id: app
          title: App
          apply: [app.yaml, secret.yaml]
        """, "", ("app.yaml", TestManifests.Deployment(name, "web", replicas)), ("secret.yaml", $$"""
        apiVersion: v1
        kind: Secret
        metadata: { name: secret, namespace: {{name}} }
        data: { password: {{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret))}} }
        """));

    private Task WriteChartAsync(string greeting, params (string Path, string Text)[] more) => host.WriteScenarioAsync("plan-helm", """
        - id: chart
          title: Chart
          helm: { release: local, chart: chart, namespace: plan-helm }
        """, """
        tools:
          - { name: helm, version: ">=3.14" }
        """, [("chart/Chart.yaml", "apiVersion: v2\nname: local\nversion: 0.1.0\n"), ("chart/templates/greeting.yaml", ConfigMap("greeting", greeting)), .. more.Select(one => ($"chart/{one.Path}", one.Text))]);

    private Task NameClusterAsync() => File.WriteAllTextAsync(Path.Combine(host.Folder, "none"), $$"""
        apiVersion: v1
        kind: Config
        clusters:
          - name: real
            cluster: { server: "{{host.Demo.Cluster.Server}}" }
        users:
          - name: real
            user: {}
        contexts:
          - name: real
            context: { cluster: real, user: real }
        """);
}
