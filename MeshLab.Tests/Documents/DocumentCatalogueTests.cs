using MeshLab.Core;
using MeshLab.Core.Documents;
using Microsoft.Extensions.Options;
using Xunit;

namespace MeshLab.Tests.Documents;

public sealed class DocumentCatalogueTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("meshlab-docs-").FullName;
    private readonly DocumentCatalogue _catalogue;

    public DocumentCatalogueTests()
    {
        Write("docs/guide.md", "# The guide\n\nAbout sidecars.\n\n## Why\n\nBecause.\n");
        Write("docs/adrs/README.md", "# Records\n");
        Write("docs/adrs/0001-first.md", "---\nstatus: accepted\ndate: 2026-01-02\n---\n# First\n\nSee [the guide](../guide.md#why) and [none](../../secret.md).\n");
        Write("docs/roadmap/phase.md", "# Roadmap\n");
        Write("docs/untitled.md", "Only text about ztunnel.\n");
        Write("secret.md", "# Secret\n");
        _catalogue = new DocumentCatalogue(new ContentDirectories(Options.Create(new MeshLabOptions { DocsDirectory = Path.Combine(_root, "docs") })), new MarkdownRenderer());
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void List_GroupsByFolder_ReadmeFirst_WithoutTheRoadmap()
    {
        var entries = _catalogue.List();

        Assert.Equal(
            [("guide.md", "The guide", "Guides"), ("untitled.md", "untitled", "Guides"), ("adrs/README.md", "Records", "Decision records"), ("adrs/0001-first.md", "First", "Decision records")],
            entries.Select(entry => (entry.Path, entry.Title, entry.Group)));
    }

    [Theory]
    [InlineData("guide.md", "guide.md")]
    [InlineData("guide", "guide.md")]
    [InlineData("/adrs/", "adrs/README.md")]
    [InlineData("adrs/0001-first", "adrs/0001-first.md")]
    public void Find_ByPathInItsForms_FindsTheDocument(string asked, string path) => Assert.Equal(path, _catalogue.Find(asked)?.Entry.Path);

    [Theory]
    [InlineData("../secret.md")]
    [InlineData("adrs/../../secret.md")]
    [InlineData("..\\secret.md")]
    [InlineData("roadmap/phase.md")]
    [InlineData("")]
    [InlineData("guide.md\0")]
    public void Find_OutsideOfTheCatalogue_FindsNothing(string asked) => Assert.Null(_catalogue.Find(asked));

    [Fact]
    public void Find_OfALinkOutOfTheFolder_FindsNothing()
    {
        File.CreateSymbolicLink(Path.Combine(_root, "docs", "linked.md"), Path.Combine(_root, "secret.md"));

        Assert.Null(_catalogue.Find("linked.md"));
    }

    [Fact]
    public void Find_OfADecisionRecord_HasFrontMatterAndLinksBetweenPages()
    {
        var document = _catalogue.Find("adrs/0001-first.md")!;

        Assert.Equal("accepted", document.FrontMatter["status"]);
        Assert.Contains("href=\"/documents/guide.md#why\"", document.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", document.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<h1", document.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_AfterTheFileChanged_HasItsNewText()
    {
        Assert.Equal("The guide", _catalogue.Find("guide.md")!.Entry.Title);

        Write("docs/guide.md", "# A longer, newer guide\n");

        Assert.Equal("A longer, newer guide", _catalogue.Find("guide.md")!.Entry.Title);
    }

    [Fact]
    public void Search_ForWords_NeedsAllOfThemAndPutsTitlesFirst()
    {
        Write("docs/aaa.md", "# Other\n\nMentions the guide and sidecars.\n");

        var hits = _catalogue.Search("guide SIDECARS");

        Assert.Equal(["guide.md", "aaa.md"], hits.Select(hit => hit.Entry.Path));
        Assert.Contains("sidecars", hits[0].Excerpt, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(_catalogue.Search("sidecars ztunnel"));
        Assert.Empty(_catalogue.Search("  "));
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
