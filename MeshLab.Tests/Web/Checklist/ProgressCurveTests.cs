using Bunit;
using MeshLab.Core.Roadmap;
using MeshLab.Tests.Web.Components;
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

    private static RoadmapSection Section(params RoadmapTask[] tasks) => new("9.1", "Shop", "", [], tasks.Length, 0, 0, tasks);

    private static RoadmapTask Leaf(DateTimeOffset? when, TaskCompletion state, bool verified = false) =>
        new("9.1/x", "X", state, null, null, when, null, null, null, false, []) { IsVerified = verified };
}
