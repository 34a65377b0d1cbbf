using MeshLab.Core.Experiments;
using MeshLab.Core.Experiments.Results;
using MeshLab.Web.Components.Charts;
using MeshLab.Web.Layout;
using Microsoft.AspNetCore.Components;
using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;

namespace MeshLab.Web.Pages.Experiments;

/// <summary>One figure over the loads, one line a variant, with its 95 % intervals. The same figures are in the table above it.</summary>
public sealed partial class ResultChart
{
    private static readonly string[] _dashes = ["solid", "dash", "dot", "dashdot", "longdash"];
    private static readonly string[] _light = ["#626B77", "#4E52F7", "#B4531D", "#027394", "#A2239B", "#0B7A4B"];
    private static readonly string[] _dark = ["#A9B7C2", "#9EA2FF", "#F0935E", "#4CC9E0", "#E790E0", "#6FDCA4"];

    private IList<ITrace> _data = [];
    private Plotly.Blazor.Layout _layout = new();
    private string _summary = "";
    private ChartTable _table = ChartTable.Empty;

    /// <summary>What the chart shows.</summary>
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The figure, e.g. <c>p99</c>.</summary>
    [Parameter]
    [EditorRequired]
    public string Metric { get; set; } = "";

    /// <summary>The experiment.</summary>
    [Parameter]
    [EditorRequired]
    public Experiment Experiment { get; set; } = null!;

    /// <summary>Its results.</summary>
    [Parameter]
    [EditorRequired]
    public ExperimentResults Results { get; set; } = null!;

    /// <summary>The theme in use.</summary>
    [CascadingParameter]
    public ThemeState? Theme { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var dark = Theme?.IsDark ?? false;
        var palette = ChartPalette.Of(Theme);
        var lines = Experiment.Definition.Variants
            .Select((variant, index) => (variant.Name, index, Points: Results.Cells.Where(cell => cell.Variant == variant.Name)
                .Select(cell => (Experiment.Definition.Levels[cell.Level].Qps, Figure: cell.Find(Metric)))
                .Where(point => point.Figure is not null)
                .OrderBy(point => point.Qps).ToList()))
            .Where(line => line.Points.Count > 0).ToList();
        var unit = lines.FirstOrDefault().Points?.FirstOrDefault().Figure?.Unit ?? "";
        _data = [.. lines.Select(line => (ITrace)Line(line.Name, line.Points.ConvertAll(point => (point.Qps, point.Figure!)), ExperimentWords.Scale(unit), (dark ? _dark : _light)[line.index % _light.Length], _dashes[line.index % _dashes.Length]))];
        _table = new(
            ["variant", "requests/s asked for", $"{Metric} ({unit})", "low", "high", "repetitions", "from"],
            [
                .. lines.SelectMany(line => line.Points.Select(point => (IReadOnlyList<string>)
                [
                    line.Name, Invariant(point.Qps), Invariant(point.Figure!.Mean), Invariant(point.Figure.Interval?.Low), Invariant(point.Figure.Interval?.High), Invariant(point.Figure.Count), $"experiment {Experiment.Id}",
                ])),
            ]);
        _layout = PlotStyle.Layout(palette, Metric);
        _layout.Margin = PlotStyle.Margin(palette, 56, 12, 8, 64);
        _layout.Legend = [new Legend { Orientation = Plotly.Blazor.LayoutLib.LegendLib.OrientationEnum.H, Y = -0.3m }];
        _layout.ShowLegend = true;
        _layout.XAxis = [PlotStyle.AmountAcross(palette, "Requests a second asked for")];
        _layout.YAxis = [PlotStyle.AmountUp(palette, ExperimentWords.UnitOf(unit))];
        _summary = lines.Count == 0 ? $"{Title}: nothing measured yet." : $"{Title} in {ExperimentWords.UnitOf(unit)}. " + string.Join(" ", lines.Select(line =>
            $"{line.Name}: {string.Join(", ", line.Points.Select(point => $"{ExperimentWords.Number(point.Figure!.Mean, unit)} at {point.Qps:0.#} requests/s"))}."));
    }

    /// <summary>The id of the element that holds the chart of a figure.</summary>
    internal static string IdOf(string metric) => $"chart-{metric.Replace('.', '-')}";

    private static string Invariant(double? value) => value?.ToString("R", System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private static Scatter Line(string name, IReadOnlyList<(double Qps, MetricResult Figure)> points, double scale, string color, string dash) => new()
    {
        Name = PlotStyle.Text(name),
        Mode = ModeFlag.Lines | ModeFlag.Markers,
        X = [.. points.Select(point => (object)point.Qps)],
        Y = [.. points.Select(point => (object)(point.Figure.Mean * scale))],
        Line = new Line { Color = color, Width = 2, Dash = dash },
        Marker = new Marker { Color = color, Size = 7 },
        ErrorY = new ErrorY
        {
            Type = Plotly.Blazor.Traces.ScatterLib.ErrorYLib.TypeEnum.Data,
            Symmetric = false,
            Array = [.. points.Select(point => (object)(((point.Figure.Interval?.High ?? point.Figure.Mean) - point.Figure.Mean) * scale))],
            ArrayMinus = [.. points.Select(point => (object)((point.Figure.Mean - (point.Figure.Interval?.Low ?? point.Figure.Mean)) * scale))],
            Color = color,
            Thickness = 1.5m,
            Width = 5,
        },
        HoverTemplate = "%{y:.4~g}<extra>" + PlotStyle.Text(name) + "</extra>",
    };
}
