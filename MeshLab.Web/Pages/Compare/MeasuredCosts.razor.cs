using System.Globalization;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Prices;
using MeshLab.Core.Measurements;
using MeshLab.Web.Components;
using MeshLab.Web.Components.Charts;
using MeshLab.Web.Layout;
using Microsoft.AspNetCore.Components;
using Plotly.Blazor;

namespace MeshLab.Web.Pages.Compare;

/// <summary>What was measured: cost by share, overhead, proxies beside published figures, and latency.</summary>
public sealed partial class MeasuredCosts
{
    private (IList<ITrace> Data, Plotly.Blazor.Layout Layout) _stacked = ([], new());
    private (IList<ITrace> Data, Plotly.Blazor.Layout Layout) _overhead = ([], new());
    private List<IntervalBar> _overheadBars = [];
    private ChartTable _stackedTable = ChartTable.Empty;
    private ChartTable _overheadTable = ChartTable.Empty;
    private IReadOnlyList<LegendEntry> _shares = [];
    private (IList<ITrace> Data, Plotly.Blazor.Layout Layout) _latency = ([], new());
    private ChartTable _latencyTable = ChartTable.Empty;
    private IReadOnlyList<LegendEntry> _latencyLegend = [];
    private string _latencySummary = "";
    private string _latencyConditions = "";
    private IReadOnlyList<PublishedPoint> _published = [];
    private IReadOnlyList<ChartSource> _sources = [];
    private string _origins = "";
    private string _at = "";
    private string _stackedSummary = "";
    private string _overheadSummary = "";
    private string _conditions = "";
    private bool _simulated;
    private (IReadOnlyList<VariantCost>, PriceBook, CostBasis, IReadOnlyList<LatencyCurve>, bool, ThemeState?) _drawn;

    /// <summary>The rows.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<VariantCost> Rows { get; set; } = [];

    /// <summary>The prices.</summary>
    [Parameter]
    [EditorRequired]
    public PriceBook Prices { get; set; } = ShippedPrices.All[0];

    /// <summary>What is charged.</summary>
    [Parameter]
    public CostBasis Basis { get; set; }

    /// <summary>Whether published figures are laid over.</summary>
    [Parameter]
    public bool Published { get; set; }

    /// <summary>The experiment they come from; null when they come from runs.</summary>
    [Parameter]
    public MeasuredExperiment? Experiment { get; set; }

    /// <summary>The load they were measured under; null when they come from runs.</summary>
    [Parameter]
    public CellLoad? Load { get; set; }

    /// <summary>The latencies; none when they come from runs.</summary>
    [Parameter]
    public IReadOnlyList<LatencyCurve> Latency { get; set; } = [];

    /// <summary>The theme in use.</summary>
    [CascadingParameter]
    public ThemeState? Theme { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_drawn == (Rows, Prices, Basis, Latency, Published, Theme))
        {
            return;
        }

        _drawn = (Rows, Prices, Basis, Latency, Published, Theme);
        var palette = ChartPalette.Of(Theme);
        _simulated = Rows.Any(row => row.Origin == Origin.Simulated);
        _origins = Rows.Count > 0 ? string.Join(" and ", Rows.Select(row => Word(row.Origin)).Distinct()) : "latencies only";
        _at = Load is { } load ? string.Create(CultureInfo.InvariantCulture, $" at {load.Qps:0.###} requests/s") : "";
        _sources = Experiment is { } experiment
            ? [new($"experiment {experiment.Id}: {experiment.Name}", experiment.Path)]
            : [.. Rows.SelectMany(row => row.Periods).Select(period => period.Period.RunId).Distinct().Order().Select(run => new ChartSource($"run {run}", $"/runs/{run}"))];
        _conditions = $"{_origins}; {(Experiment is { } from ? $"experiment {from.Id}; " : "")}{Prices.Name}, {(Basis == CostBasis.Usage ? "usage alone" : "max(request, usage)")}, 730 h a month";
        DrawCosts(palette);
        DrawLatency(palette);
    }

    private void DrawCosts(ChartPalette palette)
    {
        var bars = Rows.Select(row => new StackedBar(NameOf(row), row.Month(Prices, Basis))).ToList();
        var shown = CostWords.Order.Where(share => bars.Any(bar => bar.Month.GetValueOrDefault(share) > 0)).ToList();
        _stacked = CostPlots.Stacked(bars, Prices.Currency, palette);
        _shares = [.. shown.Select(share => new LegendEntry(CostWords.Of(share), CostWords.ColorOf(share)))];
        _stackedSummary = $"Cost a month by share, {Prices.Currency}. " + string.Join("; ", bars.Select((bar, index) => $"{bar.Name}: {Money.Number(bar.Month.Values.Sum())} in all, of it {Money.Number(Rows[index].Mesh(Prices, Basis).Mean)} for the mesh")) + ". A table follows.";
        _stackedTable = new(
            ["variant", .. shown.Select(share => $"{CostWords.Of(share)} ({Prices.Currency}/month)"), $"total ({Prices.Currency}/month)", "origin"],
            [.. bars.Select((bar, index) => (IReadOnlyList<string>)[bar.Name, .. shown.Select(share => CostPlots.Number(bar.Month.GetValueOrDefault(share))), CostPlots.Number(bar.Month.Values.Sum()), Word(Rows[index].Origin)])]);

        // With repetitions, the interval of the mesh's cost, for each 100 of the application's mean.
        var meshed = Rows.Where(row => row.MeshPercent(Prices, Basis) is not null && row.Variant != "baseline").ToList();
        _overheadBars = [.. meshed.Select(row => new IntervalBar(NameOf(row), ChartColors.OfMesh(MeshOf(row)), row.MeshPercent(Prices, Basis), Bound(row, mesh => mesh.Low), Bound(row, mesh => mesh.High), null))];
        _overhead = CostPlots.Intervals(_overheadBars, "% of the application's cost", palette);
        _overheadSummary = "The mesh for each 100 of the application's cost: " + string.Join("; ", meshed.Select(row => $"{NameOf(row)} {Money.Percent(row.MeshPercent(Prices, Basis))}, sidecars alone {Money.Percent(row.SidecarPercent(Prices, Basis))}")) + ".";
        _overheadTable = new(
            ["variant", "mesh (% of application)", "low (%)", "high (%)", "sidecars (% of application)", "origin"],
            [.. meshed.Select(row => (IReadOnlyList<string>)[NameOf(row), CostPlots.Number(row.MeshPercent(Prices, Basis)), CostPlots.Number(Bound(row, mesh => mesh.Low)), CostPlots.Number(Bound(row, mesh => mesh.High)), CostPlots.Number(row.SidecarPercent(Prices, Basis)), Word(row.Origin)])]);
    }

    private void DrawLatency(ChartPalette palette)
    {
        _published = Published ? PublishedPoint.Of(Latency) : [];
        _latency = LatencyPlot.Of(Latency, _published, palette);
        _latencyLegend =
        [
            .. Latency.Select(curve => new LegendEntry(curve.Label, LatencyPlot.ColorOf(curve.Variant), curve.Origin == Origin.Simulated ? "dash" : "solid")),
            .. _published.Count > 0 ? [new LegendEntry("published difference, on top of this baseline", palette.Text, "diamond")] : Array.Empty<LegendEntry>(),
        ];
        _latencyConditions = $"{_origins}{(_published.Count > 0 ? "; diamonds are published differences on top of the measured baseline" : "")}";
        _latencySummary = "Latency in milliseconds. " + string.Join("; ", Latency.Select(curve => $"{curve.Label}: {string.Join(", ", curve.Points.Select(point => $"p{CostPlots.Number(point.Percentile)} {CostPlots.Number(point.Milliseconds.Mean, "0.##")}"))}"))
            + string.Concat(_published.Select(point => $"; published, {point.Figure.What}: p{CostPlots.Number(point.Percentile)} {CostPlots.Number(point.Added, "0.###")} more than the baseline")) + ". A table follows.";
        _latencyTable = new(
            ["variant", "percentile", "mean (ms)", "low (ms)", "high (ms)", "repetitions", "from", "origin"],
            [
                .. Latency.SelectMany(curve => curve.Points.Select(point => (IReadOnlyList<string>)
                [
                    curve.Label, CostPlots.Number(point.Percentile), CostPlots.Number(point.Milliseconds.Mean), CostPlots.Number(point.Milliseconds.Low), CostPlots.Number(point.Milliseconds.High),
                    point.Milliseconds.Repetitions.ToString(CultureInfo.InvariantCulture), Experiment is { } experiment ? $"experiment {experiment.Id}" : "", curve.Origin is { } origin ? Word(origin) : "",
                ])),
                .. _published.Select(point => (IReadOnlyList<string>)
                [
                    $"{point.Figure.What}: baseline and {CostPlots.Number(point.Added, "0.###")} ms", CostPlots.Number(point.Percentile), CostPlots.Number(point.Milliseconds), "", "", "", point.Figure.Citation.Url, "published",
                ]),
            ]);
    }

    private double? Bound(VariantCost row, Func<MeanInterval, double?> end) =>
        row.Mesh(Prices, Basis) is { Mean: > 0 } mesh && row.MeshPercent(Prices, Basis) is { } percent ? percent * end(mesh) / mesh.Mean : null;

    private string NameOf(VariantCost row) => Rows.Select(each => each.Cluster).Distinct().Count() > 1 ? $"{row.Name} · {row.Cluster}" : row.Name;

    private static string MeshOf(VariantCost row) => row.Variant switch { "istio-sidecar" => "istio", "baseline" => "none", var other => other };

    private static string Word(Origin origin) => origin.ToString().ToLowerInvariant();
}
