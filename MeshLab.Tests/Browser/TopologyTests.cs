using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MeshLab.Tests.Scenarios;
using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

/// <summary>One service on two clusters, drawn in one graph.</summary>
public sealed class TopologyTests(BrowserFixture browser)
{
    private const int RunDeadlineMilliseconds = 4 * 60_000;

    [Fact]
    public async Task Topology_OfTwoClusters_DrawsBothAndTheCallsAcross()
    {
        await using var web = await WebProcess.StartNewAsync();
        await using var visitor = await browser.VisitAsync(web);
        var page = visitor.Page;
        var way = ScenarioWay.All().First(way => way.Scenario == "cross-cluster-networking");
        using (var http = new HttpClient { BaseAddress = new Uri(web.Address) })
        {
            var started = await http.PostAsJsonAsync("/api/v1/runs", new { way.Scenario, action = "deploy", way.Clusters, way.Parameters }, TestContext.Current.CancellationToken);
            Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            var run = (await started.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!["id"]!.GetValue<long>();
            await visitor.OpenAsync($"/runs/{run}");
        }

        await Assertions.Expect(page.Locator(".run-facts .status-chip").First).ToHaveTextAsync("Succeeded", new LocatorAssertionsToHaveTextOptions { Timeout = RunDeadlineMilliseconds });

        // Without a choice the page shows the clusters that share the scenario.
        await visitor.OpenAsync("/topology");
        var graph = page.Locator("svg.graph");
        await Assertions.Expect(graph.Locator(".graph-frame-name")).ToHaveTextAsync(["cluster demo-east", "cluster demo-west"]);
        await Assertions.Expect(graph.Locator(".graph-edge.graph-between").First).ToBeAttachedAsync();
        await Assertions.Expect(graph).ToHaveAttributeAsync("aria-label", new Regex(@"of 2 clusters .* from cluster to cluster$"));

        // The tables say the same in words.
        var across = page.GetByRole(AriaRole.Region, new() { Name = "Traffic" }).GetByRole(AriaRole.Row).Filter(new() { HasTextRegex = new Regex("demo-west/.*demo-east/") });
        await Assertions.Expect(across.First).ToBeVisibleAsync();
        await visitor.PictureAsync("topology-two-clusters-light");
        await visitor.AssertAccessibleAsync();

        // One cluster alone is still to be had, and is in the address.
        await page.GetByLabel("demo-east").UncheckAsync();
        await page.ComesToAsync("**/topology?cluster=demo-west");
        await Assertions.Expect(graph.Locator(".graph-frame-name")).ToHaveCountAsync(0);
        visitor.AssertNoFaults();

        await using var phone = await browser.VisitAsync(web, "dark", Visitor.SmallWidth, 780);
        await phone.OpenAsync("/topology?cluster=demo-west&cluster=demo-east");
        await Assertions.Expect(phone.Page.Locator(".graph-frame-name")).ToHaveCountAsync(2);
        await phone.PictureAsync("topology-two-clusters-dark-360");
        await phone.AssertAccessibleAsync();
        Assert.Equal(Visitor.SmallWidth, await phone.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        phone.AssertNoFaults();
    }
}
