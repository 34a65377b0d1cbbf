using MeshLab.Web.Components;
using MeshLab.Web.Components.Charts;
using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>The progress curve as Plotly draws it: two steps that end now.</summary>
internal static class ProgressPlot
{
    /// <summary>More points than this are drawn thinned out: a screen has not more of them side by side.</summary>
    private const int MostPoints = 1000;

    /// <summary>Up to here each task has a line of the grid; Plotly would draw halves.</summary>
    private const int FewTasks = 5;

    private static readonly TimeSpan ShortestRange = TimeSpan.FromMinutes(5);

    /// <summary>The traces and the axes. The curve has at least one point.</summary>
    public static (IList<ITrace> Data, Plotly.Blazor.Layout Layout) Of(ProgressCurve curve, DateTimeOffset now, ChartPalette palette)
    {
        var range = now - curve.Points[0].Time > ShortestRange ? now - curve.Points[0].Time : ShortestRange;
        var from = now - (1.05 * range);
        var every = Math.Max(1, curve.Points.Count / MostPoints);
        List<ProgressPoint> points =
        [
            new(from, curve.FromFile, 0),
            .. curve.Points.Where((_, index) => index % every == 0 || index == curve.Points.Count - 1),
            curve.Points[^1] with { Time = now },
        ];
        var layout = PlotStyle.Layout(palette, "progress");
        layout.Margin = PlotStyle.Margin(palette, 44, 12, 8, 44);
        layout.HoverMode = HoverModeEnum.XUnified;
        layout.ShowLegend = false;
        var (time, tasks) = (PlotStyle.TimeAxis(palette, from, now, "%Y-%m-%d %H:%M UTC"), PlotStyle.AmountUp(palette));
        (time.FixedRange, tasks.TickFormat, tasks.NTicks) = (true, "d", 5);
        tasks.DTick = curve.Points[^1].Done <= FewTasks ? 1 : null;
        (layout.XAxis, layout.YAxis) = ([time], [tasks]);
        return ([Line("done", ChartColors.App, points, point => point.Done), Line("verified by runs", ChartColors.NodeAgent, points, point => point.Verified)], layout);
    }

    private static Scatter Line(string name, string color, IReadOnlyList<ProgressPoint> points, Func<ProgressPoint, int> count) => new()
    {
        Name = name,
        Mode = ModeFlag.Lines,
        X = [.. points.Select(point => (object)PlotStyle.Instant(point.Time))],
        Y = [.. points.Select(point => (object)count(point))],
        Fill = FillEnum.ToZeroY,
        FillColor = $"{color}22",
        Line = new Line { Color = color, Width = 2, Shape = Plotly.Blazor.Traces.ScatterLib.LineLib.ShapeEnum.Hv },
        HoverTemplate = "%{y} " + name + "<extra></extra>",
    };
}
