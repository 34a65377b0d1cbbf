using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Models;
using MeshLab.Core.Costs.Prices;
using MeshLab.Core.Measurements;
using MeshLab.Web.Components;
using MeshLab.Web.Components.Charts;
using MeshLab.Web.Layout;
using Microsoft.AspNetCore.Components;
using Plotly.Blazor;

namespace MeshLab.Web.Pages.Compare;

/// <summary>What was measured: cost by share, overhead, and single sidecars beside published figures.</summary>
public sealed partial class MeasuredCosts
{
    private const double MiB = 1 << 20;

    private (IList<ITrace> Data, Plotly.Blazor.Layout Layout) _stacked = ([], new());
    private (IList<ITrace> Data, Plotly.Blazor.Layout Layout) _overhead = ([], new());
    private (IList<ITrace> Data, Plotly.Blazor.Layout Layout) _memory = ([], new());
    private (IList<ITrace> Data, Plotly.Blazor.Layout Layout) _cpu = ([], new());
    private List<IntervalBar> _overheadBars = [];
    private List<IntervalBar> _memoryBars = [];
    private List<IntervalBar> _cpuBars = [];
    private ChartTable _stackedTable = ChartTable.Empty;
    private ChartTable _overheadTable = ChartTable.Empty;
    private ChartTable _memoryTable = ChartTable.Empty;
    private ChartTable _cpuTable = ChartTable.Empty;
    private IReadOnlyList<LegendEntry> _shares = [];
    private IReadOnlyList<LegendEntry> _diamond = [];
    private string _stackedSummary = "";
    private string _overheadSummary = "";
    private string _memorySummary = "";
    private string _cpuSummary = "";
    private string _conditions = "";
    private string _proxyConditions = "";
    private bool _simulated;
    private (IReadOnlyList<VariantCost>, PriceBook, CostBasis, bool, bool) _drawn;

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

    /// <summary>The theme in use.</summary>
    [CascadingParameter]
    public ThemeState? Theme { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var dark = Theme?.IsDark ?? false;
        if (_drawn == (Rows, Prices, Basis, Published, dark))
        {
            return;
        }

        _drawn = (Rows, Prices, Basis, Published, dark);
        var palette = ChartPalette.Of(dark);
        _simulated = Rows.Any(row => row.Origin == Origin.Simulated);
        var origins = string.Join(" and ", Rows.Select(row => row.Origin.ToString().ToLowerInvariant()).Distinct());
        _conditions = $"{origins}; {Prices.Name}, {(Basis == CostBasis.Usage ? "usage alone" : "max(request, usage)")}, 730 h a month";
        _proxyConditions = $"{origins}{(Published ? "; diamonds are published figures" : "")}";
        _diamond = Published ? [new("published figure", palette.Text, "diamond")] : [];
        DrawCosts(palette);
        DrawProxies(palette);
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

        var meshed = Rows.Where(row => row.MeshPercent(Prices, Basis) is not null && row.Variant != "baseline").ToList();
        _overheadBars = [.. meshed.Select(row => new IntervalBar(NameOf(row), ChartColors.OfMesh(MeshOf(row)), row.MeshPercent(Prices, Basis), null, null, null))];
        _overhead = CostPlots.Intervals(_overheadBars, "% of the application's cost", palette);
        _overheadSummary = "The mesh for each 100 of the application's cost: " + string.Join("; ", meshed.Select(row => $"{NameOf(row)} {Money.Percent(row.MeshPercent(Prices, Basis))}, sidecars alone {Money.Percent(row.SidecarPercent(Prices, Basis))}")) + ".";
        _overheadTable = new(
            ["variant", "mesh (% of application)", "sidecars (% of application)", "origin"],
            [.. meshed.Select(row => (IReadOnlyList<string>)[NameOf(row), CostPlots.Number(row.MeshPercent(Prices, Basis)), CostPlots.Number(row.SidecarPercent(Prices, Basis)), Word(row.Origin)])]);
    }

    private void DrawProxies(ChartPalette palette)
    {
        var proxies = Rows.Where(row => row.ProxyMemory is not null).ToList();
        _memoryBars =
        [
            .. proxies.Select(row => new IntervalBar(
                NameOf(row), ChartColors.OfMesh(MeshOf(row)), row.ProxyMemory!.Mean / MiB, row.ProxyMemory.P5 / MiB, row.ProxyMemory.P95 / MiB, PublishedOf(row)?.MemoryBytes / MiB)),
        ];
        _memory = CostPlots.Intervals(_memoryBars, "MiB", palette);
        _memorySummary = "Memory of one sidecar, mean: " + string.Join("; ", _memoryBars.Select(bar => $"{bar.Name} {CostPlots.Number(bar.Value, "0.0")} MiB{(bar.Published is { } given ? $", published {CostPlots.Number(given, "0.0")} MiB" : "")}")) + ".";
        _memoryTable = Table("MiB", _memoryBars, proxies);
        // Two sidecars a call: the slope over calls is of both together.
        _cpuBars =
        [
            .. proxies.Select(row => row.ProxyFit is { } fit
                ? new IntervalBar(NameOf(row), ChartColors.OfMesh(MeshOf(row)), fit.PerCall * 500, (fit.PerCall - (1.96 * fit.StandardError)) * 500, (fit.PerCall + (1.96 * fit.StandardError)) * 500, PublishedOf(row)?.CpuCoresPer1000)
                : new IntervalBar(NameOf(row), ChartColors.OfMesh(MeshOf(row)), null, null, null, PublishedOf(row)?.CpuCoresPer1000)),
        ];
        _cpu = CostPlots.Intervals(_cpuBars, "cores", palette);
        _cpuSummary = "CPU of a sidecar for 1,000 requests a second through it: " + string.Join("; ", _cpuBars.Select(bar => $"{bar.Name} {(bar.Value is { } value ? CostPlots.Number(value, "0.000") + " cores" : "not known")}{(bar.Published is { } given ? $", published {CostPlots.Number(given, "0.00")}" : "")}")) + ".";
        _cpuTable = Table("cores", _cpuBars, proxies);
    }

    private static ChartTable Table(string unit, List<IntervalBar> bars, List<VariantCost> rows) => new(
        ["variant", $"value ({unit})", $"low ({unit})", $"high ({unit})", $"published ({unit})", "origin"],
        [.. bars.Select((bar, index) => (IReadOnlyList<string>)[bar.Name, CostPlots.Number(bar.Value), CostPlots.Number(bar.Low), CostPlots.Number(bar.High), CostPlots.Number(bar.Published), Word(rows[index].Origin)])]);

    private PublishedFigure? PublishedOf(VariantCost row) => Published ? PublishedFigures.All.FirstOrDefault(figure => figure.IsProxy && figure.Mesh == MeshOf(row)) : null;

    private string NameOf(VariantCost row) => Rows.Select(each => each.Cluster).Distinct().Count() > 1 ? $"{row.Name} · {row.Cluster}" : row.Name;

    private static string MeshOf(VariantCost row) => row.Variant switch { "istio-sidecar" => "istio", "baseline" => "none", var other => other };

    private static string Word(Origin origin) => origin.ToString().ToLowerInvariant();
}
