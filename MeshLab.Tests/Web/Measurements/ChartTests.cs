using Bunit;
using MeshLab.Core.Changes;
using MeshLab.Core.Measurements;
using MeshLab.Tests.Measurements;
using MeshLab.Web.Components.Charts;
using MeshLab.Web.Pages.Measurements;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Xunit;

namespace MeshLab.Tests.Web.Measurements;

public sealed class ChartTests
{
    [Fact]
    public async Task TimeChart_Lines_AreToldInWordsAndInATable()
    {
        await using var context = Context();

        var chart = context.Render<TimeChart>(parameters => parameters
            .Add(each => each.Title, "CPU on demo by class")
            .Add(each => each.Metric, Metric.Cpu)
            .Add(each => each.Lines, [new("Sidecars", "#B7452D", [new(Observed.Start, 0.1), new(Observed.Start.AddSeconds(10), null), new(Observed.Start.AddSeconds(20), 0.3)])])
            .Add(each => each.Bands, [new(Observed.Start, Observed.Start.AddSeconds(5), "Run 1")])
            .Add(each => each.From, Observed.Start)
            .Add(each => each.To, Observed.Start.AddMinutes(15)));

        var image = chart.Find("[role=img]");
        Assert.Equal("CPU on demo by class. Means: Sidecars 200 mCPU. 1 run is marked. A table with the figures follows.", image.GetAttribute("aria-label"));
        Assert.Equal(["Sidecars", "200 mCPU", "100 mCPU", "300 mCPU", "300 mCPU"], chart.Find(".visually-hidden tbody tr").Children.Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task BarChart_Bars_AreToldWithTheirUnits()
    {
        await using var context = Context();

        var chart = context.Render<BarChart>(parameters => parameters
            .Add(each => each.Title, "Mean memory by class")
            .Add(each => each.Metric, Metric.Memory)
            .Add(each => each.Bars, [new("Application", "#155CFF", 100 << 20), new("Sidecars", "#B7452D", 50 << 20)]));

        Assert.Equal("Mean memory by class: Application 100 MiB, Sidecars 50.0 MiB.", chart.Find("[role=img]").GetAttribute("aria-label"));
    }

    [Theory]
    [InlineData(Metric.Cpu, 0.2134, "213 mCPU")]
    [InlineData(Metric.Cpu, 1.5, "1.50 cores")]
    [InlineData(Metric.Cpu, 0, "0 mCPU")]
    [InlineData(Metric.Cpu, 0.000001, "< 0.01 mCPU")]
    [InlineData(Metric.Memory, 3221225472.0, "3.00 GiB")]
    [InlineData(Metric.Memory, 52428800.0, "50.0 MiB")]
    public void UsageUnit_Figure_IsShownInAUnitThatIsEasyToRead(Metric metric, double value, string text) =>
        Assert.Equal(text, UsageUnit.For(metric, [value]).Text(value));

    [Fact]
    public async Task UsageTable_Classes_ShowsSharesThatAddUp()
    {
        await using var context = Context();

        var table = context.Render<UsageTable>(parameters => parameters.Add(each => each.Classes,
        [
            new(WorkloadClass.App, Origin.Simulated, "kubelet-summary", 0.3, 300 << 20),
            new(WorkloadClass.Proxy, Origin.Simulated, "kubelet-summary", 0.1, 100 << 20),
        ]));

        Assert.Equal(["Application", "300 mCPU", "75.0 %", "300 MiB", "75.0 %", "simulated"], table.Find("tbody tr").Children.Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task SamplingPanel_ClusterThatDoesNotAnswer_SaysSinceWhenWhyAndWhatNext()
    {
        await using var database = await MeasuredCluster.CreateAsync();
        await using var context = Context();
        context.Services.AddSingleton(database.Database.Services.GetRequiredService<MeshLab.Core.Measurements.Sampling.SamplingSettings>());
        context.Services.AddSingleton<TimeProvider>(database.Database.Clock);
        context.Render<MudBlazor.MudPopoverProvider>();

        var panel = context.Render<SamplingPanel>(parameters => parameters
            .Add(each => each.Cluster, "lab")
            .Add(each => each.Interval, TimeSpan.FromSeconds(10))
            .Add(each => each.State, new SamplingState("lab", true, "kubelet-summary", Observed.Start.AddMinutes(-9), "nothing answers at http://127.0.0.1:1", Observed.Start.AddSeconds(90), Observed.Start.AddMinutes(-5))));

        Assert.Contains("Backing off", panel.Markup, StringComparison.Ordinal);
        var alert = panel.Find(".mud-alert").TextContent;
        Assert.Contains("lab gives no usage since 5 min ago: nothing answers at http://127.0.0.1:1", alert, StringComparison.Ordinal);
        Assert.Contains("Next attempt in 1 min", alert, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6h", null, null, "6h", 360)]
    [InlineData("nonsense", null, null, "15m", 15)]
    [InlineData(null, "2025-12-31T10:00:00Z", "2025-12-31T11:00:00Z", "custom", 60)]
    [InlineData("1h", "2025-12-31T10:00:00Z", "2025-12-31T09:00:00Z", "1h", 60)]
    [InlineData(null, "2025-12-31T23:00", null, "custom", 60)]
    public void ChartRange_Address_IsReadAndNonsenseIsPassedOver(string? key, string? from, string? to, string expected, double minutes)
    {
        var range = ChartRange.Of(key, from, to, Observed.Start);

        Assert.Equal((expected, minutes), (range.Key, (range.To - range.From).TotalMinutes));
    }

    private static BunitContext Context()
    {
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddMudServices();
        context.Services.AddChanges();
        return context;
    }
}
