using Bunit;
using MeshLab.Core.Roadmap;
using MeshLab.Tests.Web.Components;
using MeshLab.Web.Components.Charts;
using MeshLab.Web.Pages.Checklist;
using Xunit;

namespace MeshLab.Tests.Web.Checklist;

public sealed class ProgressCurveTests
{
    private static readonly DateTimeOffset _day = new(2025, 12, 20, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_Tasks_CountsFilesFromTheStartAndParentsWithTheirLastChild()
    {
        var curve = ProgressCurve.Of([Section(
            Leaf(null, TaskCompletion.Done),
            Leaf(_day.AddDays(2), TaskCompletion.Done, verified: true),
            Leaf(null, TaskCompletion.Open),
            Leaf(null, TaskCompletion.Done) with { Children = [Leaf(_day, TaskCompletion.Done), Leaf(_day.AddDays(1), TaskCompletion.Done)] })]);

        Assert.Equal(1, curve.FromFile);
        Assert.Equal([new(_day, 2, 0), new(_day.AddDays(1), 4, 0), new(_day.AddDays(2), 5, 1)], curve.Points);
        Assert.Equal((1, 4), (curve.DoneSince(_day.AddDays(1)), curve.DoneSince(_day.AddDays(-1))));
    }

    [Fact]
    public async Task Chart_WithPoints_SaysThemInWordsAndEndsNow()
    {
        await using var host = new ComponentsHost();
        var curve = new ProgressCurve(10, 1, [new(_day, 3, 0), new(_day.AddDays(6), 6, 2)]);

        var chart = host.Render<ProgressChart>(parameters => parameters.Add(one => one.Curve, curve));

        Assert.Contains("6 of 10 now, 2 of them verified", chart.Find("svg").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Contains("3 done in the last seven days", chart.Find("figcaption").TextContent, StringComparison.Ordinal);
        Assert.Equal("M0 60.7H30V38H303.6V4H600", chart.Find(".progress-chart-line").GetAttribute("d"));
    }

    [Fact]
    public async Task Chart_NothingDone_IsNotThere()
    {
        await using var host = new ComponentsHost();

        Assert.Empty(host.Render<ProgressChart>(parameters => parameters.Add(one => one.Curve, new ProgressCurve(10, 0, []))).FindAll("svg"));
    }

    [Fact]
    public async Task OverTime_ClosedAtFirst_IsDrawnWhenAskedForAndHasItsFigures()
    {
        await using var host = new ComponentsHost();
        var curve = new ProgressCurve(10, 1, [new(_day, 3, 0), new(_day.AddDays(6), 6, 2)]);

        var over = host.Render<ProgressOverTime>(parameters => parameters.Add(one => one.Curve, curve));
        Assert.Empty(over.FindAll(".plot-surface"));
        await over.Find("summary").ClickAsync(new());

        Assert.Equal("Tasks done over time. 6 of 10 tasks done, 2 verified by runs. 1 task was ticked in the Markdown before. Take the figures away as CSV.", over.Find(".plot-surface").GetAttribute("aria-label"));
        Assert.Equal(
            "time (UTC),tasks done,of them verified by runs,tasks\r\n,1,0,10\r\n2025-12-20T00:00:00Z,3,0,10\r\n2025-12-26T00:00:00Z,6,2,10\r\n",
            over.FindComponent<ChartHead>().Instance.Table().Csv());
    }

    [Fact]
    public async Task OverTime_AskedForByTheAddress_IsOpen()
    {
        await using var host = new ComponentsHost();

        var over = host.Render<ProgressOverTime>(parameters => parameters.Add(one => one.Curve, new ProgressCurve(10, 0, [new(_day, 3, 0)])).Add(one => one.Asked, true));

        Assert.True(over.Find("details").HasAttribute("open"));
        Assert.Equal("progress", over.Find("section").Id);
    }

    private static RoadmapSection Section(params RoadmapTask[] tasks) => new("9.1", "Shop", "", [], tasks.Length, 0, 0, tasks);

    private static RoadmapTask Leaf(DateTimeOffset? when, TaskCompletion state, bool verified = false) =>
        new("9.1/x", "X", state, null, null, when, null, null, null, false, []) { IsVerified = verified };
}
