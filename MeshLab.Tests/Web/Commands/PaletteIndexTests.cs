using System.Diagnostics;
using MeshLab.Core.Runs;
using MeshLab.Tests.Roadmap;
using MeshLab.Web.Layout.Commands;
using Xunit;

namespace MeshLab.Tests.Web.Commands;

public sealed class PaletteIndexTests
{
    [Fact]
    public async Task Load_OfALab_HoldsPagesActionsTasksScenariosAndRuns()
    {
        await using var lab = await LabHost.StartAsync("## 9.1 Shop\n\n- [x] Install `app`\n  - [ ] Check it\n", withDemoClusters: true);
        await lab.Get<RunService>().StartAsync(new("shop", RunAction.Deploy, new Dictionary<string, string> { ["main"] = "demo" }, new Dictionary<string, string>(), "me"), default);

        var entries = await lab.Get<PaletteIndex>().LoadAsync(default);

        Assert.Contains(entries, entry => entry is { Group: PaletteGroup.Pages, Title: "Checklist", Href: "/checklist" });
        Assert.Contains(entries, entry => entry is { Group: PaletteGroup.Actions, Title: "Deploy shop", Href: "/scenarios/shop" });
        Assert.Contains(entries, entry => entry is { Group: PaletteGroup.Actions, Command: PaletteCommand.Download, Href: "/api/v1/roadmap/export?format=md&file=lab.md" });
        Assert.Contains(entries, entry => entry is { Group: PaletteGroup.Tasks, Title: "Check it", Detail: "open · 9.1 Shop · Install app" });
        Assert.Contains(entries, entry => entry is { Group: PaletteGroup.Scenarios, Title: "Shop", Href: "/scenarios/shop" });
        Assert.Contains(entries, entry => entry is { Group: PaletteGroup.Runs, Title: "Run 1: Deploy shop", Detail: "Queued · on demo", Simulated: true });
    }

    [Fact]
    public async Task SearchDocuments_AWordOfTheText_FindsTheDocumentWithThePlace()
    {
        await using var lab = await LabHost.StartAsync("## 9.1 Shop\n\n- [ ] Install\n");

        var found = Assert.Single(lab.Get<PaletteIndex>().SearchDocuments("authorizationpolicy"));

        Assert.Equal(("Policies", "/documents/policies.md"), (found.Title, found.Href));
        Assert.Contains("who may call whom", found.Detail, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Find_OnTheWholeRoadmap_AnswersWithinATenthOfASecond()
    {
        await using var lab = await LabHost.StartAsync(await File.ReadAllTextAsync(Repository.PathTo("docs", "roadmap", "phase-9.md")));
        var entries = await lab.Get<PaletteIndex>().LoadAsync(default);
        Assert.True(entries.Count(entry => entry.Group == PaletteGroup.Tasks) >= 163);

        // The best of several: other work on the machine is not what is measured.
        var best = Enumerable.Range(0, 10).Min(_ =>
        {
            var begun = Stopwatch.GetTimestamp();
            Assert.NotEmpty(PaletteResults.Find(entries, "traffic splitting"));
            return Stopwatch.GetElapsedTime(begun);
        });

        Assert.True(best < TimeSpan.FromMilliseconds(100), $"It took {best.TotalMilliseconds:0} ms.");
    }
}
