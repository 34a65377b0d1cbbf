using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace MeshLab.Core.Documents;

/// <summary>
/// Renders Markdown to safe HTML: HTML comments disappear, other raw HTML in the text is shown as text, and what is rendered is
/// sanitised once more against a list of elements and attributes.
/// </summary>
public sealed class MarkdownRenderer
{
    private readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder()
        .UseYamlFrontMatter()
        .UsePipeTables()
        .UseTaskLists()
        .UseAutoIdentifiers()
        .UseAutoLinks()
        .UseEmphasisExtras()
        .Build();

    private readonly SafeHtml _safeHtml = new();

    /// <summary>Blocks of Markdown as HTML.</summary>
    public string ToHtml(string markdown)
    {
        var document = Parse(markdown);
        return ToHtml(document);
    }

    /// <summary>One line of Markdown as HTML without the surrounding paragraph.</summary>
    public string ToInlineHtml(string markdown)
    {
        var html = ToHtml(markdown).Trim();
        return html.StartsWith("<p>", StringComparison.Ordinal) && html.EndsWith("</p>", StringComparison.Ordinal) ? html[3..^4] : html;
    }

    /// <summary>A document of the documents' folder: its first heading becomes the title, and links to its neighbours lead to their pages.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="path">Its path below the folder, with forward slashes.</param>
    internal RenderedDocument RenderDocument(string markdown, string path)
    {
        var document = Parse(markdown);
        var title = DocumentOutline.TakeTitle(document);
        var headings = DocumentOutline.Read(document);
        DocumentLinks.Rewrite(document, path);
        return new RenderedDocument(title, ToHtml(document), headings, FrontMatter.Read(document.Descendants<YamlFrontMatterBlock>().FirstOrDefault()));
    }

    private MarkdownDocument Parse(string markdown)
    {
        var document = Markdown.Parse(markdown, _pipeline);
        RawHtml.Remove(document);
        return document;
    }

    private string ToHtml(MarkdownDocument document) => _safeHtml.Clean(document.ToHtml(_pipeline));
}
