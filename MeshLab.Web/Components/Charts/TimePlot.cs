using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;
using Annotation = Plotly.Blazor.LayoutLib.Annotation;

namespace MeshLab.Web.Components.Charts;

/// <summary>The traces and layout of a chart over time.</summary>
internal sealed class TimePlot(ChartPalette palette, UsageUnit unit, DateTimeOffset from, DateTimeOffset to, string revision)
{
    /// <summary>One trace a line, and one with the marks at the foot of the plot.</summary>
    public IList<ITrace> Traces(IReadOnlyList<ChartLine> lines, IReadOnlyList<ChartMark> marks)
    {
        var traces = lines.Select(Line).ToList<ITrace>();
        var shown = marks.Where(mark => mark.At >= from && mark.At < to).ToList();
        if (shown.Count > 0)
        {
            traces.Add(new Scatter
            {
                Name = "Steps",
                Mode = ModeFlag.Markers,
                X = [.. shown.Select(mark => (object)PlotStyle.Instant(mark.At))],
                Y = [.. shown.Select(_ => (object)0.0)],
                TextArray = [.. shown.Select(mark => PlotStyle.Text(mark.Text))],
                HoverTemplate = "%{text}<extra></extra>",
                ClipOnAxis = false,
                Marker = new Marker { Symbol = Plotly.Blazor.Traces.ScatterLib.MarkerLib.SymbolEnum.TriangleUp, Size = 9, Color = palette.Mark },
            });
        }

        return traces;
    }

    /// <summary>The axes, a band a run with its name, and a thin line a step.</summary>
    public Plotly.Blazor.Layout Layout(IReadOnlyList<ChartBand> bands, IReadOnlyList<ChartMark> marks)
    {
        var layout = PlotStyle.Layout(palette, revision);
        layout.Margin = PlotStyle.Margin(palette, 56, 12, bands.Count > 0 ? 26 : 10, 48);
        layout.HoverMode = HoverModeEnum.XUnified;
        layout.ShowLegend = false;
        layout.XAxis = [PlotStyle.TimeAxis(palette, from, to, "%Y-%m-%d %H:%M:%S UTC")];
        layout.YAxis = [PlotStyle.AmountUp(palette, unit.Name)];
        layout.Shapes = [.. bands.Where(band => band.To > from && band.From < to).Select(Band), .. Apart(marks).Select(Step)];
        layout.Annotations = [.. NamesApart(bands).Select(Name)];
        return layout;
    }

    /// <summary>Bands whose names do not run into one another, newest first: the list below the charts names them all.</summary>
    private IEnumerable<ChartBand> NamesApart(IReadOnlyList<ChartBand> bands)
    {
        var room = (to - from) / 3;
        DateTimeOffset? last = null;
        foreach (var band in bands.Where(band => band.To > from && band.From < to).OrderByDescending(band => band.From))
        {
            if (last is null || last - band.From >= room)
            {
                last = band.From;
                yield return band;
            }
        }
    }

    /// <summary>Marks that can be told apart as lines: steps of a second each would make a wall on a chart of hours.</summary>
    private IEnumerable<ChartMark> Apart(IReadOnlyList<ChartMark> marks)
    {
        var least = (to - from) / 200;
        DateTimeOffset? last = null;
        foreach (var mark in marks.Where(mark => mark.At >= from && mark.At < to).OrderBy(mark => mark.At))
        {
            if (last is null || mark.At - last >= least)
            {
                last = mark.At;
                yield return mark;
            }
        }
    }

    private Scatter Line(ChartLine line) => new()
    {
        Name = PlotStyle.Text(line.Name),
        // A point between two gaps has no line to be seen by.
        Mode = line.Points.Count(point => point.Value is not null) <= 2 ? ModeFlag.Lines | ModeFlag.Markers : ModeFlag.Lines,
        ConnectGaps = false,
        X = [.. line.Points.Select(point => (object)PlotStyle.Instant(point.Time))],
        Y = [.. line.Points.Select(point => (object)(point.Value is { } value ? unit.Of(value) : null)!)],
        Line = new Line { Color = line.Color, Width = 2, Shape = Plotly.Blazor.Traces.ScatterLib.LineLib.ShapeEnum.Linear },
        Marker = new Marker { Color = line.Color, Size = 6 },
        HoverTemplate = $"%{{y:.4~g}} {unit.Name}",
    };

    private Shape Band(ChartBand band) => new()
    {
        Type = Plotly.Blazor.LayoutLib.ShapeLib.TypeEnum.Rect,
        XRef = "x",
        YRef = "paper",
        X0 = PlotStyle.Instant(band.From < from ? from : band.From),
        X1 = PlotStyle.Instant(band.To > to ? to : band.To),
        Y0 = 0,
        Y1 = 1,
        FillColor = palette.Mark,
        Opacity = 0.1m,
        Layer = Plotly.Blazor.LayoutLib.ShapeLib.LayerEnum.Below,
        Line = new Plotly.Blazor.LayoutLib.ShapeLib.Line { Width = 0 },
    };

    private Shape Step(ChartMark mark) => new()
    {
        Type = Plotly.Blazor.LayoutLib.ShapeLib.TypeEnum.Line,
        XRef = "x",
        YRef = "paper",
        X0 = PlotStyle.Instant(mark.At),
        X1 = PlotStyle.Instant(mark.At),
        Y0 = 0,
        Y1 = 1,
        Opacity = 0.45m,
        Layer = Plotly.Blazor.LayoutLib.ShapeLib.LayerEnum.Below,
        Line = new Plotly.Blazor.LayoutLib.ShapeLib.Line { Color = palette.Mark, Width = 1, Dash = "dot" },
    };

    private Annotation Name(ChartBand band)
    {
        // A name that begins far to the right would be cut off at the edge; it ends at its band's end instead.
        var atEnd = band.From - from > (to - from) / 2;
        var at = atEnd ? (band.To > to ? to : band.To) : (band.From < from ? from : band.From);
        return Name(band.Text, at, atEnd ? Plotly.Blazor.LayoutLib.AnnotationLib.XAnchorEnum.Right : Plotly.Blazor.LayoutLib.AnnotationLib.XAnchorEnum.Left);
    }

    private Annotation Name(string text, DateTimeOffset at, Plotly.Blazor.LayoutLib.AnnotationLib.XAnchorEnum anchor) => new()
    {
        XRef = "x",
        YRef = "paper",
        X = PlotStyle.Instant(at),
        Y = 1.0,
        XAnchor = anchor,
        YAnchor = Plotly.Blazor.LayoutLib.AnnotationLib.YAnchorEnum.Bottom,
        ShowArrow = false,
        Text = PlotStyle.Text(text),
        Font = new Plotly.Blazor.LayoutLib.AnnotationLib.Font { Size = palette.Px(11), Color = palette.Text },
    };
}
