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

/// <summary>
/// Sliders for a cluster, and what each mesh would cost in it. A slider is answered here at once: figures, words and bars. The curves follow when it rests for a
/// moment, and the page and its address after that, so that a slider can be dragged as fast as a hand can.
/// </summary>
public sealed partial class WhatIfPanel : IDisposable
{
    private const double MiB = 1 << 20;

    private static readonly TimeSpan _untilCurves = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan _untilAddress = TimeSpan.FromMilliseconds(240);

    private readonly CancellationTokenSource _disposed = new();
    private CompareState _state = CompareState.Of(new Uri("http://localhost/compare"));
    private PriceBook _prices = ShippedPrices.All[0];
    private int _moves;
    private bool _untold;

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
    private (WhatIfInput, PriceBook, IReadOnlyList<MeshCostModel>, ThemeState?)? _drawn;

    /// <summary>The state of the page.</summary>
    [Parameter]
    [EditorRequired]
    public CompareState State { get; set; } = CompareState.Of(new Uri("http://localhost/compare"));

    /// <summary>The prices, before the sliders multiply them.</summary>
    [Parameter]
    [EditorRequired]
    public PriceBook Prices { get; set; } = ShippedPrices.All[0];

    /// <summary>The models.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<MeshCostModel> Models { get; set; } = [];

    /// <summary>Called with a new state when the sliders rest. No event callback, because the page has nothing to draw for it.</summary>
    [Parameter]
    public Action<CompareState>? OnChange { get; set; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Clock { get; set; }

    /// <summary>The theme in use.</summary>
    [CascadingParameter]
    public ThemeState? Theme { get; set; }

    private WhatIfInput Input => _state.WhatIf;

    private ChartPalette Palette => ChartPalette.Of(Theme);

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed.Cancel();
        _disposed.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _moreOpen =
        State.CpuFactor != 1 || State.MemoryFactor != 1 || State.WhatIf.App != WhatIfInput.Middling.App || State.WhatIf.ZoneGBMonth > 0 || State.WhatIf.ClusterGBMonth > 0;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // What the sliders say and the page does not know yet stays.
        _state = _untold ? Told() : State;
        if (Reckon())
        {
            DrawCurves();
        }
    }

    /// <summary>Reckons and draws the answer, unless nothing changed.</summary>
    private bool Reckon()
    {
        _prices = Prices with { CpuHour = Prices.CpuHour * _state.CpuFactor, MemoryGiBHour = Prices.MemoryGiBHour * _state.MemoryFactor };
        if (_drawn is { } drawn && drawn.Item1 == Input && drawn.Item2 == _prices && drawn.Item3.SequenceEqual(Models) && drawn.Item4 == Theme)
        {
            return false;
        }

        _drawn = (Input, _prices, Models, Theme);
        var began = Stopwatch.GetTimestamp();
        _view = WhatIfView.Of(Models, Input, _prices);
        _elapsed = Stopwatch.GetElapsedTime(began);
        DrawAnswer(Palette);
        return true;
    }

    private void DrawAnswer(ChartPalette palette)
    {
        var currency = _prices.Currency;
        _bound = _view.Results.Any(result => !result.Model.UseIsKnown);
        _simulated = Models.Any(model => model.Origin == Origin.Simulated);
        _conditions = string.Create(
            CultureInfo.InvariantCulture,
            $"{_prices.Name}; {Input.Pods:0} pods, {Input.Nodes:0} nodes, {Input.CallsPerSecond:0} calls/s, {Input.MeshedShare * 100:0} % meshed, control plane {(Input.HighAvailability ? "HA" : "single")}; 730 h a month");
        var bars = _view.Results.Select(result => new StackedBar(CostWords.NameOf(result.Model), result.Month, !result.Model.UseIsKnown)).ToList();
        var shown = CostWords.Order.Where(share => bars.Any(bar => bar.Month.GetValueOrDefault(share) > 0)).ToList();
        _stacked = CostPlots.Stacked(bars, currency, palette);
        _shares = [.. shown.Select(share => new LegendEntry(CostWords.Of(share), CostWords.ColorOf(share)))];
        _stackedTable = new(
            ["mesh", .. shown.Select(share => $"{CostWords.Of(share)} ({currency}/month)"), $"mesh ({currency}/month)", "mesh (% of application)", "origin", "basis"],
            [.. _view.Results.Select(result => (IReadOnlyList<string>)[result.Model.Name, .. shown.Select(share => CostPlots.Number(result.Month.GetValueOrDefault(share))), CostPlots.Number(result.Mesh), CostPlots.Number(result.OverheadPercent), result.Model.Origin.ToString().ToLowerInvariant(), result.Model.UseIsKnown ? "use and requests" : "lower bound"])]);
        _stackedSummary = "Cost of the mesh a month in this cluster: " + string.Join("; ", _view.Results.Select(Sentence)) + ".";
        _words = [.. _view.Results.OrderBy(result => result.Mesh).Select(result => Sentence(result) + "."), .. _view.PodCrossovers.Concat(_view.CallCrossovers).Select(Words)];
    }

    /// <summary>The curves and their tables: a thousand figures, which nobody reads while a slider moves.</summary>
    private void DrawCurves()
    {
        var (palette, currency) = (Palette, _prices.Currency);
        _lines = Legend(_view.ByPods);
        _callLines = Legend(_view.ByCalls);
        _pods = CostPlots.Curves(_view.ByPods, _view.PodCrossovers, "application pods", Input.Pods, currency, palette);
        _calls = CostPlots.Curves(_view.ByCalls, _view.CallCrossovers, "calls a second", Input.CallsPerSecond, currency, palette);
        (_podsSummary, _podsTable) = Curves("pods", _view.ByPods, _view.PodCrossovers);
        (_callsSummary, _callsTable) = Curves("calls a second", _view.ByCalls, _view.CallCrossovers);
    }

    private static List<LegendEntry> Legend(IReadOnlyList<CostCurve> curves) =>
        [.. curves.Select(curve => new LegendEntry(CostWords.NameOf(curve.Model), CostWords.ColorOf(curve.Model), CostWords.DashOf(curve.Model)))];

    private (string Summary, ChartTable Table) Curves(string axis, IReadOnlyList<CostCurve> curves, IReadOnlyList<Crossover> crossovers) => (
        $"Cost of the mesh over {axis}, in {_prices.Currency} a month. " + string.Join("; ", curves.Select(curve => $"{CostWords.NameOf(curve.Model)} from {Money.Number(curve.Points[0].Month)} to {Money.Number(curve.Points[^1].Month)}"))
            + ". " + (crossovers.Count == 0 ? "The order does not change." : string.Join(" ", crossovers.Select(Words))),
        new(
            [axis, .. curves.Select(curve => $"{CostWords.NameOf(curve.Model)} ({_prices.Currency}/month)")],
            curves.Count == 0 ? [] : [.. curves[0].Points.Select((point, index) => (IReadOnlyList<string>)[CostPlots.Number(point.At), .. curves.Select(curve => CostPlots.Number(curve.Points[index].Month))])]));

    private string Sentence(WhatIfResult result) =>
        $"{CostWords.NameOf(result.Model)}: {(result.Model.UseIsKnown ? "" : "at least ")}{Money.Text(result.Mesh, _prices.Currency)}, {Money.Percent(result.OverheadPercent)} of the application, {Money.Number(result.Mesh / Math.Max(1, Input.Pods))} a pod";

    private string Words(Crossover crossover) =>
        $"{CostWords.NameOf(crossover.CheaperBelow)} costs less up to {crossover.At.ToString("N0", CultureInfo.InvariantCulture)} {(crossover.Axis == WhatIfAxis.Pods ? "pods" : "calls a second")}, {CostWords.NameOf(crossover.CheaperAbove)} beyond ({Money.Text(crossover.Month, _prices.Currency)} a month there).";

    private void Set(WhatIfInput input) => Move(_state with { WhatIf = input });

    private void Reset() => Move(_state with { WhatIf = WhatIfInput.Middling with { Basis = State.Basis }, CpuFactor = 1, MemoryFactor = 1 });

    /// <summary>The page's state with what the sliders say.</summary>
    private CompareState Told() => State with { WhatIf = _state.WhatIf with { Basis = State.Basis }, CpuFactor = _state.CpuFactor, MemoryFactor = _state.MemoryFactor };

    private void Move(CompareState state)
    {
        (_state, _untold) = (state, true);
        Reckon();
        _ = FollowAsync(++_moves);
    }

    /// <summary>What can wait until the sliders rest.</summary>
    private async Task FollowAsync(int move)
    {
        var disposed = _disposed.Token;
        try
        {
            await Task.Delay(_untilCurves, Clock, disposed);
            if (move == _moves)
            {
                DrawCurves();
                StateHasChanged();
                await Task.Delay(_untilAddress, Clock, disposed);
            }

            if (move == _moves)
            {
                _untold = false;
                OnChange?.Invoke(Told());
            }
        }
        catch (OperationCanceledException)
        {
            // The page went away meanwhile.
        }
    }
}
