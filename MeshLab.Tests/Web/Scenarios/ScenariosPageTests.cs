using Bunit;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Runs;
using MeshLab.Web.Pages.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Web.Scenarios;

public sealed class ScenariosPageTests
{
    [Fact]
    public async Task Page_Scenarios_ShowsSectionsProgressAndTheLastRun()
    {
        await using var pages = await ScenarioPages.StartAsync(ShopWithTasks.Fill);
        await pages.Context.Services.GetRequiredService<RoadmapService>().SetAsync("9.1/check-app", true, null, "me", default);
        await pages.Runs.StartAsync(new("shop", RunAction.Deploy, new Dictionary<string, string> { ["main"] = "demo" }, new Dictionary<string, string>(), "me"), default);

        var page = pages.Context.Render<ScenariosPage>();

        page.WaitForAssertion(() =>
        {
            Assert.Equal("9.1 Shop", page.Find("h2[id='section-9.1']").TextContent);
            Assert.Equal("/scenarios/shop", page.Find(".scenario-card h3 a").GetAttribute("href"));
            Assert.Contains("1 of 2 tasks done", page.Find(".scenario-card").TextContent, StringComparison.Ordinal);
            Assert.Contains("1 step", page.Find(".scenario-card").TextContent, StringComparison.Ordinal);
            Assert.Contains("Deploy queued", page.Find(".scenario-card-run").TextContent, StringComparison.Ordinal);
            Assert.NotNull(page.Find(".scenario-card .simulated-badge"));
        });
    }

    [Fact]
    public async Task Page_BrokenScenario_NamesFileLineAndColumn()
    {
        await using var pages = await ScenarioPages.StartAsync(ShopWithTasks.Fill);

        var page = pages.Context.Render<ScenariosPage>();

        page.WaitForAssertion(() => Assert.Contains("broken/scenario.yaml:1:1", page.Find(".scenario-problems[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Contains("3 problems in broken", page.Find(".scenario-problems h2").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_FileMended_ShowsItWithoutReload()
    {
        await using var pages = await ScenarioPages.StartAsync(ShopWithTasks.Fill);
        var page = pages.Context.Render<ScenariosPage>();
        page.WaitForElement(".scenario-problems");

        Directory.Delete(Path.Combine(pages.Folder.Root, "broken"), recursive: true);

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".scenario-problems")), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Page_NoScenarios_SaysWhereTheyAreLookedFor()
    {
        await using var pages = await ScenarioPages.StartAsync(folder => Directory.Delete(folder.Shop, recursive: true));

        var page = pages.Context.Render<ScenariosPage>();

        page.WaitForAssertion(() => Assert.Contains(pages.Folder.Root, page.Find(".empty-state").TextContent, StringComparison.Ordinal));
    }
}
