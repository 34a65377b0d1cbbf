using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MeshLab.Core.Documents;

/// <summary>Reads the title and the headings of a document.</summary>
internal static class DocumentOutline
{
    private const int LowestLevel = 3;

    /// <summary>Removes the first heading, when it is of the first level, and returns its text.</summary>
    public static string? TakeTitle(MarkdownDocument document)
    {
        if (document.OfType<HeadingBlock>().FirstOrDefault() is not { Level: 1 } heading)
        {
            return null;
        }

        document.Remove(heading);
        return TextOf(heading);
    }

    /// <summary>The headings of the second and third level.</summary>
    public static IReadOnlyList<DocumentHeading> Read(MarkdownDocument document) =>
    [
        .. document.OfType<HeadingBlock>()
            .Where(heading => heading.Level is > 1 and <= LowestLevel)
            .Select(heading => new DocumentHeading(heading.Level, TextOf(heading), heading.GetAttributes().Id ?? ""))
            .Where(heading => heading.Anchor.Length > 0),
    ];

    /// <summary>A heading as plain text.</summary>
    public static string TextOf(HeadingBlock heading) => string.Concat(heading.Inline?.Descendants().Select(inline => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        _ => "",
    }) ?? []).Trim();
}
