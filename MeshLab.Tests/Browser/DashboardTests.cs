using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Tests.Measurements.Sources.Prometheus;
using MeshLab.Tests.Scenarios;
using Xunit;

namespace MeshLab.Tests.Browser;

/// <summary>A real Prometheus scrapes the real application, and every query of the Grafana dashboard answers.</summary>
public sealed class DashboardTests(BrowserFixture browser)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static readonly string File = Path.GetFullPath(Path.Combine(ScenarioFolder.Shipped, "..", "docs", "grafana", "meshlab-dashboard.json"));

    [Fact]
    public async Task Dashboard_EveryQuery_FindsSeriesThatPrometheusScraped()
    {
        await using var web = await WebProcess.StartNewAsync();
        await using var prometheus = await RealPrometheus.StartAsync(web.Address);
        await using var visitor = await browser.VisitAsync(web);
        await visitor.OpenAsync("/runs");
        using var http = new HttpClient();
        var way = ScenarioWay.All().First(way => way.Scenario == "mesh-cost-analysis");
        using var run = await http.PostAsJsonAsync($"{web.Address}/api/v1/runs", new { way.Scenario, action = "deploy", way.Clusters, way.Parameters });
        Assert.True(run.IsSuccessStatusCode, await run.Content.ReadAsStringAsync());

        var waiting = Queries().ToList();
        Assert.NotEmpty(waiting);
        var waited = Stopwatch.StartNew();
        while (waiting.Count > 0)
        {
            Assert.True(waited.Elapsed < Patience, $"Prometheus has nothing for:\n{string.Join('\n', waiting)}");
            foreach (var query in waiting.ToList())
            {
                using var response = await http.GetAsync($"{prometheus.Address}/api/v1/query?query={Uri.EscapeDataString(query)}");
                var answer = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
                Assert.True(answer["status"]!.GetValue<string>() == "success", $"{query}\n{answer["error"]}");
                if (answer["data"]!["result"]!.AsArray().Count > 0)
                {
                    waiting.Remove(query);
                }
            }

            await Task.Delay(500);
        }
    }

    [Fact]
    public void Dashboard_Panels_HaveIdsOfTheirOwnADescriptionAndTheChosenDataSource()
    {
        var panels = Panels();

        Assert.Equal(panels.Count, panels.Select(panel => panel["id"]!.GetValue<int>()).Distinct().Count());
        Assert.All(panels, panel => Assert.NotEqual("", panel["description"]!.GetValue<string>()));
        Assert.All(panels, panel => Assert.Equal("${datasource}", panel["datasource"]!["uid"]!.GetValue<string>()));
    }

    /// <summary>The queries as Grafana would send them, with its variables replaced.</summary>
    private static IEnumerable<string> Queries() => Panels()
        .SelectMany(panel => panel["targets"]!.AsArray())
        .Select(target => target!["expr"]!.GetValue<string>().Replace("$job", "cadvisor", StringComparison.Ordinal).Replace("$__rate_interval", "1m", StringComparison.Ordinal));

    private static List<JsonNode> Panels() => [.. JsonNode.Parse(System.IO.File.ReadAllText(File))!["panels"]!.AsArray().Select(panel => panel!)];
}
