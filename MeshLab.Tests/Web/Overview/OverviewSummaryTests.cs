using Bunit;
using MeshLab.Core.Runs;
using MeshLab.Web.Pages.Overview;
using Xunit;

namespace MeshLab.Tests.Web.Overview;

public sealed class OverviewSummaryTests
{
    private const string Roadmap = "## 9.1 Shop\n\n- [x] Plan app\n- [ ] Install app\n- [ ] Check app\n- [ ] Measure app\n";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Summary_OfANewLab_SaysWhatIsNextAndThatNothingRuns()
    {
        await using var lab = await LabHost.StartAsync(Roadmap);

        var summary = lab.Context.Render<OverviewSummary>();

        summary.WaitForAssertion(() => Assert.Equal("25\u00A0%", summary.Find(".tile-figure").TextContent), Deadline);
        var tiles = summary.FindAll(".tile").Select(tile => tile.TextContent).ToList();
        Assert.Contains("1 of 4 tasks done, 0 verified by runs", tiles[0], StringComparison.Ordinal);
        Assert.Contains("Install app", tiles[1], StringComparison.Ordinal);
        Assert.Contains("Nothing ran yet.", tiles[2], StringComparison.Ordinal);
        Assert.Contains("Nothing is measured yet", tiles[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_RunStarted_LeadsToItAtOnceAndMarksItSimulated()
    {
        await using var lab = await LabHost.StartAsync(Roadmap, withDemoClusters: true);
        var summary = lab.Context.Render<OverviewSummary>();
        summary.WaitForElement(".tile-figure", Deadline);

        var run = await lab.Get<RunService>().StartAsync(new("shop", RunAction.Deploy, new Dictionary<string, string> { ["main"] = "demo" }, new Dictionary<string, string>(), "me"), default);

        summary.WaitForAssertion(() => Assert.Equal($"/runs/{run.Id}", summary.FindAll(".tile")[2].QuerySelector("a")!.GetAttribute("href")), Deadline);
        Assert.Contains("Deploy shop", summary.FindAll(".tile")[2].TextContent, StringComparison.Ordinal);
        Assert.NotNull(summary.FindAll(".tile")[2].QuerySelector(".simulated-badge"));
    }
}
