using System.Diagnostics;
using System.Globalization;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Models;
using MeshLab.Core.Costs.Prices;
using MeshLab.Core.Measurements;
using MeshLab.Web.Components.Charts;
using MeshLab.Web.Layout;
using Microsoft.AspNetCore.Components;
using Plotly.Blazor;

namespace MeshLab.Web.Pages.Compare;

/// <summary>Sliders for a cluster, and what each mesh would cost in it.</summary>
public sealed partial class WhatIfPanel
{
    private const double MiB = 1 << 20;

    private WhatIfView _view = new([], [], [], [], [], 0, 0);
    private (IList<ITrace> Data, Plotly.Blazor.Layout Layout) _stacked = ([], new());
    private (IList<ITrace> Data, Plotly.Blazor.Layout Layout) _pods = ([], new());
    private (IList<ITrace> Data, Plotly.Blazor.Layout Layout) _calls = ([], new());
    private ChartTable _stackedTable = ChartTable.Empty;
    private ChartTable _podsTable = ChartTable.Empty;
    private ChartTable _callsTable = ChartTable.Empty;
    private IReadOnlyList<LegendEntry> _shares = [];
    private IReadOnlyList<LegendEntry> _lines = [];
    private IReadOnlyList<LegendEntry> _callLines = [];
    private IReadOnlyList<string> _words = [];
    private string _stackedSummary = "";
    private string _podsSummary = "";
    private string _callsSummary = "";
    private string _conditions = "";
    private bool _bound;
    private bool _simulated;
    private bool _moreOpen;
    private TimeSpan _elapsed;
    private (WhatIfInput, PriceBook, IReadOnlyList<MeshCostModel>, bool)? _drawn;

    /// <summary>The state of the page.</summary>
    [Parameter]
    [EditorRequired]
    public CompareState State { get; set; } = CompareState.Of(new Uri("http://localhost/compare"));

    /// <summary>The prices, with what the sliders make of them.</summary>
    [Parameter]
    [EditorRequired]
    public PriceBook Prices { get; set; } = ShippedPrices.All[0];

    /// <summary>The models.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<MeshCostModel> Models { get; set; } = [];

    /// <summary>Called with a new state.</summary>
    [Parameter]
    public EventCallback<CompareState> OnChange { get; set; }

    /// <summary>The theme in use.</summary>
    [CascadingParameter]
    public ThemeState? Theme { get; set; }

    private WhatIfInput Input => State.WhatIf;

    /// <inheritdoc/>
    protected override void OnInitialized() => _moreOpen =
        State.CpuFactor != 1 || State.MemoryFactor != 1 || Input.App != WhatIfInput.Middling.App || Input.ZoneGBMonth > 0 || Input.ClusterGBMonth > 0;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var dark = Theme?.IsDark ?? false;
        if (_drawn is { } drawn && drawn.Item1 == Input && drawn.Item2 == Prices && drawn.Item3.SequenceEqual(Models) && drawn.Item4 == dark)
        {
            return;
        }

        _drawn = (Input, Prices, Models, dark);
        var began = Stopwatch.GetTimestamp();
        _view = WhatIfView.Of(Models, Input, Prices);
        _elapsed = Stopwatch.GetElapsedTime(began);
        Draw(ChartPalette.Of(dark));
    }

    private void Draw(ChartPalette palette)
    {
        var currency = Prices.Currency;
        _bound = _view.Results.Any(result => !result.Model.UseIsKnown);
        _simulated = Models.Any(model => model.Origin == Origin.Simulated);
        _conditions = string.Create(
            CultureInfo.InvariantCulture,
            $"{Prices.Name}; {Input.Pods:0} pods, {Input.Nodes:0} nodes, {Input.CallsPerSecond:0} calls/s, {Input.MeshedShare * 100:0} % meshed, control plane {(Input.HighAvailability ? "HA" : "single")}; 730 h a month");
        var bars = _view.Results.Select(result => new StackedBar(CostWords.NameOf(result.Model), result.Month, !result.Model.UseIsKnown)).ToList();
        var shown = CostWords.Order.Where(share => bars.Any(bar => bar.Month.GetValueOrDefault(share) > 0)).ToList();
        _stacked = CostPlots.Stacked(bars, currency, palette);
        _shares = [.. shown.Select(share => new LegendEntry(CostWords.Of(share), CostWords.ColorOf(share)))];
        _stackedTable = new(
            ["mesh", .. shown.Select(share => $"{CostWords.Of(share)} ({currency}/month)"), $"mesh ({currency}/month)", "mesh (% of application)", "origin", "basis"],
            [.. _view.Results.Select(result => (IReadOnlyList<string>)[result.Model.Name, .. shown.Select(share => CostPlots.Number(result.Month.GetValueOrDefault(share))), CostPlots.Number(result.Mesh), CostPlots.Number(result.OverheadPercent), result.Model.Origin.ToString().ToLowerInvariant(), result.Model.UseIsKnown ? "use and requests" : "lower bound"])]);
        _stackedSummary = "Cost of the mesh a month in this cluster: " + string.Join("; ", _view.Results.Select(Sentence)) + ".";
        _lines = Legend(_view.ByPods);
        _callLines = Legend(_view.ByCalls);
        _pods = CostPlots.Curves(_view.ByPods, _view.PodCrossovers, "application pods", Input.Pods, currency, palette);
        _calls = CostPlots.Curves(_view.ByCalls, _view.CallCrossovers, "calls a second", Input.CallsPerSecond, currency, palette);
        (_podsSummary, _podsTable) = Curves("pods", _view.ByPods, _view.PodCrossovers);
        (_callsSummary, _callsTable) = Curves("calls a second", _view.ByCalls, _view.CallCrossovers);
        _words = [.. _view.Results.OrderBy(result => result.Mesh).Select(result => Sentence(result) + "."), .. _view.PodCrossovers.Concat(_view.CallCrossovers).Select(Words)];
    }

    private static List<LegendEntry> Legend(IReadOnlyList<CostCurve> curves) =>
        [.. curves.Select(curve => new LegendEntry(CostWords.NameOf(curve.Model), CostWords.ColorOf(curve.Model), CostWords.DashOf(curve.Model)))];

    private (string Summary, ChartTable Table) Curves(string axis, IReadOnlyList<CostCurve> curves, IReadOnlyList<Crossover> crossovers) => (
        $"Cost of the mesh over {axis}, in {Prices.Currency} a month. " + string.Join("; ", curves.Select(curve => $"{CostWords.NameOf(curve.Model)} from {Money.Number(curve.Points[0].Month)} to {Money.Number(curve.Points[^1].Month)}"))
            + ". " + (crossovers.Count == 0 ? "The order does not change." : string.Join(" ", crossovers.Select(Words))),
        new(
            [axis, .. curves.Select(curve => $"{CostWords.NameOf(curve.Model)} ({Prices.Currency}/month)")],
            curves.Count == 0 ? [] : [.. curves[0].Points.Select((point, index) => (IReadOnlyList<string>)[CostPlots.Number(point.At), .. curves.Select(curve => CostPlots.Number(curve.Points[index].Month))])]));

    private string Sentence(WhatIfResult result) =>
        $"{CostWords.NameOf(result.Model)}: {(result.Model.UseIsKnown ? "" : "at least ")}{Money.Text(result.Mesh, Prices.Currency)}, {Money.Percent(result.OverheadPercent)} of the application, {Money.Number(result.Mesh / Math.Max(1, Input.Pods))} a pod";

    private string Words(Crossover crossover) =>
        $"{CostWords.NameOf(crossover.CheaperBelow)} costs less up to {crossover.At.ToString("N0", CultureInfo.InvariantCulture)} {(crossover.Axis == WhatIfAxis.Pods ? "pods" : "calls a second")}, {CostWords.NameOf(crossover.CheaperAbove)} beyond ({Money.Text(crossover.Month, Prices.Currency)} a month there).";

    private Task Set(WhatIfInput input) => OnChange.InvokeAsync(State with { WhatIf = input });

    private Task ResetAsync() => OnChange.InvokeAsync(State with { WhatIf = WhatIfInput.Middling with { Basis = State.Basis }, CpuFactor = 1, MemoryFactor = 1 });
}
