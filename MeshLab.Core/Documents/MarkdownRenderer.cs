using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace MeshLab.Core.Documents;

/// <summary>
/// Renders Markdown to safe HTML: HTML comments disappear, other raw HTML in the text is shown as text, and what is rendered is
/// sanitised once more against a list of elements and attributes. A text that is nested too deeply, or is too long, to be read as Markdown
/// is shown as it is written.
/// </summary>
public sealed partial class MarkdownRenderer
{
    /// <summary>Longer texts, in characters, are shown as they are written: reading takes time that grows faster than the text.</summary>
    internal const int LongestText = 2_000_000;

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
        ArgumentNullException.ThrowIfNull(markdown);
        return markdown.Length > LongestText ? AsItIs(markdown, TooLong) : OrAsItIs(() => ToHtml(Parse(markdown)), reason => AsItIs(markdown, reason));
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
    internal RenderedDocument RenderDocument(string markdown, string path) => markdown.Length > LongestText
        ? new(null, AsItIs(markdown, TooLong), [], FrontMatter.Read(null))
        : OrAsItIs(() => Rendered(markdown, path), reason => new(null, AsItIs(markdown, reason), [], FrontMatter.Read(null)));

    private RenderedDocument Rendered(string markdown, string path)
    {
        var document = Parse(markdown);
        var title = DocumentOutline.TakeTitle(document);
        var headings = DocumentOutline.Read(document);
        DocumentLinks.Rewrite(document, path);
        return new RenderedDocument(title, ToHtml(document), headings, FrontMatter.Read(document.Descendants<YamlFrontMatterBlock>().FirstOrDefault()));
    }

    private const string TooLong = "This text is too long to be shown as Markdown. Here it is as it is written.";

    /// <summary>Markdig refuses blocks that are nested beyond its limit, and so does its renderer with inlines that would overflow the stack.</summary>
    private static T OrAsItIs<T>(Func<T> render, Func<string, T> asItIs)
    {
        try
        {
            return render();
        }
        catch (Exception error) when (error is ArgumentException or InsufficientExecutionStackException)
        {
            return asItIs("This text is nested too deeply to be shown as Markdown. Here it is as it is written.");
        }
    }

    private string AsItIs(string markdown, string reason) => _safeHtml.Clean($"<p>{reason}</p><pre>{System.Net.WebUtility.HtmlEncode(markdown)}</pre>");

    private MarkdownDocument Parse(string markdown)
    {
        var document = Markdown.Parse(markdown, _pipeline);
        RawHtml.Remove(document);
        return document;
    }

    private string ToHtml(MarkdownDocument document) => _safeHtml.Clean(EmptyHeader.Replace(document.ToHtml(_pipeline), "<td></td>"));

    /// <summary>The corner of a table whose rows have names in their first column: a header that says nothing is none to a screen reader.</summary>
    [GeneratedRegex(@"<th(?: style=""[^""]*"")?>\s*</th>", RegexOptions.CultureInvariant)]
    private static partial Regex EmptyHeader { get; }
}
