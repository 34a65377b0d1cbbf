using Ganss.Xss;
using Markdig;

namespace MeshLab.Core.Documents;

/// <summary>Renders Markdown to safe HTML: raw HTML in the text is shown as text, and what is rendered is sanitised once more.</summary>
public sealed class MarkdownRenderer
{
    private readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseTaskLists().UseAutoIdentifiers().UseAutoLinks().UseEmphasisExtras().DisableHtml().Build();
    private readonly HtmlSanitizer _sanitizer = new();

    /// <summary>Blocks of Markdown as HTML.</summary>
    public string ToHtml(string markdown) => _sanitizer.Sanitize(Markdown.ToHtml(markdown, _pipeline));

    /// <summary>One line of Markdown as HTML without the surrounding paragraph.</summary>
    public string ToInlineHtml(string markdown)
    {
        var html = ToHtml(markdown).Trim();
        return html.StartsWith("<p>", StringComparison.Ordinal) && html.EndsWith("</p>", StringComparison.Ordinal) ? html[3..^4] : html;
    }
}
