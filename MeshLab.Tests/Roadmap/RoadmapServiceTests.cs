using MeshLab.Core.Roadmap;
using Xunit;

namespace MeshLab.Tests.Roadmap;

public class RoadmapServiceTests
{
    private const string Small = "# S\n- [ ] A\n- [ ] P\n  - [ ] B\n  - [x] C\n";

    [Fact]
    public async Task Set_Leaf_KeepsWhoWhenAndNote()
    {
        await using var roadmap = await TestRoadmap.CreateAsync(("a.md", Small));

        var update = await roadmap.Service.SetAsync("s/a", true, " why ", "ada", default);

        var task = await roadmap.TaskAsync("s/a");
        Assert.Equal((TaskCompletion.Done, "manual", "ada", "why"), (task.State, task.Origin, task.Who, task.Note));
        Assert.Equal(roadmap.Database.Clock.GetUtcNow(), task.When);
        Assert.Equal(["s/a"], update!.Changed);
    }

    [Fact]
    public async Task Set_UnknownOrAmbiguous_IsNull()
    {
        await using var roadmap = await TestRoadmap.CreateAsync(("a.md", "# S\n- [ ] A one\n- [ ] A two\n"));

        Assert.Null(await roadmap.Service.SetAsync("s/none", true, null, "ada", default));
        Assert.Null(await roadmap.Service.SetAsync("s/a", true, null, "ada", default));
    }

    [Fact]
    public async Task Get_TickedInFile_IsDoneByFileUntilSomebodyOpensIt()
    {
        await using var roadmap = await TestRoadmap.CreateAsync(("a.md", Small));
        Assert.Equal((TaskCompletion.Done, "file"), State(await roadmap.TaskAsync("s/p/c")));

        await roadmap.Service.SetAsync("s/p/c", false, null, "ada", default);
        Assert.Equal((TaskCompletion.Open, null), State(await roadmap.TaskAsync("s/p/c")));
        Assert.Equal(Small.Replace("[x]", "[ ]", StringComparison.Ordinal), await roadmap.ExportAsync());
    }

    [Fact]
    public async Task Get_FileEditedAfterState_FileHasTheLastWord()
    {
        await using var roadmap = await TestRoadmap.CreateAsync(("a.md", Small));
        await roadmap.Service.SetAsync("s/a", true, "n", "ada", default);
        await roadmap.Service.SetAsync("s/a", false, null, "ada", default);

        roadmap.Write("a.md", Small.Replace("[ ] A", "[X] A", StringComparison.Ordinal) + "\n");

        var task = await roadmap.TaskAsync("s/a");
        Assert.Equal((TaskCompletion.Done, "file", "n"), (task.State, task.Origin, task.Note));
    }

    [Fact]
    public async Task Get_ExportPutInPlaceOfFile_KeepsOrigins()
    {
        await using var roadmap = await TestRoadmap.CreateAsync(("a.md", Small));
        await roadmap.Service.MarkVerifiedAsync(["s/a"], 3, "e", simulated: false, default);

        roadmap.Write("a.md", await roadmap.ExportAsync() + "\n");

        Assert.Equal((TaskCompletion.Done, "verified by run 3"), State(await roadmap.TaskAsync("s/a")));
    }

    [Fact]
    public async Task Get_Parents_AreDerived()
    {
        await using var roadmap = await TestRoadmap.CreateAsync(("a.md", Small));
        Assert.Equal((TaskCompletion.Partial, null), State(await roadmap.TaskAsync("s/p")));

        await roadmap.Service.SetAsync("s/p/b", true, null, "ada", default);
        Assert.Equal((TaskCompletion.Done, null), State(await roadmap.TaskAsync("s/p")));
        Assert.Equal(Small.Replace("[ ] P", "[x] P", StringComparison.Ordinal).Replace("[ ] B", "[x] B", StringComparison.Ordinal), await roadmap.ExportAsync());

        await roadmap.Service.SetAsync("s/p", false, null, "ada", default);
        Assert.Equal((TaskCompletion.Open, null), State(await roadmap.TaskAsync("s/p")));
        Assert.Equal(Small.Replace("[x]", "[ ]", StringComparison.Ordinal), await roadmap.ExportAsync());
    }

    [Fact]
    public async Task SetNote_OnParentAndByAnother_LeavesStatesAlone()
    {
        await using var roadmap = await TestRoadmap.CreateAsync(("a.md", Small));
        await roadmap.Service.SetAsync("s/a", true, null, "ada", default);
        roadmap.Database.Clock.Advance(TimeSpan.FromHours(1));

        await roadmap.Service.SetNoteAsync("s/a", "n", "bob", default);
        await roadmap.Service.SetNoteAsync("s/p", "on the parent", "bob", default);

        Assert.Equal(("ada", "n"), ((await roadmap.TaskAsync("s/a")).Who, (await roadmap.TaskAsync("s/a")).Note));
        Assert.Equal((TaskCompletion.Partial, "on the parent"), ((await roadmap.TaskAsync("s/p")).State, (await roadmap.TaskAsync("s/p")).Note));
        await roadmap.Service.SetNoteAsync("s/a", "  ", "bob", default);
        Assert.Null((await roadmap.TaskAsync("s/a")).Note);
        await Assert.ThrowsAsync<ArgumentException>(() => roadmap.Service.SetNoteAsync("s/a", new string('x', RoadmapService.MaxNoteLength + 1), "bob", default));
    }

    [Fact]
    public async Task Undo_Repeatedly_GoesBackChangeByChange()
    {
        await using var roadmap = await TestRoadmap.CreateAsync(("a.md", Small));
        await roadmap.Service.SetAsync("s/a", true, null, "ada", default);
        await roadmap.Service.SetAsync("s/p", false, null, "ada", default);
        await roadmap.Service.SetNoteAsync("s/a", "n", "ada", default);

        Assert.Equal(RoadmapChangeKind.Noted, (await roadmap.Service.UndoAsync(null, "ada", default))!.Kind);
        Assert.Null((await roadmap.TaskAsync("s/a")).Note);
        Assert.Equal(["s/p/c"], (await roadmap.Service.UndoAsync(null, "ada", default))!.TaskIds);
        Assert.Equal("file", (await roadmap.TaskAsync("s/p/c")).Origin);
        Assert.Equal("Ticked A", (await roadmap.Service.GetLastChangeAsync(default))!.Summary);
        await roadmap.Service.UndoAsync(null, "ada", default);
        Assert.Equal(TaskCompletion.Open, (await roadmap.TaskAsync("s/a")).State);

        Assert.Null(await roadmap.Service.GetLastChangeAsync(default));
        Assert.Null(await roadmap.Service.UndoAsync(null, "ada", default));
        Assert.Equal(4, (await roadmap.Service.GetHistoryAsync("s/a", default)).Count);
        Assert.Equal(Small, await roadmap.ExportAsync());
    }

    [Fact]
    public async Task Undo_OneChangeByNumber_KeepsWhatCameAfter()
    {
        await using var roadmap = await TestRoadmap.CreateAsync(("a.md", Small));
        var tick = await roadmap.Service.SetAsync("s/a", true, "first", "ada", default);
        await roadmap.Service.MarkVerifiedAsync(["s/a"], 9, "e", simulated: false, default);

        await roadmap.Service.UndoAsync(tick!.ChangeId, "ada", default);

        var task = await roadmap.TaskAsync("s/a");
        Assert.Equal(("verified by run 9", null), (task.Origin, task.Note));
        Assert.Null(await roadmap.Service.UndoAsync(tick.ChangeId, "ada", default));
    }

    [Fact]
    public async Task Undo_Verification_BringsTheHandMadeStateBack()
    {
        await using var roadmap = await TestRoadmap.CreateAsync(("a.md", Small));
        await roadmap.Service.SetAsync("s/a", true, "n", "ada", default);
        await roadmap.Service.MarkVerifiedAsync(["s/a", "s/p/b"], 9, "e", simulated: false, default);

        await roadmap.Service.UndoAsync(null, "ada", default);

        var task = await roadmap.TaskAsync("s/a");
        Assert.Equal(("manual", "ada", "n"), (task.Origin, task.Who, task.Note));
        Assert.Equal(TaskCompletion.Open, (await roadmap.TaskAsync("s/p/b")).State);
    }

    [Fact]
    public async Task Set_ManyWritersAtOnce_LosesNothing()
    {
        var markdown = "# S\n" + string.Concat(Enumerable.Range(0, 20).Select(number => $"- [ ] T{number}\n"));
        await using var roadmap = await TestRoadmap.CreateAsync(("a.md", markdown));

        // Two writers a task: one ticks, the other notes.
        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(() => number % 2 == 0
            ? roadmap.Service.SetAsync($"s/t{number / 2}", true, null, "ada", default)
            : roadmap.Service.SetNoteAsync($"s/t{number / 2}", "n", "bob", default))));

        Assert.All(await roadmap.TasksAsync(), task => Assert.Equal((TaskCompletion.Done, "n", "ada"), (task.State, task.Note, task.Who)));
    }

    [Fact]
    public async Task Orphans_TaskRenamed_KeepsItsStateUntilTheFileNamesIt()
    {
        await using var roadmap = await TestRoadmap.CreateAsync(("a.md", Small));
        await roadmap.Service.SetAsync("s/a", true, "n", "ada", default);

        roadmap.Write("a.md", Small.Replace("[ ] A", "[ ] Renamed", StringComparison.Ordinal));
        var orphan = Assert.Single(await roadmap.Service.GetOrphansAsync(default));
        Assert.Equal(("s/a", TaskCompletion.Done, "ada", "n"), (orphan.TaskId, orphan.State, orphan.Who, orphan.Note));
        Assert.Equal(TaskCompletion.Open, (await roadmap.TaskAsync("s/renamed")).State);
        Assert.Single(await roadmap.Service.GetHistoryAsync("s/a", default));

        roadmap.Write("a.md", Small.Replace("[ ] A", "[ ] Renamed <!-- id: a -->", StringComparison.Ordinal));
        Assert.Empty(await roadmap.Service.GetOrphansAsync(default));
        Assert.Equal(("Renamed", TaskCompletion.Done), ((await roadmap.TaskAsync("s/a")).Title, (await roadmap.TaskAsync("s/a")).State));
    }

    [Fact]
    public async Task Set_EveryChange_IsPublished()
    {
        await using var roadmap = await TestRoadmap.CreateAsync(("a.md", Small));
        List<string> heard = [];
        using var subscription = roadmap.Changes.Subscribe<RoadmapChanged>(change => heard.Add(string.Join(' ', change.TaskIds)));

        await roadmap.Service.SetAsync("s/p", true, null, "ada", default);
        await roadmap.Service.SetAsync("s/p", true, null, "ada", default);
        await roadmap.Service.SetNoteAsync("s/a", "n", "ada", default);
        await roadmap.Service.UndoAsync(null, "ada", default);

        Assert.Equal(["s/p/b", "s/a", "s/a"], heard);
    }

    private static (TaskCompletion State, string? Origin) State(RoadmapTask task) => (task.State, task.Origin);
}
