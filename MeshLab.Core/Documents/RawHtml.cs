using Markdig.Helpers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MeshLab.Core.Documents;

/// <summary>Takes raw HTML out of parsed Markdown: comments vanish, all other markup becomes the text it is written as.</summary>
internal static class RawHtml
{
    private const string CommentStart = "<!--";
    private const string CommentEnd = "-->";

    /// <summary>Changes <paramref name="document"/> in place.</summary>
    public static void Remove(MarkdownDocument document)
    {
        foreach (var block in document.Descendants<HtmlBlock>().ToList())
        {
            Replace(block);
        }

        foreach (var inline in document.Descendants<HtmlInline>().ToList())
        {
            if (inline.Tag.StartsWith(CommentStart, StringComparison.Ordinal))
            {
                inline.Remove();
            }
            else
            {
                inline.ReplaceBy(new LiteralInline(inline.Tag));
            }
        }
    }

    private static void Replace(HtmlBlock block)
    {
        var text = WithoutComments(block.Lines.ToString()).Trim();
        var parent = block.Parent!;
        var place = parent.IndexOf(block);
        parent.RemoveAt(place);
        if (text.Length > 0)
        {
            var paragraph = new ParagraphBlock { Inline = new ContainerInline() };
            paragraph.Inline.AppendChild(new LiteralInline(new StringSlice(text)));
            parent.Insert(place, paragraph);
        }
    }

    private static string WithoutComments(string text)
    {
        while (text.IndexOf(CommentStart, StringComparison.Ordinal) is var start and >= 0)
        {
            var end = text.IndexOf(CommentEnd, start, StringComparison.Ordinal);
            text = end < 0 ? text[..start] : text.Remove(start, end + CommentEnd.Length - start);
        }

        return text;
    }
}
