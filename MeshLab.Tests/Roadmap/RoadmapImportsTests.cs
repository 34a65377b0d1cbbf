using System.Text;
using MeshLab.Core.Roadmap;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Roadmap;

public sealed class RoadmapImportsTests
{
    private const string Own = "# Our platform\n\n## 9.1 Basics\n\n- [ ] Install Istio\n- [x] Read <!-- id: 9.1/read -->\n";

    [Fact]
    public async Task Import_OfAFile_StandsBesideTheShippedRoadmapWithIdsOfItsOwn()
    {
        await using var roadmap = await ShippedAsync();

        var imported = await Imports(roadmap).ImportAsync("Our Platform.md", Bytes(Own), default);

        Assert.Equal((new RoadmapInfo("our-platform", "Our platform", true, 2), false), (imported.Roadmap, imported.Replaced));
        Assert.Equal(["shipped", "our-platform"], Imports(roadmap).List().Select(one => one.Name));
        Assert.Equal(["9.1/install-istio"], (await roadmap.TasksAsync()).Select(task => task.Id));
        var section = Assert.Single(await roadmap.Service.GetAsync("our-platform", default));
        Assert.Equal(("our-platform:9.1", "9.1"), (section.Id, section.Label));
        Assert.Equal(["our-platform:9.1/install-istio", "our-platform:9.1/read"], section.Tasks.Select(task => task.Id));
        Assert.Equal(["9.1/install-istio"], roadmap.Catalogue.TaskIdentifiers);
    }

    [Fact]
    public async Task Tick_InOneRoadmap_LeavesTheOtherAlone()
    {
        await using var roadmap = await ShippedAsync();
        await Imports(roadmap).ImportAsync("own.md", Bytes(Own), default);

        await roadmap.Service.SetAsync("own:9.1/install-istio", true, null, "me", default);

        Assert.Equal(TaskCompletion.Open, (await roadmap.TaskAsync("9.1/install-istio")).State);
        Assert.Null(await roadmap.Service.GetLastChangeAsync(RoadmapImports.Shipped, default));
        Assert.NotNull(await roadmap.Service.GetLastChangeAsync("own", default));
        Assert.Contains("- [x] Install Istio", Encoding.UTF8.GetString(Assert.Single(await roadmap.Service.ExportAsync("own", default)).Content));
    }

    [Fact]
    public async Task Undo_OfAReplacement_BringsTheFileBeforeBack_AndOfTheFirst_TakesItAway()
    {
        await using var roadmap = await ShippedAsync();
        var imports = Imports(roadmap);
        await imports.ImportAsync("own.md", Bytes(Own), default);
        await roadmap.Service.SetAsync("own:9.1/install-istio", true, null, "me", default);
        Assert.True((await imports.ImportAsync("own.md", Bytes("## 1 New\n\n- [ ] Other\n"), default)).Replaced);

        Assert.True(await imports.UndoAsync("own", default));
        Assert.Equal(TaskCompletion.Done, (await roadmap.Service.GetAsync("own", default))[0].Tasks[0].State);

        Assert.True(await imports.UndoAsync("own", default));
        Assert.Equal(["shipped"], imports.List().Select(one => one.Name));
        Assert.False(await imports.UndoAsync("own", default));
        Assert.Empty(await roadmap.Service.GetOrphansAsync(default));

        await imports.ImportAsync("own.md", Bytes(Own), default);
        Assert.Equal(TaskCompletion.Done, (await roadmap.Service.GetAsync("own", default))[0].Tasks[0].State);
    }

    [Theory]
    [InlineData("a.md", "## One\n\n- [ ] Task\n", "a.md: The shipped roadmap has this name")]
    [InlineData("shipped.md", "## One\n\n- [ ] Task\n", "shipped.md: The shipped roadmap has this name")]
    [InlineData("own.txt", "## One\n\n- [ ] Task\n", "own.txt: This is no Markdown file")]
    [InlineData("own.md", "# Title\n\nOnly text.\n", "own.md:1: From this line on there is no task")]
    [InlineData("own.md", "# Title\n\n- [ ] T\n\0\n", "own.md:4: This line is no UTF-8 text")]
    public async Task Import_OfWhatIsNone_IsRefusedWithItsLine(string file, string content, string expected)
    {
        await using var roadmap = await ShippedAsync();

        var refused = await Assert.ThrowsAsync<RoadmapImportException>(() => Imports(roadmap).ImportAsync(file, Bytes(content), default));

        Assert.StartsWith(expected, refused.Message, StringComparison.Ordinal);
        Assert.Single(Imports(roadmap).List());
        Assert.Single(await roadmap.TasksAsync());
    }

    [Fact]
    public async Task Import_OfABrokenByte_NamesTheLine()
    {
        await using var roadmap = await ShippedAsync();

        var refused = await Assert.ThrowsAsync<RoadmapImportException>(() => Imports(roadmap).ImportAsync("own.md", [.. Bytes("## One\n\n- [ ] Gr"), 0xfc, .. Bytes("n\n")], default));

        Assert.Equal(3, refused.Problem.Line);
    }

    [Fact]
    public async Task Import_OfAFileThatIsTooLarge_IsRefused()
    {
        await using var roadmap = await ShippedAsync();

        var refused = await Assert.ThrowsAsync<RoadmapImportException>(() => Imports(roadmap).ImportAsync("own.md", new byte[RoadmapImports.MaxFileBytes + 1], default));

        Assert.Contains("at most 2 MiB", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../escape.md")]
    [InlineData("/etc/escape.md")]
    public async Task Import_WithAPath_StaysInItsFolder(string file)
    {
        await using var roadmap = await ShippedAsync();

        await Imports(roadmap).ImportAsync(file, Bytes(Own), default);

        Assert.Equal(["escape.md"], Directory.GetFiles(Path.Combine(roadmap.Database.Folder, "roadmaps")).Select(Path.GetFileName));
    }

    private static Task<TestRoadmap> ShippedAsync() => TestRoadmap.CreateAsync(("a.md", "# Lab\n\n## 9.1 Mesh\n\n- [ ] Install Istio\n"));

    private static RoadmapImports Imports(TestRoadmap roadmap) => roadmap.Database.Services.GetRequiredService<RoadmapImports>();

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
