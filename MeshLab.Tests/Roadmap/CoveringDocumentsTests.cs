using MeshLab.Core;
using MeshLab.Core.Documents;
using MeshLab.Core.Roadmap;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace MeshLab.Tests.Roadmap;

public sealed class CoveringDocumentsTests
{
    [Fact]
    public async Task Find_Comments_NamesTheHeadingAboveThem()
    {
        await using var roadmap = await TestRoadmap.CreateAsync(("a.md", "# 9.1 S\n- [ ] One (of many)\n- [ ] Two\n"));
        var docs = Directory.CreateDirectory(Path.Combine(roadmap.Database.Folder, "docs", "patterns")).Parent!.FullName;
        File.WriteAllText(Path.Combine(docs, "patterns", "p.md"), "<!-- covers: 9.1/two -->\n## The `first` part\n<!-- covers: 9.1/one, 9.1/none,\n9.1/two -->\n");
        var documents = Documents(roadmap, docs);

        Assert.Equal([new CoveringDocument("9.1/one", "patterns/p.md", "The first part", "the-first-part")], documents.Find()["9.1/one"]);
        Assert.Equal([("p.md", ""), ("The first part", "the-first-part")], documents.Find()["9.1/two"].Select(place => (place.Heading, place.Anchor)));

        File.WriteAllText(Path.Combine(docs, "patterns", "p.md"), "# Nothing\n");
        Assert.Empty(documents.Find());
    }

    [Fact]
    public async Task Find_LabsDocuments_LeadsToHeadingsThatTheirPagesHave()
    {
        await using var roadmap = await TestRoadmap.Phase9Async();
        var places = Documents(roadmap, Repository.PathTo("docs")).Find().SelectMany(group => group).ToList();
        var catalogue = new DocumentCatalogue(new ContentDirectories(roadmap.Database.Services.GetRequiredService<IOptions<MeshLabOptions>>()), new MarkdownRenderer());

        Assert.True(places.Count > 50, $"Only {places.Count} places were found.");
        Assert.DoesNotContain(places, place => catalogue.Find(place.Path) is not { } document
            || (place.Anchor.Length > 0 && !document.Html.Contains($"id=\"{place.Anchor}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Find_NoDocuments_IsEmpty()
    {
        await using var roadmap = await TestRoadmap.Phase9Async();

        Assert.Empty(Documents(roadmap, Path.Combine(roadmap.Database.Folder, "none")).Find());
    }

    private static CoveringDocuments Documents(TestRoadmap roadmap, string docs)
    {
        var options = roadmap.Database.Services.GetRequiredService<IOptions<MeshLabOptions>>();
        options.Value.DocsDirectory = docs;
        return new CoveringDocuments(new ContentDirectories(options), roadmap.Catalogue);
    }
}
