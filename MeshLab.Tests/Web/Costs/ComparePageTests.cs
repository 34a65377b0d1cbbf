using Bunit;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Models;
using MeshLab.Core.Costs.Prices;
using MeshLab.Core.Measurements;
using MeshLab.Tests.Clusters;
using MeshLab.Tests.Costs;
using MeshLab.Web.Components.Charts;
using MeshLab.Web.Pages.Compare;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Xunit;

namespace MeshLab.Tests.Web.Costs;

public sealed class ComparePageTests
{
    [Fact]
    public async Task Page_FreshInstall_SaysThatNothingIsMeasuredAndReckonsFromPublishedFigures()
    {
        await using var cluster = await CostedCluster.CreateAsync();
        await using var context = Context(cluster);

        var page = Open(context);

        Assert.Contains("Nothing is measured yet", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("simulated-badge", page.Markup, StringComparison.Ordinal);
        var chart = page.Find("#what-if-cost .plot-surface").GetAttribute("aria-label");
        Assert.StartsWith("Cost of the mesh a month in this cluster: Istio sidecar (published): ", chart, StringComparison.Ordinal);
        Assert.Contains("Linkerd, HA requests only (published): at least ", chart, StringComparison.Ordinal);
        Assert.Contains("https://istio.io/docs/ops/deployment/performance-and-scalability/", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_MeasuredAndSimulated_MarksSimulatedAndShowsBothWithTheirOrigin()
    {
        await using var cluster = await CostedCluster.CreateAsync();
        await cluster.UseAsync("a", "podinfo", WorkloadClass.App, [0.2, 0.2, 0.2]);
        await cluster.UseAsync("a", "istio-proxy", WorkloadClass.Proxy, [0.02, 0.02, 0.02], request: 0.1);
        await cluster.UseAsync("b", "podinfo", WorkloadClass.App, [0.2, 0.2, 0.2], cluster: "demo", origin: Origin.Simulated);
        cluster.Periods.Add(CostedCluster.Period("istio-sidecar", 0, 180, 1));
        cluster.Periods.Add(CostedCluster.Period("baseline", 0, 180, 2, "demo"));
        await using var context = Context(cluster);

        var page = Open(context);

        var rows = page.FindAll("table.costs")[0].QuerySelectorAll("tbody tr").Select(row => row.TextContent).ToList();
        Assert.Contains(rows, row => row.Contains("demo", StringComparison.Ordinal) && row.Contains("simulated", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("lab", StringComparison.Ordinal) && row.Contains("measured", StringComparison.Ordinal));
        Assert.Contains("simulated-badge", page.Find("#cost").InnerHtml, StringComparison.Ordinal);
        Assert.Contains("prove nothing about your cluster", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Lower the requests of sidecars", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_ExperimentInTheAddress_ShowsItsFiguresWithLinksAndWhatIsLeftOut()
    {
        await using var cluster = await CostedCluster.CreateAsync();
        cluster.Experiments.Add(MeasuredExperiments.TwoLoads(4));
        await using var context = Context(cluster);
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/compare?experiment=4&level=1");

        var page = Open(context);

        Assert.Contains("1 measurement is left out under this load", page.Markup, StringComparison.Ordinal);
        Assert.Contains("80% of the rate was reached", page.Markup, StringComparison.Ordinal);
        foreach (var chart in new[] { "cost", "overhead", "proxy-memory", "proxy-cpu", "proxy-slope", "latency" })
        {
            Assert.NotNull(page.Find($"#{chart} a[href='/experiments/4']"));
        }

        Assert.Contains("at 400 requests/s", page.Find("#latency-title").TextContent, StringComparison.Ordinal);
        Assert.Contains("istio-sidecar: p50 4, p99 12, p99.9 20", page.Find("#latency .plot-surface").GetAttribute("aria-label"), StringComparison.Ordinal);
        // The baseline's p99 was 6 ms; Istio published 0.298 ms more at p99 than its own baseline.
        Assert.Contains("published, Istio 1.20, two sidecars: p99 0.298 more than the baseline", page.Find("#latency .plot-surface").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Contains(page.FindAll("#latency tbody tr"), row => row.TextContent.Contains("6.298", StringComparison.Ordinal) && row.TextContent.Contains("published", StringComparison.Ordinal));
        Assert.Contains("istio-sidecar 50.0 mCPU", page.Find("#proxy-cpu .plot-surface").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Contains("experiment=4&amp;level=1", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_TrafficNobodyCounted_IsUnknownUntilAnEstimateIsGiven()
    {
        await using var cluster = await CostedCluster.CreateAsync();
        cluster.Experiments.Add(MeasuredExperiments.TwoLoads(4));
        await using var context = Context(cluster);
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/compare?experiment=4&level=1");
        var page = Open(context);
        Assert.Contains("not known", page.Find(".network tbody tr").TextContent, StringComparison.Ordinal);

        await page.FindAll(".network input")[0].ChangeAsync(new ChangeEventArgs { Value = "100" });

        Assert.Contains("100.00 GB: 2.00 USDyour estimate", page.Find(".network tbody tr").TextContent, StringComparison.Ordinal);
        Assert.Contains("trafficZoneGB=100", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Contains("Traffic between zones", page.Find("#cost").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_UnknownExperiment_SaysSo()
    {
        await using var cluster = await CostedCluster.CreateAsync();
        await using var context = Context(cluster);
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/compare?experiment=9");

        Assert.Contains("There is no experiment 9 here", Open(context).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_NumberOfPods_ChangesTheWordsAndTheAddress()
    {
        await using var cluster = await CostedCluster.CreateAsync();
        await using var context = Context(cluster);
        var page = Open(context);
        var before = page.Find("#what-if-cost .plot-surface").GetAttribute("aria-label");
        var curves = page.Find("#by-pods .plot-surface").GetAttribute("aria-label");

        await page.Find("#pods-number").ChangeAsync(new ChangeEventArgs { Value = "400" });

        Assert.NotEqual(before, page.Find("#what-if-cost .plot-surface").GetAttribute("aria-label"));
        Assert.Equal(curves, page.Find("#by-pods .plot-surface").GetAttribute("aria-label"));

        // What can wait follows when the slider rests.
        var clock = (Microsoft.Extensions.Time.Testing.FakeTimeProvider)cluster.Services.GetRequiredService<TimeProvider>();
        clock.Advance(TimeSpan.FromSeconds(1));
        await page.WaitForAssertionAsync(() => Assert.NotEqual(curves, page.Find("#by-pods .plot-surface").GetAttribute("aria-label")), TimeSpan.FromSeconds(20));
        await page.InvokeAsync(() => { });
        var navigation = context.Services.GetRequiredService<NavigationManager>();
        var told = new TaskCompletionSource();
        navigation.LocationChanged += (_, _) => told.TrySetResult();
        clock.Advance(TimeSpan.FromSeconds(1));
        await told.Task.WaitAsync(TimeSpan.FromSeconds(20), Xunit.TestContext.Current.CancellationToken);
        Assert.EndsWith("/compare?pods=400", navigation.Uri, StringComparison.Ordinal);
        Assert.Equal("400", page.Find("#pods-number").GetAttribute("value"));
    }

    [Fact]
    public void CompareState_AnyState_SurvivesTheAddress()
    {
        var state = CompareState.Of(new Uri("http://lab/compare?clusters=a,b&range=7d&prices=ours&basis=usage&sharing=traffic&published=off&cpux=2&pods=42&perNode=7&calls=1234&meshed=30&ha=on&waypoints=3&appCpu=100&appMem=256&zoneGB=5"));

        var query = string.Join('&', state.Query().Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={pair.Value}"));

        Assert.Equal(["a", "b"], state.Clusters);
        Assert.Equal((CostBasis.Usage, AgentSharing.ByTraffic, false, 2.0), (state.Basis, state.Sharing, state.Published, state.CpuFactor));
        Assert.Equal((42.0, 0.3, true, 0.1), (state.WhatIf.Pods, state.WhatIf.MeshedShare, state.WhatIf.HighAvailability, state.WhatIf.App.CpuCores));
        Assert.Equal(state.WhatIf, CompareState.Of(new Uri("http://lab/compare?" + query)).WhatIf);
    }

    [Theory]
    [InlineData("pods=-5&calls=NaN&meshed=900&range=ever&basis=guess")]
    [InlineData("pods=1e400&calls=&appCpu=x")]
    public void CompareState_Nonsense_IsPassedOverOrKeptInBounds(string query)
    {
        var state = CompareState.Of(new Uri("http://lab/compare?" + query));

        Assert.InRange(state.WhatIf.Pods, 1, 5_000);
        Assert.Equal((1_000.0, 1.0, "30d", CostBasis.RequestOrUsage), (state.WhatIf.CallsPerSecond, state.WhatIf.MeshedShare, state.Range, state.Basis));
    }

    [Fact]
    public async Task Prices_BadOwnBook_SaysAtTheFieldWhatIsWrong()
    {
        await using var cluster = await CostedCluster.CreateAsync();
        await using var context = Context(cluster);
        var editor = context.Render<PriceBookEditor>(parameters => parameters.Add(each => each.Form, PriceBookForm.Of(PriceTests.Own() with { Currency = "Euro" })));

        await editor.FindAll("button").Single(button => button.TextContent.Contains("Save", StringComparison.Ordinal)).ClickAsync(new());

        Assert.Contains("'EURO' is not an ISO 4217 code", editor.Markup, StringComparison.Ordinal);
        Assert.Equal(ShippedPrices.All.Count, (await cluster.Services.GetRequiredService<PriceBooks>().ListAsync(CancellationToken.None)).Count);
    }

    [Fact]
    public void ChartTable_Csv_QuotesWhatNeedsIt() =>
        Assert.Equal("mesh,\"a, b\"\r\nx,1\r\n", new ChartTable(["mesh", "a, b"], [["x", "1"]]).Csv());

    /// <summary>Opens the page and waits until it has read its figures.</summary>
    private static IRenderedComponent<ComparePage> Open(BunitContext context)
    {
        var page = context.Render<ComparePage>();
        page.WaitForState(() => page.FindAll(".loading-state").Count == 0, TimeSpan.FromSeconds(20));
        return page;
    }

    private static BunitContext Context(CostedCluster cluster)
    {
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddMudServices();
        context.Services.AddSingleton(cluster.Services.GetRequiredService<ChangeFeed>());
        context.Services.AddSingleton(cluster.Services.GetRequiredService<TimeProvider>());
        context.Services.AddSingleton(cluster.Services.GetRequiredService<PriceBooks>());
        context.Services.AddSingleton(cluster.Comparison);
        context.Services.AddSingleton<ClusterCatalogue>(_ => new TestCatalogue().Create());
        ((Microsoft.Extensions.Time.Testing.FakeTimeProvider)cluster.Services.GetRequiredService<TimeProvider>()).Advance(TimeSpan.FromHours(1));
        context.Render<MudBlazor.MudPopoverProvider>();
        return context;
    }
}
