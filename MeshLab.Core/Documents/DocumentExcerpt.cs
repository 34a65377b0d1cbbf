using AngleSharp.Html.Parser;

namespace MeshLab.Core.Documents;

/// <summary>Plain text of documents, and pieces of it.</summary>
public static class DocumentExcerpt
{
    private const int Before = 60;
    private const int Length = 200;

    /// <summary>The text that a reader of <paramref name="html"/> sees, with single spaces.</summary>
    public static string PlainText(string html)
    {
        var document = new HtmlParser().ParseDocument(html);
        foreach (var anchor in document.QuerySelectorAll("a.heading-anchor").ToList())
        {
            anchor.Remove();
        }

        return string.Join(' ', (document.Body?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Whether every word is in the text, whatever its case.</summary>
    public static bool HoldsAll(string text, IReadOnlyList<string> words) => words.All(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Text around the first of the words; empty when none is in it.</summary>
    public static string Around(string text, IReadOnlyList<string> words)
    {
        var first = words.Select(word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase)).Where(place => place >= 0).DefaultIfEmpty(-1).Min();
        if (first < 0)
        {
            return "";
        }

        var start = first <= Before ? 0 : text.IndexOf(' ', first - Before) + 1;
        var end = start + Length >= text.Length ? text.Length : text.LastIndexOf(' ', start + Length);
        return (start > 0 ? "… " : "") + text[start..end] + (end < text.Length ? " …" : "");
    }
}
