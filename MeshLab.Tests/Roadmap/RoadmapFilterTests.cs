using MeshLab.Core.Roadmap;
using Xunit;

namespace MeshLab.Tests.Roadmap;

public sealed class RoadmapFilterTests
{
    private const string Markdown = "# 9.1 Istio\n- [x] Install\n- [ ] Traffic\n  - [ ] Canary\n  - [x] Mirror\n- [ ] Document *gotchas*\n";

    [Theory]
    [InlineData("", RoadmapShow.All, "install,traffic,canary,mirror,document-gotchas")]
    [InlineData("", RoadmapShow.Open, "traffic,canary,document-gotchas")]
    [InlineData("", RoadmapShow.Done, "install,(traffic),mirror")]
    [InlineData("", RoadmapShow.Verified, "(traffic),canary")]
    [InlineData("", RoadmapShow.Noted, "install")]
    [InlineData("CANARY", RoadmapShow.All, "(traffic),canary")]
    [InlineData("traffic", RoadmapShow.All, "traffic,canary,mirror")]
    [InlineData("traffic mir", RoadmapShow.All, "(traffic),mirror")]
    [InlineData("traffic", RoadmapShow.Done, "(traffic),mirror")]
    [InlineData("helm", RoadmapShow.All, "install")]
    [InlineData("10 %", RoadmapShow.All, "(traffic),canary")]
    [InlineData("istio", RoadmapShow.Noted, "install")]
    [InlineData("9.1", RoadmapShow.All, "install,traffic,canary,mirror,document-gotchas")]
    [InlineData("nothing", RoadmapShow.All, "")]
    public async Task Apply_WordsAndState_LetsThroughMatchesAndTheirParents(string text, RoadmapShow show, string expected)
    {
        await using var roadmap = await TestRoadmap.CreateAsync(("a.md", Markdown));
        await roadmap.Service.SetNoteAsync("9.1/install", "by Helm", "ada", default);
        if (show == RoadmapShow.Verified || text == "10 %")
        {
            await roadmap.Service.MarkVerifiedAsync(["9.1/traffic/canary"], 1, "10 % went to v2", simulated: false, default);
        }

        var rows = new RoadmapFilter(text, show).Apply((await roadmap.Service.GetAsync(default))[0]);

        Assert.Equal(expected, string.Join(',', rows.Select(row => row.Task.Id[(row.Task.Id.LastIndexOf('/') + 1)..]).Zip(rows, (name, row) => row.IsContext ? $"({name})" : name)));
        Assert.All(rows, row => Assert.Equal(row.Task.Id.Count(letter => letter == '/') - 1, row.Depth));
    }
}
