using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using Xunit;

namespace MeshLab.Tests.Runs.Health;

/// <summary>The health of an inventory while things happen to its objects.</summary>
public sealed class InventoryHealthTests(RunHost host) : IClassFixture<RunHost>
{
    private const string Name = "health-run";

    [Fact]
    public async Task Inventory_TellsWhatIsHealthyChangedBrokenAndGone()
    {
        await host.WriteScenarioAsync(Name, $$"""
            - id: space
              title: Namespace
              namespace: { name: {{Name}}, labels: { team: lab } }
            - id: app
              title: App
              apply: [app.yaml, map.yaml, gone.yaml]
            - id: chart
              title: Chart
              helm: { release: istio-base, repo: https://istio-release.storage.googleapis.com/charts, chart: base, version: 1.30.3, namespace: istio-system }
            """, "", ("app.yaml", TestManifests.Deployment(Name, "web")), ("map.yaml", TestManifests.ConfigMap(Name, "map", "x")), ("gone.yaml", TestManifests.ConfigMap(Name, "gone", "x")));
        var run = await host.RunAsync(Name, RunAction.Deploy);
        Assert.True(run.Status == RunStatus.Succeeded, await host.LogAsync(run.Id));

        var before = await host.Runs.GetHealthAsync(run.Id, CancellationToken.None);
        Assert.All(before, one => Assert.True(one.Health == ObjectHealth.Healthy, one.ToString()));
        Assert.Contains(before, one => one.Item.Kind == "Release");

        await ApplyAsync("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"map","namespace":"health-run"},"data":{"value":"changed"}}""");
        await ApplyAsync("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"health-run"},"spec":{"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"fortio","image":"fortio/fortio:does-not-exist"}]}}}}""");
        await host.Demo.DeleteAsync(new ObjectRef("v1", "ConfigMap", Name, "gone"), DeletionPropagation.Background, CancellationToken.None);
        var after = await UntilAsync(run.Id, found => found.Count(one => one.Health != ObjectHealth.Healthy) >= 3);

        Assert.Equal((ObjectHealth.Drifted, "data.value is \"changed\", the scenario has \"x\""), Of(after, "map"));
        Assert.Equal(ObjectHealth.Missing, Of(after, "gone").Health);
        Assert.Equal(ObjectHealth.Progressing, Of(after, "web").Health);
        Assert.Equal(ObjectHealth.Healthy, Of(after, Name).Health);
        var documents = (await host.Http.GetFromJsonAsync<JsonArray>($"/api/v1/runs/{run.Id}/inventory"))!;
        Assert.Equal(("drifted", "data.value is \"changed\", the scenario has \"x\""), documents.Where(one => one!["name"]!.ToString() == "map").Select(one => (one!["health"]!.ToString(), one["message"]!.ToString())).Single());
        await host.RunAsync(Name, RunAction.Teardown);
    }

    [Fact]
    public async Task NamespaceAndObjectsOfARelease_ThatSomebodyChanged_AreDrifted()
    {
        await host.WriteScenarioAsync("health-more", """
            - id: space
              title: Namespace
              namespace: { name: health-more, labels: { team: lab } }
            - id: chart
              title: Chart
              helm: { release: istiod, repo: https://istio-release.storage.googleapis.com/charts, chart: istiod, version: 1.30.3, namespace: health-more }
            """);
        var run = await host.RunAsync("health-more", RunAction.Deploy);
        Assert.True(run.Status == RunStatus.Succeeded, await host.LogAsync(run.Id));
        await ApplyAsync("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"health-more","labels":{"team":"others"}}}""");
        await ApplyAsync("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"istio","namespace":"health-more"},"data":{"meshNetworks":"changed"}}""");

        var found = await UntilAsync(run.Id, all => all.All(one => one.Health == ObjectHealth.Drifted));

        Assert.Equal("metadata.labels.team is \"others\", the scenario has \"lab\"", Of(found, "health-more").Message);
        Assert.Equal("ConfigMap health-more/istio: data.meshNetworks is \"changed\", the chart has \"networks: {}\"", Of(found, "istiod").Message);
        Assert.Empty(await host.Runs.GetNotWatchedAsync(run.Id, CancellationToken.None));
        await host.RunAsync("health-more", RunAction.Teardown);
    }

    [Fact]
    public async Task Release_AnObjectOfWhichIsGone_IsDegraded()
    {
        await host.WriteScenarioAsync("health-gone", """
            - id: chart
              title: Chart
              helm: { release: istiod, repo: https://istio-release.storage.googleapis.com/charts, chart: istiod, version: 1.30.3, namespace: health-gone }
            """);
        var run = await host.RunAsync("health-gone", RunAction.Deploy);
        Assert.True(run.Status == RunStatus.Succeeded, await host.LogAsync(run.Id));
        await host.Demo.DeleteAsync(new ObjectRef("v1", "Service", "health-gone", "istiod"), DeletionPropagation.Background, CancellationToken.None);

        var found = await UntilAsync(run.Id, all => all.Any(one => one.Health == ObjectHealth.Degraded));

        Assert.Equal((ObjectHealth.Degraded, "Service health-gone/istiod is not on the cluster any more"), Of(found, "istiod"));
        await host.RunAsync("health-gone", RunAction.Teardown);
    }

    private static (ObjectHealth Health, string? Message) Of(IReadOnlyList<InventoryHealth> found, string name) => found.Where(one => one.Item.Name == name).Select(one => (one.Health, one.Message)).First();

    private Task ApplyAsync(string json) => host.Demo.ApplyAsync((JsonObject)JsonNode.Parse(json)!, new ApplyOptions("somebody", Force: true), CancellationToken.None);

    /// <summary>A look is shared for five seconds, so the change shows in one of the next.</summary>
    private async Task<IReadOnlyList<InventoryHealth>> UntilAsync(long run, Func<IReadOnlyList<InventoryHealth>, bool> condition)
    {
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (true)
        {
            var found = await host.Runs.GetHealthAsync(run, CancellationToken.None);
            if (condition(found))
            {
                return found;
            }

            Assert.True(DateTime.UtcNow < deadline, string.Join('\n', found));
            await Task.Delay(200);
        }
    }
}
