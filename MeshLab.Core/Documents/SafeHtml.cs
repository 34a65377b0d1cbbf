using AngleSharp.Dom;
using Ganss.Xss;

namespace MeshLab.Core.Documents;

/// <summary>
/// Lets through the elements that Markdown makes, without anything that could run, and completes what assistive technology needs:
/// names for check boxes, and tables and code that can be scrolled by keyboard.
/// </summary>
internal sealed class SafeHtml
{
    private static readonly string[] Tags =
    [
        "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "input", "ins", "li", "mark",
        "ol", "p", "pre", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
    ];

    private static readonly string[] Attributes =
        ["alt", "aria-hidden", "checked", "class", "disabled", "href", "id", "src", "start", "style", "tabindex", "title", "type"];

    private readonly HtmlSanitizer _sanitizer;

    public SafeHtml()
    {
        _sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(Tags, StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(Attributes, StringComparer.OrdinalIgnoreCase),
            AllowedCssProperties = new HashSet<string>(["text-align"], StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(["http", "https", "mailto"], StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href", "src"], StringComparer.OrdinalIgnoreCase),
        });
        _sanitizer.PostProcessNode += (_, change) => Complete(change.Node);
    }

    /// <summary>Safe HTML of <paramref name="html"/>.</summary>
    public string Clean(string html) => _sanitizer.Sanitize(html);

    private static void Complete(INode node)
    {
        if (node is not IElement element)
        {
            return;
        }

        switch (element.LocalName)
        {
            case "a" when element.GetAttribute("href") is { } target && target.Contains("://", StringComparison.Ordinal):
                element.SetAttribute("target", "_blank");
                element.SetAttribute("rel", "noopener noreferrer");
                break;
            case "a" when string.IsNullOrEmpty(element.GetAttribute("href")):
                element.RemoveAttribute("href");
                break;

            // Pages are served without a word to other hosts; a picture of one would be such a word.
            case "img" when element.GetAttribute("src") is { } source && source.Contains("//", StringComparison.Ordinal):
                element.RemoveAttribute("src");
                break;
            case "input":
                element.SetAttribute("type", "checkbox");
                element.SetAttribute("disabled", "");
                element.SetAttribute("aria-label", element.HasAttribute("checked") ? "done" : "open");
                break;
            case "pre":
                element.SetAttribute("tabindex", "0");
                break;
            case "table":
                element.SetAttribute("tabindex", "0");
                break;
        }
    }
}
