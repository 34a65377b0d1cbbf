using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Models;
using MeshLab.Web.Components;
using MeshLab.Web.Components.Charts;
using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;

namespace MeshLab.Web.Pages.Compare;

/// <summary>Percentiles of latency: one line a variant, both axes logarithmic, the percentiles by how many requests are slower (1 in 2, 1 in 10, 1 in 100 …).</summary>
internal static class LatencyPlot
{
    public static (IList<ITrace> Data, Plotly.Blazor.Layout Layout) Of(IReadOnlyList<LatencyCurve> curves, IReadOnlyList<PublishedPoint> published, ChartPalette palette)
    {
        var layout = PlotStyle.Layout(palette, "latency");
        var ticks = curves.SelectMany(curve => curve.Points).Select(point => point.Percentile).Where(percentile => percentile < 100).Distinct().Order().ToList();
        layout.Margin = PlotStyle.Margin(palette, 60, 16, 10, 48);
        layout.ShowLegend = false;
        layout.HoverMode = HoverModeEnum.XUnified;
        layout.XAxis =
        [
            new XAxis
            {
                Type = Plotly.Blazor.LayoutLib.XAxisLib.TypeEnum.Log,
                GridColor = palette.Grid,
                FixedRange = true,
                TickVals = [.. ticks.Select(percentile => (object)Slower(percentile))],
                TickText = [.. ticks.Select(percentile => (object)$"p{CostPlots.Number(percentile)}")],
                Title = new Plotly.Blazor.LayoutLib.XAxisLib.Title { Text = "percentile", Standoff = 6 },
            },
        ];
        layout.YAxis =
        [
            new YAxis
            {
                Type = Plotly.Blazor.LayoutLib.YAxisLib.TypeEnum.Log,
                DTick = "D2",
                GridColor = palette.Grid,
                FixedRange = true,
                Title = new Plotly.Blazor.LayoutLib.YAxisLib.Title { Text = "milliseconds", Standoff = 8 },
            },
        ];
        return ([.. curves.Select(curve => (ITrace)Line(curve)), .. published.Select(point => point.Figure).Distinct().Select(figure => (ITrace)Diamonds(figure, published))], layout);
    }

    /// <summary>The colour of a variant's mesh.</summary>
    public static string ColorOf(string variant) => ChartColors.OfMesh(variant switch { "istio-sidecar" => "istio", "baseline" => "none", _ => variant });

    /// <summary>1 of how many requests is slower than a percentile.</summary>
    private static double Slower(double percentile) => 100 / (100 - percentile);

    private static Scatter Diamonds(PublishedLatency figure, IReadOnlyList<PublishedPoint> published)
    {
        var points = published.Where(point => point.Figure == figure).ToList();
        var color = ColorOf(figure.Variant);
        return new()
        {
            Name = $"published: {figure.What}",
            Mode = ModeFlag.Markers,
            X = [.. points.Select(point => (object)Slower(point.Percentile))],
            Y = [.. points.Select(point => (object)point.Milliseconds)],
            Marker = new Plotly.Blazor.Traces.ScatterLib.Marker
            {
                Symbol = Plotly.Blazor.Traces.ScatterLib.MarkerLib.SymbolEnum.DiamondOpen,
                Size = 12,
                Color = color,
                Line = new Plotly.Blazor.Traces.ScatterLib.MarkerLib.Line { Width = 2, Color = color },
            },
            TextArray = [.. points.Select(point => $"{CostPlots.Number(point.Added, "0.###")} ms added to this baseline")],
            HoverTemplate = $"published, {figure.What}: %{{text}}<extra></extra>",
        };
    }

    private static Scatter Line(LatencyCurve curve)
    {
        var points = curve.Points.Where(point => point.Percentile < 100).ToList();
        var color = ColorOf(curve.Variant);
        return new()
        {
            Name = PlotStyle.Text(curve.Label),
            Mode = ModeFlag.Lines | ModeFlag.Markers,
            X = [.. points.Select(point => (object)Slower(point.Percentile))],
            Y = [.. points.Select(point => (object)point.Milliseconds.Mean)],
            Line = new Plotly.Blazor.Traces.ScatterLib.Line { Color = color, Width = 2.5m, Dash = curve.Origin == MeshLab.Core.Measurements.Origin.Simulated ? "dash" : "solid" },
            Marker = new Plotly.Blazor.Traces.ScatterLib.Marker { Color = color, Size = 7 },
            ErrorY = new ErrorY
            {
                Type = Plotly.Blazor.Traces.ScatterLib.ErrorYLib.TypeEnum.Data,
                Symmetric = false,
                Array = [.. points.Select(point => (object)((point.Milliseconds.High ?? point.Milliseconds.Mean) - point.Milliseconds.Mean))],
                ArrayMinus = [.. points.Select(point => (object)(point.Milliseconds.Mean - (point.Milliseconds.Low ?? point.Milliseconds.Mean)))],
                Color = color,
                Thickness = 1.5m,
                Width = 4,
            },
            HoverTemplate = $"{PlotStyle.Text(curve.Label)}: %{{y:.3~g}} ms<extra></extra>",
        };
    }
}
