using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Bunit;
using Microsoft.AspNetCore.Components;
using Xunit;

namespace MeshLab.Tests.Injection;

/// <summary>Holds that nothing of a payload became markup or script.</summary>
internal static class Harmless
{
    private static readonly string[] Schemes = ["javascript:", "data:", "vbscript:"];

    /// <summary>The component shows the payload as text, letter by letter but for white space.</summary>
    public static void RequireText(IRenderedComponent<IComponent> rendered, string payload, bool hasForms = false)
    {
        Require(rendered.Markup, hasForms);
        Assert.Contains(Words(payload), Words(Parse(rendered.Markup).Body!.TextContent), StringComparison.Ordinal);
    }

    /// <summary>The HTML has no element, handler or address of a payload's; a form only where the page has its own.</summary>
    public static void Require(string html, bool hasForms = false)
    {
        foreach (var element in Parse(html).All)
        {
            Assert.False(element.HasAttribute("data-injected"), $"an element was injected: {element.OuterHtml}");
            Assert.DoesNotContain(element.Attributes, attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
            Assert.False(element is { LocalName: "script" or "iframe" or "object" or "embed" or "base" or "meta" or "link" or "style" } && element.ParentElement is { LocalName: not "head" }, element.OuterHtml);
            Assert.False(element.LocalName == "form" && !hasForms, element.OuterHtml);
            foreach (var address in new[] { element.GetAttribute("href"), element.GetAttribute("src"), element.GetAttribute("action") }.OfType<string>())
            {
                var letters = string.Concat(address.Where(letter => !char.IsWhiteSpace(letter) && !char.IsControl(letter)));
                Assert.DoesNotContain(Schemes, scheme => letters.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
            }
        }
    }

    /// <summary>A text without its white space, which HTML folds.</summary>
    public static string Words(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));

    /// <summary>The HTML as a browser reads it.</summary>
    public static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);
}
