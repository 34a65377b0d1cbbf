using MeshLab.Core.Documents;
using Xunit;

namespace MeshLab.Tests.Documents;

public sealed class MarkdownRendererTests
{
    private readonly MarkdownRenderer _renderer = new();

    [Theory]
    [InlineData("# Title\n<!-- covers: 9.0/a -->\n\nText")]
    [InlineData("# Title\n\nText <!-- covers: 9.0/a --> more")]
    [InlineData("# Title\n\n<!-- covers:\n9.0/a,\n9.0/b -->\nText")]
    public void ToHtml_WithAComment_LeavesNoTraceOfIt(string markdown)
    {
        var html = _renderer.ToHtml(markdown);

        Assert.DoesNotContain("covers", html, StringComparison.Ordinal);
        Assert.Contains("Text", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("text <img src=x onerror=alert(1)> text")]
    [InlineData("<div onclick=\"alert(1)\">\nhi\n</div>")]
    [InlineData("<!-- a --><script>alert(1)</script>")]
    public void ToHtml_WithRawHtml_ShowsItAsText(string markdown)
    {
        var html = _renderer.ToHtml(markdown);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<div", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](vbscript:x)")]
    [InlineData("<javascript:alert(1)>")]
    public void ToHtml_WithALinkThatRuns_RemovesItsTarget(string markdown) =>
        Assert.DoesNotContain("href", _renderer.ToHtml(markdown), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void ToHtml_WithAnExternalLink_OpensItWithoutAReferrer()
    {
        var html = _renderer.ToHtml("[Istio](https://istio.io/docs)");

        Assert.Contains("href=\"https://istio.io/docs\"", html, StringComparison.Ordinal);
        Assert.Contains("rel=\"noopener noreferrer\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void ToHtml_WithAPictureOfAnotherHost_DoesNotAskForIt() =>
        Assert.DoesNotContain("example.com", _renderer.ToHtml("![p](https://example.com/pixel.png)"), StringComparison.Ordinal);

    [Fact]
    public void ToHtml_WithATaskList_NamesItsBoxes() =>
        Assert.Contains("aria-label=\"done\"", _renderer.ToHtml("- [x] a\n- [ ] b"), StringComparison.Ordinal);

    [Fact]
    public void ToInlineHtml_OfOneLine_HasNoParagraph() =>
        Assert.Equal("Install <code>istiod</code>", _renderer.ToInlineHtml("Install `istiod`"));

    [Fact]
    public void RenderDocument_WithHeadings_ListsThemWithTheirAnchors()
    {
        var document = _renderer.RenderDocument("# T\n\n## What it `takes`: CPU\n\ntext\n\n### More\n\n#### Deep\n", "patterns/a.md");

        Assert.Equal("T", document.Title);
        Assert.Equal([(2, "What it takes: CPU", "what-it-takes-cpu"), (3, "More", "more")], document.Headings.Select(heading => (heading.Level, heading.Text, heading.Anchor)));
        Assert.Contains("id=\"what-it-takes-cpu\"", document.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"/documents/patterns/a.md#more\"", document.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_WithAnEmptyCorner_HasNoHeaderThatSaysNothing()
    {
        var html = new MarkdownRenderer().ToHtml("| | Istio |\n| :-- | --- |\n| mTLS | yes |\n");

        Assert.Contains("<td></td>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<th></th>", html, StringComparison.Ordinal);
        Assert.Contains("Istio</th>", html, StringComparison.Ordinal);
    }
}
