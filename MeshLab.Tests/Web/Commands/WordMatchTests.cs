using MeshLab.Web.Layout.Commands;
using Xunit;

namespace MeshLab.Tests.Web.Commands;

public sealed class WordMatchTests
{
    [Theory]
    [InlineData("can rel")]
    [InlineData("release canary")]
    [InlineData("cannary")]
    [InlineData("acnary")]
    [InlineData("canry")]
    [InlineData("istio canary")]
    [InlineData("9.1")]
    public void Score_WordsThatFit_FindsTheEntry(string text) =>
        Assert.NotNull(WordMatch.Score(WordMatch.WordsOf(text), Entry("Canary release", "open · 9.1 Istio")));

    [Theory]
    [InlineData("mirror")]
    [InlineData("canary mirror")]
    [InlineData("cxy")]
    [InlineData("xanrry")]
    public void Score_AWordThatDoesNotFit_FindsNothing(string text) =>
        Assert.Null(WordMatch.Score(WordMatch.WordsOf(text), Entry("Canary release", "open · 9.1 Istio")));

    [Fact]
    public void Find_SeveralThatFit_PutsTheBestGroupAndTheBestEntryFirst()
    {
        PaletteEntry[] entries =
        [
            new(PaletteGroup.Scenarios, "Istio deep dive", "runs-in-a-mesh", "", "/scenarios/istio"),
            new(PaletteGroup.Tasks, "Compare runs of both meshes", "", "", "/checklist#a"),
            new(PaletteGroup.Pages, "Runs", "", "", "/runs"),
            new(PaletteGroup.Tasks, "Runs", "", "", "/checklist#b"),
        ];

        var found = PaletteResults.Find(entries, "runs");

        Assert.Equal(["/runs", "/checklist#b", "/checklist#a", "/scenarios/istio"], found.SelectMany(group => group.Entries).Select(entry => entry.Href));
    }

    private static PaletteEntry Entry(string title, string detail) => new(PaletteGroup.Tasks, title, detail, "", "/checklist#x");
}
