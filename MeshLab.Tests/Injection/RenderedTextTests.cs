using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Bunit;
using MeshLab.Core.Documents;
using MeshLab.Core.Measurements;
using MeshLab.Tests.Measurements;
using MeshLab.Web.Components;
using MeshLab.Web.Components.Charts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Xunit;

namespace MeshLab.Tests.Injection;

/// <summary>Every payload through the parts of pages that show what others wrote: text stays text.</summary>
public sealed class RenderedTextTests
{
    private static readonly string[] _schemes = ["javascript:", "data:", "vbscript:"];

    public static TheoryData<string> Markdown() => [.. Payloads.Markdown];

    public static TheoryData<string> Html() => [.. Payloads.Html];

    [Theory]
    [MemberData(nameof(Markdown))]
    public void Markdown_Payload_MakesNoElementAndRunsNothing(string payload)
    {
        var renderer = new MarkdownRenderer();

        AssertHarmless(renderer.ToHtml(payload));
        AssertHarmless(renderer.ToInlineHtml(payload));
        AssertHarmless(renderer.ToHtml($"# {payload}\n\n- [ ] {payload}\n\n> {payload}\n\n| {payload} |\n|---|\n| {payload} |\n"));
        var document = renderer.RenderDocument($"---\ntitle: {payload}\n---\n# {payload}\n\n## {payload}\n\n{payload}\n", "a.md");
        AssertHarmless(document.Html);
        Assert.All(document.Headings, heading => Assert.Matches("^[^\"'<>\\s]*$", heading.Anchor));
    }

    [Theory]
    [MemberData(nameof(Html))]
    public async Task Components_Payload_IsShownAsText(string payload)
    {
        await using var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddMudServices();
        context.Services.AddDocuments();

        AssertText(context.Render<PageHeader>(parameters => parameters.Add(p => p.Title, payload).Add(p => p.Subtitle, payload)), payload);
        AssertText(context.Render<ErrorPanel>(parameters => parameters.Add(p => p.Title, payload).Add(p => p.Message, payload)), payload);
        AssertText(context.Render<EmptyState>(parameters => parameters.Add(p => p.Title, payload).Add(p => p.Text, payload)), payload);
        AssertText(context.Render<StatusChip>(parameters => parameters.Add(p => p.Text, payload).Add(p => p.Tone, StatusTone.Success)), payload);
        AssertText(context.Render<CodeView>(parameters => parameters.Add(p => p.Text, payload)), payload);
        AssertHarmless(context.Render<global::MeshLab.Web.Components.Markdown>(parameters => parameters.Add(p => p.Text, payload)).Markup);
        var chart = context.Render<TimeChart>(parameters => parameters
            .Add(p => p.Title, payload).Add(p => p.Metric, Metric.Cpu)
            .Add(p => p.Lines, [new(payload, "#155CFF", [new(Observed.Start, 0.1)])])
            .Add(p => p.Bands, [new(Observed.Start, Observed.Start.AddSeconds(5), payload)])
            .Add(p => p.Marks, [new(Observed.Start, payload)])
            .Add(p => p.From, Observed.Start).Add(p => p.To, Observed.Start.AddMinutes(15)));
        AssertText(chart, payload);
        AssertText(context.Render<ChartHead>(parameters => parameters.Add(p => p.Id, "x").Add(p => p.Title, payload)), payload);
    }

    /// <summary>Plotly reads a few tags in names, links among them.</summary>
    [Theory]
    [MemberData(nameof(Html))]
    public void PlotStyle_Payload_HasNoTagLeft(string payload) => Assert.DoesNotContain('<', PlotStyle.Text(payload));

    private static void AssertText(IRenderedComponent<IComponent> rendered, string payload)
    {
        AssertHarmless(rendered.Markup);
        Assert.Contains(Words(payload), Words(Parse(rendered.Markup).Body!.TextContent), StringComparison.Ordinal);
    }

    private static void AssertHarmless(string html)
    {
        foreach (var element in Parse(html).All)
        {
            Assert.False(element.HasAttribute("data-injected"), $"an element was injected: {element.OuterHtml}");
            Assert.DoesNotContain(element.Attributes, attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
            Assert.False(element is { LocalName: "script" or "iframe" or "object" or "embed" or "base" or "meta" or "link" or "style" or "form" } && element.ParentElement is { LocalName: not "head" }, element.OuterHtml);
            foreach (var address in new[] { element.GetAttribute("href"), element.GetAttribute("src"), element.GetAttribute("action") }.OfType<string>())
            {
                var letters = string.Concat(address.Where(letter => !char.IsWhiteSpace(letter) && !char.IsControl(letter)));
                Assert.DoesNotContain(_schemes, scheme => letters.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
            }
        }
    }

    private static string Words(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));

    private static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);
}
