using System.Globalization;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Models;
using MeshLab.Web.Components.Charts;
using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;

namespace MeshLab.Web.Pages.Compare;

/// <summary>A bar that is stacked of shares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Month">The cost of each share.</param>
/// <param name="Faint">Whether its figures are a lower bound.</param>
internal sealed record StackedBar(string Name, IReadOnlyDictionary<CostShare, double> Month, bool Faint = false);

/// <summary>A bar with an interval, and published figures to set beside it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Color">Its colour.</param>
/// <param name="Value">Its length; null for a line that has only a published figure.</param>
/// <param name="Low">The lower end of its interval.</param>
/// <param name="High">The upper end of its interval.</param>
/// <param name="Published">A published figure of the same thing; null for none.</param>
internal sealed record IntervalBar(string Name, string Color, double? Value, double? Low, double? High, double? Published);

/// <summary>The plots of the page: what is drawn, without where it comes from.</summary>
internal static class CostPlots
{
    /// <summary>The height of a chart of horizontal bars.</summary>
    public static int HeightOf(int bars) => 76 + (38 * Math.Max(1, bars));

    /// <summary>Horizontal bars, stacked of shares, the first on top, with the sum at the end.</summary>
    public static (IList<ITrace> Data, Plotly.Blazor.Layout Layout) Stacked(IReadOnlyList<StackedBar> bars, string currency, ChartPalette palette)
    {
        var names = bars.Reverse().Select(bar => (object)Wrapped(bar.Name)).ToList();
        var traces = CostWords.Order
            .Where(share => bars.Any(bar => bar.Month.GetValueOrDefault(share) > 0))
            .Select(share => (ITrace)new Bar
            {
                Name = CostWords.Of(share),
                Orientation = Plotly.Blazor.Traces.BarLib.OrientationEnum.H,
                Y = names,
                X = [.. bars.Reverse().Select(bar => (object)bar.Month.GetValueOrDefault(share))],
                Marker = new Plotly.Blazor.Traces.BarLib.Marker
                {
                    Color = CostWords.ColorOf(share),
                    OpacityArray = [.. bars.Reverse().Select(bar => (decimal?)(bar.Faint ? 0.45m : 1m))],
                    Line = new Plotly.Blazor.Traces.BarLib.MarkerLib.Line { Color = palette.Surface, Width = 1 },
                },
                HoverTemplate = $"%{{y}}: {CostWords.Of(share)} %{{x:,.2f}} {currency}<extra></extra>",
            })
            .ToList();
        traces.Add(new Scatter
        {
            Mode = ModeFlag.Text,
            Y = names,
            X = [.. bars.Reverse().Select(bar => (object)bar.Month.Values.Sum())],
            TextArray = [.. bars.Reverse().Select(bar => $" {(bar.Faint ? "≥ " : "")}{Money.Number(bar.Month.Values.Sum())}")],
            TextPosition = TextPositionEnum.MiddleRight,
            ClipOnAxis = false,
            HoverInfo = HoverInfoFlag.Skip,
        });
        var layout = Bars(palette, $"{currency} a month", bars.Select(bar => bar.Month.Values.Sum()).DefaultIfEmpty(0).Max());
        layout.BarMode = BarModeEnum.Stack;
        return (traces, layout);
    }

    /// <summary>Horizontal bars with intervals, and diamonds for published figures.</summary>
    public static (IList<ITrace> Data, Plotly.Blazor.Layout Layout) Intervals(IReadOnlyList<IntervalBar> bars, string unit, ChartPalette palette)
    {
        var turned = bars.Reverse().ToList();
        var names = turned.Select(bar => (object)Wrapped(bar.Name)).ToList();
        var traces = new List<ITrace>
        {
            new Bar
            {
                Orientation = Plotly.Blazor.Traces.BarLib.OrientationEnum.H,
                Y = names,
                // A figure that is not known is no bar, not a bar of zero.
                X = [.. turned.Select(bar => (object)bar.Value!)],
                Marker = new Plotly.Blazor.Traces.BarLib.Marker { ColorArray = [.. turned.Select(bar => (object)bar.Color)] },
                ErrorX = new Plotly.Blazor.Traces.BarLib.ErrorX
                {
                    Type = Plotly.Blazor.Traces.BarLib.ErrorXLib.TypeEnum.Data,
                    Symmetric = false,
                    Array = [.. turned.Select(bar => (object)Half(bar.High - bar.Value)!)],
                    ArrayMinus = [.. turned.Select(bar => (object)Half(bar.Value - bar.Low)!)],
                    Color = palette.Text,
                    Thickness = 1.5m,
                    Width = 4,
                },
                HoverTemplate = $"%{{y}}: %{{x:.3~g}} {unit}<extra></extra>",
            },
        };
        if (bars.Any(bar => bar.Published is not null))
        {
            var published = turned.Where(bar => bar.Published is not null).ToList();
            traces.Add(new Scatter
            {
                Name = "published",
                Mode = ModeFlag.Markers,
                Y = [.. published.Select(bar => (object)Wrapped(bar.Name))],
                X = [.. published.Select(bar => (object)bar.Published!.Value)],
                ClipOnAxis = false,
                Marker = new Plotly.Blazor.Traces.ScatterLib.Marker
                {
                    Symbol = Plotly.Blazor.Traces.ScatterLib.MarkerLib.SymbolEnum.DiamondOpen,
                    Size = 12,
                    Color = palette.Text,
                    Line = new Plotly.Blazor.Traces.ScatterLib.MarkerLib.Line { Width = 2, Color = palette.Text },
                },
                HoverTemplate = $"%{{y}}: %{{x:.3~g}} {unit}, published<extra></extra>",
            });
        }

        return (traces, Bars(palette, unit, bars.SelectMany(bar => new[] { bar.Value, bar.High, bar.Published }).Max() ?? 0));
    }

    private static double? Half(double? width) => width is > 0 ? width : null;

    /// <summary>Lines of cost along an axis, with a ring where the order of two changes.</summary>
    public static (IList<ITrace> Data, Plotly.Blazor.Layout Layout) Curves(
        IReadOnlyList<CostCurve> curves, IReadOnlyList<Crossover> crossovers, string axis, double now, string currency, ChartPalette palette)
    {
        var traces = curves.Select(curve => (ITrace)new Scatter
        {
            Name = PlotStyle.Text(CostWords.NameOf(curve.Model)),
            Mode = ModeFlag.Lines,
            X = [.. curve.Points.Select(point => (object)point.At)],
            Y = [.. curve.Points.Select(point => (object)point.Month)],
            Opacity = curve.Model.UseIsKnown ? 1 : 0.6m,
            Line = new Plotly.Blazor.Traces.ScatterLib.Line { Color = CostWords.ColorOf(curve.Model), Width = 2.5m, Dash = CostWords.DashOf(curve.Model) },
            HoverTemplate = $"%{{y:,.2f}} {currency}",
        }).ToList();
        if (crossovers.Count > 0)
        {
            traces.Add(new Scatter
            {
                Name = "costs the same",
                Mode = ModeFlag.Markers,
                X = [.. crossovers.Select(each => (object)each.At)],
                Y = [.. crossovers.Select(each => (object)each.Month)],
                Marker = new Plotly.Blazor.Traces.ScatterLib.Marker
                {
                    Symbol = Plotly.Blazor.Traces.ScatterLib.MarkerLib.SymbolEnum.CircleOpen,
                    Size = 12,
                    Color = palette.Text,
                    Line = new Plotly.Blazor.Traces.ScatterLib.MarkerLib.Line { Width = 2, Color = palette.Text },
                },
                TextArray = [.. crossovers.Select(each => PlotStyle.Text($"{CostWords.NameOf(each.CheaperBelow)} = {CostWords.NameOf(each.CheaperAbove)}"))],
                HoverTemplate = "%{text}<extra></extra>",
            });
        }

        var layout = PlotStyle.Layout(palette, axis);
        layout.Margin = PlotStyle.Margin(palette, 64, 16, 10, 48);
        layout.ShowLegend = false;
        layout.HoverMode = HoverModeEnum.XUnified;
        var along = PlotStyle.AmountAcross(palette, axis);
        along.TickFormat = "~s";
        layout.XAxis = [along];
        layout.YAxis = [PlotStyle.AmountUp(palette, $"{currency} a month")];
        layout.Shapes =
        [
            new Shape
            {
                Type = Plotly.Blazor.LayoutLib.ShapeLib.TypeEnum.Line,
                XRef = "x",
                YRef = "paper",
                X0 = now,
                X1 = now,
                Y0 = 0,
                Y1 = 1,
                Layer = Plotly.Blazor.LayoutLib.ShapeLib.LayerEnum.Below,
                Line = new Plotly.Blazor.LayoutLib.ShapeLib.Line { Color = palette.Mark, Width = 1.5m, Dash = "dot" },
            },
        ];
        return (traces, layout);
    }

    private static Plotly.Blazor.Layout Bars(ChartPalette palette, string unit, double largest)
    {
        var layout = PlotStyle.Layout(palette, "");
        layout.Margin = PlotStyle.Margin(palette, 8, 12, 6, 44);
        layout.ShowLegend = false;
        layout.BarGap = 0.35m;
        layout.XAxis = [PlotStyle.AmountAcross(palette, unit)];
        layout.XAxis[0].Range = [0.0, Math.Max(1e-9, largest * 1.18)];
        layout.YAxis = [new YAxis { AutoMargin = Plotly.Blazor.LayoutLib.YAxisLib.AutoMarginFlag.True, FixedRange = true, TickLen = 6, Type = Plotly.Blazor.LayoutLib.YAxisLib.TypeEnum.Category }];
        return layout;
    }

    /// <summary>A long name in two lines, so that names leave room for bars on small screens. Plotly reads a little HTML; names are text.</summary>
    internal static string Wrapped(string name)
    {
        var space = name.Length <= 18 ? -1 : Enumerable.Range(0, name.Length).Where(at => name[at] == ' ').OrderBy(at => Math.Abs(at - (name.Length / 2))).Append(-1).First();
        return space < 0 ? PlotStyle.Text(name) : $"{PlotStyle.Text(name[..space])}<br>{PlotStyle.Text(name[(space + 1)..])}";
    }

    /// <summary>A number for tables and CSV, with a point.</summary>
    public static string Number(double? value, string format = "0.####") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
