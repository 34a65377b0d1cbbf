using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MeshLab.Core.Documents;

/// <summary>Lets the links of a document lead to MeshLab's pages, as they lead to files in a repository.</summary>
internal static class DocumentLinks
{
    /// <summary>The address of a document's page.</summary>
    public static string PageOf(string path) => "/documents/" + string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    /// <summary>Rewrites the links of the document at <paramref name="path"/> and gives its headings links to themselves.</summary>
    public static void Rewrite(MarkdownDocument document, string path)
    {
        foreach (var link in document.Descendants<LinkInline>().Where(link => !link.IsImage).ToList())
        {
            link.Url = Resolve(link.Url ?? "", path);
        }

        foreach (var heading in document.OfType<HeadingBlock>().Where(heading => heading.Level > 1))
        {
            if (heading.TryGetAttributes()?.Id is { Length: > 0 } id)
            {
                heading.Inline?.AppendChild(SelfLink($"{PageOf(path)}#{id}"));
            }
        }
    }

    /// <summary>The address that a link written in the document at <paramref name="path"/> means; empty when it leads out of the folder to nothing of ours.</summary>
    public static string Resolve(string url, string path)
    {
        if (url.StartsWith('#'))
        {
            return PageOf(path) + url;
        }

        if (url.Length == 0 || url.StartsWith('/') || Uri.TryCreate(url, UriKind.Absolute, out _))
        {
            return url;
        }

        var cut = url.AsSpan().IndexOfAny('#', '?');
        var (file, rest) = cut < 0 ? (url, "") : (url[..cut], url[cut..]);
        var segments = new List<string>(path.Split('/')[..^1]);
        var above = 0;
        foreach (var segment in Uri.UnescapeDataString(file).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (segment)
            {
                case ".":
                    break;
                case ".." when segments.Count > 0:
                    segments.RemoveAt(segments.Count - 1);
                    break;
                case "..":
                    above++;
                    break;
                default:
                    segments.Add(segment);
                    break;
            }
        }

        // Beside the documents' folder stands that of the scenarios.
        return above switch
        {
            0 => PageOf(string.Join('/', segments)) + rest,
            1 when segments is ["scenarios", var scenario, ..] => $"/scenarios/{Uri.EscapeDataString(scenario)}",
            _ => "",
        };
    }

    // Keyboards and screen readers have the table of contents; a stop after each heading would only be in their way.
    private static LinkInline SelfLink(string url)
    {
        var link = new LinkInline(url, "");
        link.AppendChild(new LiteralInline("#"));
        var attributes = link.GetAttributes();
        attributes.AddClass("heading-anchor");
        attributes.AddProperty("aria-hidden", "true");
        attributes.AddProperty("tabindex", "-1");
        return link;
    }
}
