using Bunit;
using MeshLab.Core.Documents;
using MeshLab.Core.Measurements;
using MeshLab.Tests.Measurements;
using MeshLab.Web.Components;
using MeshLab.Web.Components.Charts;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Xunit;

namespace MeshLab.Tests.Injection;

/// <summary>Every payload through the parts of pages that show what others wrote: text stays text.</summary>
public sealed class RenderedTextTests
{
    public static TheoryData<string> Markdown() => [.. Payloads.Markdown];

    public static TheoryData<string> Html() => [.. Payloads.Html];

    [Theory]
    [MemberData(nameof(Markdown))]
    public void Markdown_Payload_MakesNoElementAndRunsNothing(string payload)
    {
        var renderer = new MarkdownRenderer();

        Harmless.Require(renderer.ToHtml(payload));
        Harmless.Require(renderer.ToInlineHtml(payload));
        Harmless.Require(renderer.ToHtml($"# {payload}\n\n- [ ] {payload}\n\n> {payload}\n\n| {payload} |\n|---|\n| {payload} |\n"));
        var document = renderer.RenderDocument($"---\ntitle: {payload}\n---\n# {payload}\n\n## {payload}\n\n{payload}\n", "a.md");
        Harmless.Require(document.Html);
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

        Harmless.RequireText(context.Render<PageHeader>(parameters => parameters.Add(p => p.Title, payload).Add(p => p.Subtitle, payload)), payload);
        Harmless.RequireText(context.Render<ErrorPanel>(parameters => parameters.Add(p => p.Title, payload).Add(p => p.Message, payload)), payload);
        Harmless.RequireText(context.Render<EmptyState>(parameters => parameters.Add(p => p.Title, payload).Add(p => p.Text, payload)), payload);
        Harmless.RequireText(context.Render<StatusChip>(parameters => parameters.Add(p => p.Text, payload).Add(p => p.Tone, StatusTone.Success)), payload);
        Harmless.RequireText(context.Render<CodeView>(parameters => parameters.Add(p => p.Text, payload)), payload);
        Harmless.Require(context.Render<global::MeshLab.Web.Components.Markdown>(parameters => parameters.Add(p => p.Text, payload)).Markup);
        var chart = context.Render<TimeChart>(parameters => parameters
            .Add(p => p.Title, payload).Add(p => p.Metric, Metric.Cpu)
            .Add(p => p.Lines, [new(payload, "#155CFF", [new(Observed.Start, 0.1)])])
            .Add(p => p.Bands, [new(Observed.Start, Observed.Start.AddSeconds(5), payload)])
            .Add(p => p.Marks, [new(Observed.Start, payload)])
            .Add(p => p.From, Observed.Start).Add(p => p.To, Observed.Start.AddMinutes(15)));
        Harmless.RequireText(chart, payload);
        Harmless.RequireText(context.Render<ChartHead>(parameters => parameters.Add(p => p.Id, "x").Add(p => p.Title, payload)), payload);
    }

    /// <summary>Plotly reads a few tags in names, links among them.</summary>
    [Theory]
    [MemberData(nameof(Html))]
    public void PlotStyle_Payload_HasNoTagLeft(string payload) => Assert.DoesNotContain('<', PlotStyle.Text(payload));
}
