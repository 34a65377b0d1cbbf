using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Tests.Runs;
using MeshLab.Tests.Scenarios;
using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

/// <summary>The plan of a dry run and the health of an inventory, on wide and small screens and in both themes.</summary>
public sealed class RunViewsTests(BrowserFixture browser)
{
    private const string Scenario = """
        apiVersion: meshlab.dev/v1alpha1
        kind: Scenario
        metadata: { name: views }
        spec:
          title: Views
          summary: Something of each kind.
          section: "9.1"
          mesh: none
          clusters: [{ role: main, description: Any. }]
          parameters: [{ name: replicas, type: integer, default: 1 }]
          tools: [{ name: no-such-tool }]
          steps:
            - id: space
              title: Namespace
              namespace: { name: views, labels: { team: lab } }
            - id: app
              title: The web server and its settings
              apply: [app.yaml, map.yaml]
            - id: chart
              title: Istio's definitions
              helm: { release: istio-base, repo: https://istio-release.storage.googleapis.com/charts, chart: base, version: 1.30.3, namespace: istio-system }
            - id: tool
              title: Something by hand
              cli: { tool: no-such-tool, args: [] }
        """;

    [Fact]
    public async Task PlanAndHealth_AreReadableOnEveryScreen()
    {
        using var folder = new ScenarioFolder();
        folder.Write("views/scenario.yaml", Scenario);
        folder.Write("views/README.md", "# Views\n");
        folder.Write("views/app.yaml", TestManifests.Deployment("views", "web"));
        folder.Write("views/map.yaml", TestManifests.ConfigMap("views", "settings", "a"));
        await using var web = await WebProcess.StartNewAsync(scenariosDirectory: folder.Root);
        using var http = new HttpClient { BaseAddress = new Uri(web.Address) };
        var first = await RunAsync(http, "dryRun");
        await LookAsync(web, $"/runs/{first}", "plan-new", page => Assertions.Expect(page.Locator(".plan-create").First).ToBeVisibleAsync());

        var deploy = await RunAsync(http, "deploy");
        folder.Write("views/map.yaml", TestManifests.ConfigMap("views", "settings", "b"));
        var second = await RunAsync(http, "dryRun");
        await LookAsync(web, $"/runs/{second}", "plan-change", page => Assertions.Expect(page.Locator("ins").First).ToHaveTextAsync("\"b\""));
        await LookAsync(web, $"/runs/{deploy}", "inventory", async page =>
        {
            await page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { NameRegex = new("Inventory") }).ClickAsync();
            await Assertions.Expect(page.Locator(".health-summary .status-warning")).ToHaveTextAsync("1 drifted");
            await Assertions.Expect(page.Locator(".inventory-note")).ToContainTextAsync("what no-such-tool does in step tool");
        });
        await LookAsync(web, "/scenarios/views", "scenario-health", page => Assertions.Expect(page.Locator(".deploy-panel .health-summary .status-chip").First).ToBeVisibleAsync());
    }

    private async Task LookAsync(WebProcess web, string path, string name, Func<IPage, Task> see)
    {
        (string, int)[] screens = Visitor.EveryScreen ? [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)] : [("light", 1280), ("dark", 390)];
        foreach (var (theme, width) in screens)
        {
            await using var visitor = await browser.VisitAsync(web, theme, width);
            await visitor.OpenAsync(path);
            await see(visitor.Page);
            await visitor.PictureAsync($"{name}-{theme}-{width}");
            await visitor.AssertAccessibleAsync();
            Assert.Equal(width, await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
            visitor.AssertNoFaults();
        }
    }

    private static async Task<long> RunAsync(HttpClient http, string action)
    {
        var body = new { scenario = "views", action, clusters = new { main = "demo" }, parameters = new { } };
        var started = await http.PostAsJsonAsync("/api/v1/runs", body, TestContext.Current.CancellationToken);
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var id = (await started.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!["id"]!.GetValue<long>();
        for (var deadline = DateTime.UtcNow.AddMinutes(2); ;)
        {
            var run = (await http.GetFromJsonAsync<JsonObject>($"/api/v1/runs/{id}", TestContext.Current.CancellationToken))!;
            if (run["status"]!.GetValue<string>() is "Succeeded")
            {
                return id;
            }

            Assert.True(run["status"]!.GetValue<string>() is "Queued" or "Running" && DateTime.UtcNow < deadline, run.ToJsonString());
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }
}
