using MeshLab.Tests.Scenarios;
using MeshLab.Web.Pages.Overview;
using Xunit;

namespace MeshLab.Tests.Web.Overview;

public sealed class TaskSuggestionTests
{
    private const string Roadmap = "## 9.1 Shop\n\n- [ ] Install app\n- [ ] Check app\n\n## 9.2 Mesh\n\n- [ ] Routes\n  - [ ] Canary\n  - [ ] Mirror\n- [ ] Faults\n";

    [Fact]
    public async Task Find_NothingDone_BeginsWithTheFirstTaskAndTheScenarioThatDoesIt()
    {
        await using var lab = await LabHost.StartAsync(Roadmap);
        lab.Folder.Write("shop/scenario.yaml", ScenarioFolder.Valid + "      covers: [9.1/install-app]\n");

        var next = await FindAsync(lab);

        Assert.Equal(["9.1/install-app", "9.1/check-app", "9.2/routes/canary", "9.2/routes/mirror", "9.2/faults"], next.Select(one => one.Task.Id));
        Assert.Equal(("shop", "/scenarios/shop#step-app"), (next[0].Cover?.Source, next[0].Cover?.Href));
        Assert.Null(next[1].Cover);
    }

    [Fact]
    public async Task Find_ASectionInWork_ComesBeforeTheEarlierOnes()
    {
        await using var lab = await LabHost.StartAsync(Roadmap);
        await lab.Roadmap.SetAsync("9.1/check-app", true, null, "me", default);
        await lab.Roadmap.SetAsync("9.2/routes/canary", true, null, "me", default);

        var next = await FindAsync(lab);

        Assert.Equal(["9.2/routes/mirror", "9.2/faults", "9.1/install-app"], next.Select(one => one.Task.Id));
        Assert.Equal(["Routes"], next[0].Parents);
    }

    [Fact]
    public async Task Find_WhatCoversAParent_DoesItsChildren()
    {
        await using var lab = await LabHost.StartAsync(Roadmap);
        lab.Folder.Write("shop/scenario.yaml", ScenarioFolder.Valid + "      covers: [9.2/routes]\n");
        await lab.Roadmap.SetAsync("9.2/routes/canary", true, null, "me", default);

        Assert.Equal("shop", (await FindAsync(lab))[0].Cover?.Source);
    }

    [Fact]
    public async Task Find_AllDone_SuggestsNothing()
    {
        await using var lab = await LabHost.StartAsync("## 9.1 Shop\n\n- [x] Install app\n");

        Assert.Empty(await FindAsync(lab));
    }

    private static async Task<IReadOnlyList<SuggestedTask>> FindAsync(LabHost lab) => lab.Get<TaskSuggestion>().Find(await lab.Roadmap.GetAsync(default), 10);
}
