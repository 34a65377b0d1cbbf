using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using Xunit;

namespace MeshLab.Tests.Runs;

public sealed class TeardownTests(RunHost host) : IClassFixture<RunHost>
{
    [Fact]
    public async Task Teardown_RemovesTheInventoryOfAllEarlierRuns()
    {
        await WriteAsync("down");
        var first = await host.RunAsync("down", RunAction.Deploy);
        var second = await host.RunAsync("down", RunAction.Deploy);

        var teardown = await host.RunAsync("down", RunAction.Teardown);

        Assert.True(teardown.Status == RunStatus.Succeeded, await host.LogAsync(teardown.Id));
        Assert.Null(await GetAsync("v1", "Namespace", null, "down"));
        Assert.Empty(await host.Runs.GetInventoryAsync(first.Id, CancellationToken.None));
        Assert.Empty(await host.Runs.GetInventoryAsync(second.Id, CancellationToken.None));
        Assert.DoesNotContain(await host.Runs.GetOccupiedClustersAsync(CancellationToken.None), one => one.Scenarios.Contains("down"));
        Assert.Equal("namespaces-made", teardown.Steps[^1].Id);
    }

    [Fact]
    public async Task Teardown_LeavesWhatWasThereBefore_AndTakesItsLabelsOffTheNamespace()
    {
        await host.Demo.ApplyAsync(Object("v1", "Namespace", null, "down-before"), new ApplyOptions("somebody"), CancellationToken.None);
        await host.Demo.ApplyAsync(Object("v1", "ConfigMap", "down-before", "config"), new ApplyOptions("somebody"), CancellationToken.None);
        await WriteAsync("down-before");
        var deploy = await host.RunAsync("down-before", RunAction.Deploy);
        Assert.True(deploy.Status == RunStatus.Succeeded, await host.LogAsync(deploy.Id));
        Assert.Equal("yes", (await GetAsync("v1", "Namespace", null, "down-before"))!["metadata"]!["labels"]!["inject"]!.GetValue<string>());

        var teardown = await host.RunAsync("down-before", RunAction.Teardown);

        Assert.Equal(RunStatus.Succeeded, teardown.Status);
        var space = await GetAsync("v1", "Namespace", null, "down-before");
        Assert.NotNull(space);
        Assert.Null(space["metadata"]!["labels"]?["inject"]);
        Assert.NotNull(await GetAsync("v1", "ConfigMap", "down-before", "config"));
        Assert.Contains("ConfigMap down-before/config stays: it was there before MeshLab", await host.LogAsync(teardown.Id));
    }

    [Fact]
    public async Task Teardown_LeavesANamespaceWithSomethingForeignInIt()
    {
        await WriteAsync("down-foreign");
        await host.RunAsync("down-foreign", RunAction.Deploy);
        var foreign = Object("apps/v1", "Deployment", "down-foreign", "theirs");
        foreign["spec"] = JsonNode.Parse("""{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}""");
        await host.Demo.ApplyAsync(foreign, new ApplyOptions("somebody"), CancellationToken.None);

        var teardown = await host.RunAsync("down-foreign", RunAction.Teardown);

        Assert.Equal(RunStatus.Succeeded, teardown.Status);
        Assert.NotNull(await GetAsync("apps/v1", "Deployment", "down-foreign", "theirs"));
        Assert.Null(await GetAsync("v1", "ConfigMap", "down-foreign", "config"));
        Assert.Contains("Deployment down-foreign/theirs, which is not MeshLab's", await host.LogAsync(teardown.Id));
    }

    [Fact]
    public async Task SharedObject_StaysUntilTheLastScenarioIsTornDown()
    {
        await WriteAsync("share-a", "shared-space");
        await WriteAsync("share-b", "shared-space");
        await host.RunAsync("share-a", RunAction.Deploy);
        await host.RunAsync("share-b", RunAction.Deploy);

        var first = await host.RunAsync("share-a", RunAction.Teardown);

        Assert.NotNull(await GetAsync("v1", "ConfigMap", "shared-space", "config"));
        Assert.Contains("share-b (run", await host.LogAsync(first.Id));

        await host.RunAsync("share-b", RunAction.Teardown);

        Assert.Null(await GetAsync("v1", "Namespace", null, "shared-space"));
    }

    [Fact]
    public async Task Teardown_WithNothingToDo_SucceedsAndSaysSo()
    {
        await WriteAsync("down-nothing");

        var teardown = await host.RunAsync("down-nothing", RunAction.Teardown);

        Assert.Equal(RunStatus.Succeeded, teardown.Status);
        Assert.Contains("Nothing of down-nothing is on demo", await host.LogAsync(teardown.Id));
    }

    [Fact]
    public async Task HelmRelease_IsInstalledFromItsProfile_AndUninstalled()
    {
        await host.WriteScenarioAsync("down-helm", """
            - id: base
              title: Definitions
              helm:
                release: istio-base
                repo: https://istio-release.storage.googleapis.com/charts
                chart: base
                version: 1.30.3
                namespace: istio-system
                set: { defaultRevision: default }
            """);
        var deploy = await host.RunAsync("down-helm", RunAction.Deploy);
        Assert.True(deploy.Status == RunStatus.Succeeded, await host.LogAsync(deploy.Id));
        Assert.Contains("Simulated: installing the demo cluster's profile of base 1.30.3", await host.LogAsync(deploy.Id));

        var teardown = await host.RunAsync("down-helm", RunAction.Teardown);

        Assert.True(teardown.Status == RunStatus.Succeeded, await host.LogAsync(teardown.Id));
        Assert.Contains("Release istio-system/istio-base uninstalled", await host.LogAsync(teardown.Id));
        Assert.Null(await GetAsync("v1", "Namespace", null, "istio-system"));
    }

    private Task WriteAsync(string name, string? space = null) => host.WriteScenarioAsync(name, $$"""
        - id: space
          title: Namespace
          namespace: { name: {{space ?? name}}, labels: { inject: "yes" } }
        - id: config
          title: Config
          apply: [config.yaml]
        """, "", ("config.yaml", TestManifests.ConfigMap(space ?? name, "config", "x")));

    private Task<JsonObject?> GetAsync(string apiVersion, string kind, string? @namespace, string name) =>
        host.Demo.GetAsync(new ObjectRef(apiVersion, kind, @namespace, name), CancellationToken.None);

    private static JsonObject Object(string apiVersion, string kind, string? @namespace, string name) => new()
    {
        ["apiVersion"] = apiVersion,
        ["kind"] = kind,
        ["metadata"] = @namespace is null ? new JsonObject { ["name"] = name } : new JsonObject { ["name"] = name, ["namespace"] = @namespace },
    };
}
