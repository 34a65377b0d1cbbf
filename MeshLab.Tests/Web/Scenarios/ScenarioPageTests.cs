using Bunit;
using Bunit.TestDoubles;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Runs;
using MeshLab.Tests.Scenarios;
using MeshLab.Web.Pages.Scenarios;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Web.Scenarios;

public sealed class ScenarioPageTests
{
    [Fact]
    public async Task Page_Scenario_ShowsStepsChecksAndTheirTasks()
    {
        await using var pages = await ScenarioPages.StartAsync(ShopWithTasks.Fill);

        var page = Show(pages, "shop");

        page.WaitForAssertion(() => Assert.Equal("Shop", page.Find("h1").TextContent));
        Assert.Contains("It is there", page.Find("#step-app .scenario-step-checks").TextContent, StringComparison.Ordinal);
        Assert.Equal(["/checklist#9.1/install-app", "/checklist#9.1/check-app"], page.FindAll("#step-app .cover-links a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task Page_TaskVerifiedOnASimulatedCluster_IsMarked()
    {
        await using var pages = await ScenarioPages.StartAsync(ShopWithTasks.Fill);
        await pages.Context.Services.GetRequiredService<RoadmapService>().MarkVerifiedAsync(["9.1/install-app"], 1, "it answers", simulated: true, default);

        var page = Show(pages, "shop");

        page.WaitForAssertion(() => Assert.Equal("1 of 2 tasks done, 1 on a simulated cluster", page.Find(".task-progress-text").TextContent));
        Assert.Single(page.FindAll(".cover-links .cover-simulated"));
    }

    [Fact]
    public async Task Page_Readme_IsRendered()
    {
        await using var pages = await ScenarioPages.StartAsync(ShopWithTasks.Fill);

        var page = Show(pages, "shop", "readme");

        page.WaitForAssertion(() => Assert.Equal("things", page.Find(".scenario-readme strong").TextContent));
    }

    [Theory]
    [InlineData(null, "kind: Scenario")]
    [InlineData("manifests/app.yaml", "kind: ConfigMap")]
    [InlineData("../broken/scenario.yaml", null)]
    public async Task Page_Files_ShowsThoseOfTheScenarioOnly(string? file, string? text)
    {
        await using var pages = await ScenarioPages.StartAsync(ShopWithTasks.Fill);

        var page = Show(pages, "shop", "files", file);

        page.WaitForElement(".scenario-file > *");
        Assert.Equal(["scenario.yaml", "manifests/app.yaml"], page.FindAll(".scenario-files nav a").Select(link => link.TextContent));
        Assert.Contains(text ?? "cannot be shown", page.Find(".scenario-file").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", "There is no such scenario")]
    [InlineData("broken", "broken/scenario.yaml:1:1")]
    public async Task Page_NoScenario_SaysWhy(string name, string text)
    {
        await using var pages = await ScenarioPages.StartAsync(ShopWithTasks.Fill);

        var page = Show(pages, name);

        page.WaitForAssertion(() => Assert.Contains(text, page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deploy_Defaults_TakesOneClick()
    {
        await using var pages = await ScenarioPages.StartAsync(ShopWithTasks.Fill);
        var page = Show(pages, "shop");
        page.WaitForAssertion(() => Assert.Contains("Deploy to demo", page.Find(".deploy-primary").TextContent, StringComparison.Ordinal));
        Assert.NotNull(page.Find(".deploy-cluster .simulated-badge"));

        await ClickAsync(page, ".deploy-primary", "Deploy");

        var run = Assert.Single(await pages.Runs.ListAsync("shop", 10, default));
        Assert.Equal((RunAction.Deploy, "demo"), (run.Action, run.Clusters["main"]));
        Assert.EndsWith($"/runs/{run.Id}", pages.Context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_WrongParameter_IsShownAtTheFieldAndNothingStarts()
    {
        await using var pages = await ScenarioPages.StartAsync(ShopWithTasks.Fill);
        var page = Show(pages, "shop");
        page.WaitForElement("#parameter-version");

        await page.InvokeAsync(() => page.Find("#parameter-version").ChangeAsync(new() { Value = "newest" }));
        await ClickAsync(page, ".deploy-primary", "Deploy");

        Assert.Contains("must match", page.Find("#parameter-version-hint").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.Find("#parameter-version").GetAttribute("aria-invalid"));
        Assert.Contains("must match", page.Find(".deploy-refused[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(await pages.Runs.ListAsync(null, 10, default));
    }

    [Fact]
    public async Task Check_OfTheChosenClusters_IsShownBeforeAnythingChanges()
    {
        await using var pages = await ScenarioPages.StartAsync(ShopWithTasks.Fill);

        var page = Show(pages, "shop");

        page.WaitForAssertion(() => Assert.Contains("Kubernetes v1.35.0", page.Find(".preflight .preflight-ok").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.Contains("nothing is in the way", page.Find(".preflight summary").TextContent, StringComparison.Ordinal);
        Assert.Empty(await pages.Runs.ListHeadersAsync(null, 1, default));
    }

    [Fact]
    public async Task Export_ChangedParameter_IsInTheLinksWhileItFits()
    {
        await using var pages = await ScenarioPages.StartAsync(ShopWithTasks.Fill);
        var page = Show(pages, "shop");
        page.WaitForElement("#parameter-replicas");
        var before = page.FindAll(".export-menu a").Select(link => link.GetAttribute("href")).ToList();

        await page.InvokeAsync(() => page.Find("#parameter-replicas").ChangeAsync(new() { Value = "5" }));
        var changed = page.FindAll(".export-menu a").Select(link => link.GetAttribute("href")).ToList();
        await page.InvokeAsync(() => page.Find("#parameter-replicas").ChangeAsync(new() { Value = "many" }));

        Assert.Equal("/api/v1/scenarios/shop/export?format=kustomize", before[0]);
        Assert.Equal(
            ["/api/v1/scenarios/shop/export?format=kustomize&replicas=5", "/api/v1/scenarios/shop/export?format=argocd&replicas=5", "/api/v1/scenarios/shop/export?format=fleet&replicas=5"],
            changed);
        Assert.Empty(page.FindAll(".export-menu a"));
    }

    [Fact]
    public async Task Deploy_ChangedParameter_IsInTheRun()
    {
        await using var pages = await ScenarioPages.StartAsync(ShopWithTasks.Fill);
        var page = Show(pages, "shop");
        page.WaitForElement("#parameter-version");

        await page.InvokeAsync(() => page.Find("#parameter-version").ChangeAsync(new() { Value = "2.0.0" }));
        await ClickAsync(page, ".deploy-actions button", "Dry run");

        var run = Assert.Single(await pages.Runs.ListAsync("shop", 10, default));
        Assert.Equal((RunAction.DryRun, "2.0.0", "2"), (run.Action, run.Parameters["version"], run.Parameters["replicas"]));
    }

    [Fact]
    public async Task Teardown_IsAskedBefore()
    {
        await using var pages = await ScenarioPages.StartAsync(ShopWithTasks.Fill);
        var page = Show(pages, "shop");
        page.WaitForElement(".deploy-primary");

        await ClickAsync(page, ".deploy-actions button", "Teardown");
        Assert.Empty(await pages.Runs.ListAsync(null, 10, default));
        await ClickAsync(page, ".teardown button", "Remove it");

        Assert.Equal(RunAction.Teardown, Assert.Single(await pages.Runs.ListAsync("shop", 10, default)).Action);
    }

    [Fact]
    public async Task Deploy_Secret_IsAPasswordThatMustBeGiven()
    {
        await using var pages = await ScenarioPages.StartAsync(folder => folder.Write(
            "shop/scenario.yaml", ScenarioFolder.Valid.Replace("{ name: replicas, type: integer, default: 2 }", "{ name: token, type: secret }", StringComparison.Ordinal)));
        var page = Show(pages, "shop");
        page.WaitForElement("#parameter-token");
        Assert.Equal("password", page.Find("#parameter-token").GetAttribute("type"));
        Assert.True(page.Find("details.deploy-parameters").HasAttribute("open"));

        await ClickAsync(page, ".deploy-primary", "Deploy");

        Assert.Contains("token needs a value.", page.Find(".deploy-refused").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_SeveralRoles_AreBoundToClustersOfTheirOwn()
    {
        await using var pages = await ScenarioPages.StartAsync(folder => folder.Write(
            "shop/scenario.yaml", ScenarioFolder.Valid.Replace("[{ role: main }]", "[{ role: west }, { role: east }]", StringComparison.Ordinal).Replace("title: App", "title: App\n      cluster: east", StringComparison.Ordinal)));

        var page = Show(pages, "shop");

        page.WaitForAssertion(() => Assert.Contains("Deploy to demo-west and demo-east", page.Find(".deploy-primary").TextContent, StringComparison.Ordinal));
        Assert.Equal("demo-west", page.Find("#role-west").GetAttribute("value"));
    }

    [Fact]
    public async Task Deploy_Refused_ListsWhatIsInTheWay()
    {
        await using var pages = await ScenarioPages.StartAsync(ShopWithTasks.Fill);
        pages.Folder.Write(".kubeconfig", """
            apiVersion: v1
            kind: Config
            clusters: [{ name: gone, cluster: { server: "http://127.0.0.1:1" } }]
            users: [{ name: me, user: {} }]
            contexts: [{ name: gone, context: { cluster: gone, user: me } }]
            """);
        var page = Show(pages, "shop");
        page.WaitForElement("#role-main");

        await page.InvokeAsync(() => page.Find("#role-main").ChangeAsync(new() { Value = "gone" }));
        await ClickAsync(page, ".deploy-primary", "Deploy");

        page.WaitForAssertion(() => Assert.Contains("The cluster gone cannot be reached", page.Find(".deploy-refused").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        Assert.Empty(page.FindAll(".deploy-cluster .simulated-badge"));
    }

    [Fact]
    public async Task Deploy_NoCluster_SaysSo()
    {
        await using var pages = await ScenarioPages.StartAsync(ShopWithTasks.Fill, withDemoClusters: false);

        var page = Show(pages, "shop");

        page.WaitForAssertion(() => Assert.Contains("no cluster to run it on", page.Find(".deploy-panel").TextContent, StringComparison.Ordinal));
    }

    /// <summary>Finds and clicks on the renderer's own thread, so that no render comes in between.</summary>
    private static Task ClickAsync(IRenderedComponent<ScenarioPage> page, string selector, string text) =>
        page.InvokeAsync(() => page.FindAll(selector).First(button => button.TextContent.Contains(text, StringComparison.Ordinal)).ClickAsync(new()));

    private static IRenderedComponent<ScenarioPage> Show(ScenarioPages pages, string name, string? view = null, string? file = null)
    {
        var query = view is null ? "" : $"?view={view}{(file is null ? "" : $"&file={Uri.EscapeDataString(file)}")}";
        pages.Context.Services.GetRequiredService<NavigationManager>().NavigateTo($"/scenarios/{name}{query}");
        return pages.Context.Render<ScenarioPage>(parameters => parameters.Add(page => page.Name, name));
    }
}
