using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Experiments.Formats;
using MeshLab.Core.Measurements;
using MeshLab.Tests.Experiments;
using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

/// <summary>The pages of experiments in a real browser: an imported experiment with its charts, and the form for a new one.</summary>
public sealed class ExperimentPagesTests(BrowserFixture browser)
{
    [Fact]
    public async Task ExperimentPage_ShowsTablesChartsAndMarks_AndIsAccessible()
    {
        await using var web = await WebProcess.StartNewAsync();
        var id = await ImportAsync(web);
        await using var visitor = await browser.VisitAsync(web);
        var page = visitor.Page;

        await visitor.OpenAsync("/experiments");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Sidecars against nothing" }).ClickAsync();
        await page.ComesToAsync($"**/experiments/{id}");

        await Assertions.Expect(page.Locator(".js-plotly-plot .scatterlayer .errorbars").First).ToBeAttachedAsync();
        await Assertions.Expect(page.Locator(".js-plotly-plot")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator("main .simulated-badge").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new PageGetByRoleOptions { NameRegex = new("CPU, sidecars.*30\\.0 mCPU") }).First).ToBeVisibleAsync();
        await visitor.PictureAsync("experiment");
        await visitor.AssertAccessibleAsync();
        visitor.AssertNoFaults();
    }

    [Fact]
    public async Task NewExperimentPage_ChecksWhatIsTyped_AndStartsIt()
    {
        await using var web = await WebProcess.StartNewAsync();
        await using var visitor = await browser.VisitAsync(web);
        var page = visitor.Page;

        await visitor.OpenAsync("/experiments/new");
        await Assertions.Expect(page.GetByText("24 measurements in 12 deployments")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Spinbutton, new PageGetByRoleOptions { Name = "Repetitions" }).FillAsync("2");
        await page.GetByRole(AriaRole.Spinbutton, new PageGetByRoleOptions { Name = "Repetitions" }).BlurAsync();
        await Assertions.Expect(page.GetByText("8 measurements in 4 deployments")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("no effect can be called significant")).ToBeVisibleAsync();
        await visitor.PictureAsync("new-experiment");
        await visitor.AssertAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Start" }).ClickAsync();

        await page.ComesToAsync("**/experiments/1");
        await Assertions.Expect(page.GetByText("0 of 8 measurements done")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(page.Locator(".facts .status-chip")).ToHaveTextAsync("Cancelled", new LocatorAssertionsToHaveTextOptions { Timeout = 60_000 });
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Resume" })).ToBeVisibleAsync();
        visitor.AssertNoFaults();
    }

    private static async Task<long> ImportAsync(WebProcess web)
    {
        var experiment = Sample.Experiment(Sample.Definition(6), (variant, level, repetition) =>
            Sample.Figures(2 + (0.1 * repetition) + level + (variant == "mesh" ? 0.5 : 0), variant == "mesh" ? 0.03 : 0, Origin.Simulated));
        using var http = new HttpClient { BaseAddress = new Uri(web.Address) };
        using var content = new ByteArrayContent(ExperimentDocument.Write(experiment));
        content.Headers.ContentType = new("application/json");
        var response = await http.PostAsync("/api/v1/experiments/import?name=sample.json", content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<long>();
    }
}
