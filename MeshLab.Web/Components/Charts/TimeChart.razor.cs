using MeshLab.Core.Measurements;
using MeshLab.Web.Layout;
using Microsoft.AspNetCore.Components;
using Plotly.Blazor;

namespace MeshLab.Web.Components.Charts;

/// <summary>CPU or memory over time: one line a series, gaps left open, runs and their steps marked.</summary>
public sealed partial class TimeChart
{
    private IList<ITrace> _data = [];
    private Plotly.Blazor.Layout _layout = new();
    private string _summary = "";
    private IReadOnlyList<LineDescription> _described = [];

    /// <summary>What the chart shows, e.g. <c>CPU by class on demo</c>.</summary>
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The metric, which gives the unit.</summary>
    [Parameter]
    [EditorRequired]
    public Metric Metric { get; set; }

    /// <summary>The lines.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<ChartLine> Lines { get; set; } = [];

    /// <summary>The stretches to mark.</summary>
    [Parameter]
    public IReadOnlyList<ChartBand> Bands { get; set; } = [];

    /// <summary>The moments to mark.</summary>
    [Parameter]
    public IReadOnlyList<ChartMark> Marks { get; set; } = [];

    /// <summary>The left end of the time axis.</summary>
    [Parameter]
    [EditorRequired]
    public DateTimeOffset From { get; set; }

    /// <summary>The right end of the time axis.</summary>
    [Parameter]
    [EditorRequired]
    public DateTimeOffset To { get; set; }

    /// <summary>Changes when a zoom should be forgotten, e.g. with another range.</summary>
    [Parameter]
    public string Revision { get; set; } = "";

    /// <summary>The theme in use.</summary>
    [CascadingParameter]
    public ThemeState? Theme { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var unit = UsageUnit.For(Metric, Lines.SelectMany(line => line.Points).Select(point => point.Value ?? 0));
        var plot = new TimePlot(ChartPalette.Of(Theme), unit, From, To, Revision);
        (_data, _layout) = (plot.Traces(Lines, Marks), plot.Layout(Bands, Marks));
        _described = [.. Lines.Select(line => LineDescription.Of(line, unit))];
        _summary = LineDescription.Summarize(Title, _described, Bands.Count);
    }
}
