using Bunit;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Sources.Prometheus;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Storage;
using MeshLab.Tests.Clusters;
using MeshLab.Web.Pages.Clusters;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Xunit;

namespace MeshLab.Tests.Web.Clusters;

public sealed class ClustersPageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_DemoCluster_IsMarkedSimulatedAndCheckedLive()
    {
        await using var host = await ClustersHost.StartAsync(demo: true);
        await using var context = await ContextAsync(host, "");

        var page = context.Render<ClustersPage>();

        var card = page.Find("[data-cluster=demo]");
        Assert.Contains("Simulated", card.TextContent);
        await page.WaitForAssertionAsync(() => Assert.Contains("Reachable", page.Find("[data-cluster=demo]").TextContent), Patience);
        Assert.Contains("kubelet-summary", page.Find("[data-cluster=demo]").TextContent);
        Assert.Contains($"KUBECONFIG={host.DemoKubeconfig} kubectl get pods -A", page.Markup);
    }

    [Fact]
    public async Task Page_ClusterThatDoesNotAnswer_SaysWhy()
    {
        await using var host = await ClustersHost.StartAsync(demo: false);
        await using var context = await ContextAsync(host, host.Files.Write("config", TestCatalogue.Kubeconfig("home-lab", "http://127.0.0.1:1")));

        var page = context.Render<ClustersPage>();

        Assert.Contains("Kubeconfig", page.Find("[data-cluster=home-lab]").TextContent);
        await page.WaitForAssertionAsync(() => Assert.Contains("nothing answers at http://127.0.0.1:1", page.Find("[data-cluster=home-lab]").TextContent), Patience);
        Assert.DoesNotContain("Simulated", page.Markup);
    }

    [Fact]
    public async Task Page_BrokenKubeconfig_ShowsFileContextAndRemedyAndTheOthers()
    {
        await using var host = await ClustersHost.StartAsync(demo: false);
        var broken = host.Files.Write("broken", "contexts: [{name: gone, context: {cluster: nowhere}}]");
        var sound = host.Files.Write("sound", TestCatalogue.Kubeconfig("sound", "http://127.0.0.1:1"));
        await using var context = await ContextAsync(host, $"{broken}{Path.PathSeparator}{sound}");

        var page = context.Render<ClustersPage>();

        var problem = page.Find("[role=alert]").TextContent;
        Assert.Contains($"Context gone in {broken}", problem);
        Assert.Contains("Correct the name", problem);
        Assert.NotNull(page.Find("[data-cluster=sound]"));
    }

    [Fact]
    public async Task Page_NoClusters_SaysHowToGetOne()
    {
        await using var host = await ClustersHost.StartAsync(demo: false);
        await using var context = await ContextAsync(host, "");

        Assert.Contains("~/.kube/config", context.Render<ClustersPage>().Find(".empty-state").TextContent);
    }

    [Fact]
    public async Task Page_FileChanged_ShowsTheNewCluster()
    {
        await using var host = await ClustersHost.StartAsync(demo: false);
        var file = host.Files.Write("config", TestCatalogue.Kubeconfig("one", "http://127.0.0.1:1"));
        await using var context = await ContextAsync(host, file);
        var page = context.Render<ClustersPage>();

        host.Files.Write("config", TestCatalogue.Kubeconfig("another", "http://127.0.0.1:1"));
        context.Services.GetRequiredService<ClusterCatalogue>().Refresh();

        await page.WaitForAssertionAsync(() => Assert.NotNull(page.Find("[data-cluster=another]")), Patience);
        Assert.Empty(page.FindAll("[data-cluster=one]"));
    }

    [Fact]
    public async Task Page_ClusterWithSomethingOfAScenario_LinksToTheScenario()
    {
        await using var host = await ClustersHost.StartAsync(demo: false);
        await using var context = await ContextAsync(host, host.Files.Write("config", TestCatalogue.Kubeconfig("home-lab", "http://127.0.0.1:1")));
        await OccupyAsync(context.Services, "home-lab", "istio-tutorial");

        var page = context.Render<ClustersPage>();

        await page.WaitForAssertionAsync(() => Assert.Equal("/scenarios/istio-tutorial", page.Find("[data-cluster=home-lab] a").GetAttribute("href")), Patience);
    }

    [Fact]
    public async Task Page_UserWhoMayDoLittle_ListsTheMissingRightsByTheRoleThatGivesThem()
    {
        using var cluster = new RestrictedCluster();
        await using var host = await ClustersHost.StartAsync(demo: false);
        await using var context = await ContextAsync(host, cluster.Kubeconfig);

        var page = context.Render<ClustersPage>();

        await page.WaitForAssertionAsync(() => Assert.Equal("13 rights are missing", page.Find("[data-missing-rights] summary").TextContent), Patience);
        Assert.Equal(["meshlab-view", "meshlab-measure", "meshlab-deploy"], page.FindAll("[data-missing-rights] p code").Select(one => one.TextContent));
        Assert.Contains("get nodes/proxy to read usage from the kubelets", page.Find("[data-missing-rights]").TextContent);
        Assert.Contains("not known", page.Find("[data-cluster=restricted] dl").TextContent);
    }

    [Fact]
    public async Task Page_PrometheusTestedSavedAndRemoved_SaysWhatCameOfIt()
    {
        await using var host = await ClustersHost.StartAsync(demo: false);
        await using var context = await ContextAsync(host, host.Files.Write("config", TestCatalogue.Kubeconfig("home-lab", "http://127.0.0.1:1")));
        var page = context.Render<ClustersPage>();
        var form = page.FindComponent<PrometheusForm>();

        await form.FindAll("button")[1].ClickAsync(new());
        Assert.Contains("Give either an address", form.Find("[role=status]").TextContent, StringComparison.Ordinal);

        await form.FindAll("input")[0].ChangeAsync(new() { Value = "http://127.0.0.1:1" });
        await form.FindAll("input")[3].ChangeAsync(new() { Value = "very-secret" });
        await form.FindAll("button")[0].ClickAsync(new());
        await page.WaitForAssertionAsync(() => Assert.Contains("cannot be asked", form.Find("[role=status]").TextContent, StringComparison.Ordinal), Patience);

        await form.FindAll("button")[1].ClickAsync(new());
        Assert.Contains("(set here)", form.Find("summary").TextContent, StringComparison.Ordinal);
        Assert.Equal("bearer", context.Services.GetRequiredService<PrometheusEndpoints>().Get("home-lab")!.Credentials);
        Assert.DoesNotContain("very-secret", page.Markup, StringComparison.Ordinal);

        await form.FindAll("button")[2].ClickAsync(new());
        Assert.NotNull(context.Services.GetRequiredService<PrometheusEndpoints>().Get("home-lab"));
        await form.Find("[data-typed-confirmation]").InputAsync("home-lab");
        await form.Find("form.typed").SubmitAsync();
        Assert.Null(context.Services.GetRequiredService<PrometheusEndpoints>().Get("home-lab"));
    }

    private static async Task OccupyAsync(IServiceProvider services, string cluster, string scenario)
    {
        await using var database = await services.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync(Token);
        var run = new RunRow { Scenario = scenario, Clusters = "{}", Parameters = "{}", SecretParameters = "[]", RequestedBy = "test" };
        database.Add(run);
        await database.SaveChangesAsync(Token);
        database.Add(new InventoryRow { RunId = run.Id, StepId = "one", Cluster = cluster, ApiVersion = "v1", Kind = "Namespace", Namespace = "", Name = "shop" });
        await database.SaveChangesAsync(Token);
    }

    private static async Task<BunitContext> ContextAsync(ClustersHost host, string kubeconfig)
    {
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddMudServices();
        host.Register(context.Services, kubeconfig);
        ClustersHost.RegisterRuns(context.Services);
        context.SetRendererInfo(new Microsoft.AspNetCore.Components.RendererInfo("Server", isInteractive: true));
        await context.Services.GetRequiredService<DatabaseInitializer>().InitializeAsync(Token);
        return context;
    }
}
