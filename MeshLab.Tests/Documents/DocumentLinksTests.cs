using MeshLab.Core.Documents;
using Xunit;

namespace MeshLab.Tests.Documents;

public sealed class DocumentLinksTests
{
    [Theory]
    [InlineData("istio.md", "patterns/README.md", "/documents/patterns/istio.md")]
    [InlineData("./istio.md#sub", "patterns/README.md", "/documents/patterns/istio.md#sub")]
    [InlineData("../service-mesh-comparison.md#sources", "patterns/a.md", "/documents/service-mesh-comparison.md#sources")]
    [InlineData("#here", "patterns/a.md", "/documents/patterns/a.md#here")]
    [InlineData("/measurements", "patterns/a.md", "/measurements")]
    [InlineData("https://istio.io/x", "a.md", "https://istio.io/x")]
    [InlineData("../scenarios/istio-tutorial/README.md", "a.md", "/scenarios/istio-tutorial")]
    [InlineData("../LICENSE", "a.md", "")]
    [InlineData("../../../etc/passwd", "patterns/a.md", "")]
    public void Resolve_OfALink_LeadsToThePageItMeans(string url, string path, string expected) => Assert.Equal(expected, DocumentLinks.Resolve(url, path));

    [Fact]
    public void Links_OfTheShippedDocuments_LeadToDocumentsAndHeadingsThatExist()
    {
        var catalogue = new DocumentCatalogue(new MeshLab.Core.ContentDirectories(Microsoft.Extensions.Options.Options.Create(new MeshLab.Core.MeshLabOptions())), new MarkdownRenderer());
        List<string> broken = [];
        foreach (var document in catalogue.List().Select(entry => catalogue.Find(entry.Path)!))
        {
            foreach (System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(document.Html, "href=\"/documents/([^\"#]+)(?:#([^\"]+))?\""))
            {
                var target = catalogue.Find(Uri.UnescapeDataString(link.Groups[1].Value));
                if (target is null || (link.Groups[2].Success && !target.Html.Contains($"id=\"{link.Groups[2].Value}\"", StringComparison.Ordinal)))
                {
                    broken.Add($"{document.Entry.Path}: {link.Value}");
                }
            }
        }

        Assert.Empty(broken);
    }
}
