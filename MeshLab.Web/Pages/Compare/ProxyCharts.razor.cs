using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Models;
using MeshLab.Web.Components;
using MeshLab.Web.Components.Charts;
using MeshLab.Web.Layout;
using Microsoft.AspNetCore.Components;
using Plotly.Blazor;

namespace MeshLab.Web.Pages.Compare;

/// <summary>Single proxies: their memory, their CPU, and CPU for each request, beside published figures.</summary>
public sealed partial class ProxyCharts
{
    private const double MiB = 1 << 20;

    private BarChart _memory = BarChart.Empty;
    private BarChart _cpu = BarChart.Empty;
    private BarChart _slope = BarChart.Empty;
    private IReadOnlyList<LegendEntry> _diamond = [];
    private string _conditions = "";
    private string _whiskers = "";
    private string _slopeNote = "";
    private (IReadOnlyList<VariantCost>, bool, ThemeState?) _drawn;

    /// <summary>The rows.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<VariantCost> Rows { get; set; } = [];

    /// <summary>Whether published figures are laid over.</summary>
    [Parameter]
    public bool Published { get; set; }

    /// <summary>A line that goes with the images.</summary>
    [Parameter]
    public string Conditions { get; set; } = "";

    /// <summary>Where the figures come from.</summary>
    [Parameter]
    public IReadOnlyList<ChartSource> Sources { get; set; } = [];

    /// <summary>Their origin, in a word or two.</summary>
    [Parameter]
    public string Origins { get; set; } = "";

    /// <summary>Whether simulated figures are among them.</summary>
    [Parameter]
    public bool Simulated { get; set; }

    /// <summary>The load they were measured under, in words that follow a title.</summary>
    [Parameter]
    public string At { get; set; } = "";

    /// <summary>The theme in use.</summary>
    [CascadingParameter]
    public ThemeState? Theme { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_drawn == (Rows, Published, Theme))
        {
            return;
        }

        _drawn = (Rows, Published, Theme);
        var palette = ChartPalette.Of(Theme);
        var experiment = Rows.Any(row => row.Cell is not null);
        _conditions = $"{Conditions}{(Published ? "; diamonds are published figures" : "")}";
        _whiskers = experiment ? "Whiskers are 95 % intervals of the mean over repetitions." : "Whiskers go from the 5th to the 95th percentile of minutes.";
        _slopeNote = "The slope of a line through "
            + (experiment ? "the measurements of all loads, at the rates that were reached" : "stretches of different load")
            + (Rows.Any(row => row.CallsAreAsked) ? " (of some, only the rate that was asked for is known)" : "")
            + "; whiskers are 1.96 standard errors, and each call passes two sidecars. Without known, differing load there is no bar.";
        _diamond = Published ? [new("published figure", palette.Text, "diamond")] : [];
        var proxies = Rows.Where(row => row.ProxyMemoryMean is not null || row.AgentMemoryMean is not null).ToList();
        _memory = BarChart.Of("Memory of one proxy", "MiB", "0.0", [.. proxies.Select(Memory)], proxies, palette);
        _cpu = BarChart.Of("CPU of one proxy", "mCPU", "0.0", [.. proxies.Select(Cpu)], proxies, palette);
        var sidecars = proxies.Where(row => row.ProxyMemoryMean is not null).ToList();
        _slope = BarChart.Of("CPU of a sidecar for 1,000 requests a second through it", "cores", "0.000", [.. sidecars.Select(Slope)], sidecars, palette);
    }

    private IntervalBar Memory(VariantCost row) => row.ProxyMemoryMean is { } mean
        ? Bar(row, mean, row.Cell is null ? row.ProxyMemory : null, 1 / MiB, PublishedOf(row)?.MemoryBytes / MiB)
        : Bar(row, row.AgentMemoryMean!, null, 1 / MiB, null);

    private IntervalBar Cpu(VariantCost row) => row.ProxyCpuMean is { } mean
        ? Bar(row, mean, row.Cell is null ? row.ProxyCpu : null, 1000, null)
        : Bar(row, row.AgentCpuMean!, null, 1000, null);

    /// <summary>Two sidecars a call: the slope over calls is of both together.</summary>
    private IntervalBar Slope(VariantCost row) => row.ProxyFit is { } fit
        ? new(NameOf(row), ColorOf(row), fit.PerCall * 500, (fit.PerCall - (1.96 * fit.StandardError)) * 500, (fit.PerCall + (1.96 * fit.StandardError)) * 500, PublishedOf(row)?.CpuCoresPer1000)
        : new(NameOf(row), ColorOf(row), null, null, null, PublishedOf(row)?.CpuCoresPer1000);

    private IntervalBar Bar(VariantCost row, MeanInterval mean, Spread? minutes, double scale, double? published) => minutes is not null
        ? new(NameOf(row), ColorOf(row), minutes.Mean * scale, minutes.P5 * scale, minutes.P95 * scale, published)
        : new(NameOf(row), ColorOf(row), mean.Mean * scale, (mean.Low ?? mean.Mean) * scale, (mean.High ?? mean.Mean) * scale, published);

    private PublishedFigure? PublishedOf(VariantCost row) => Published ? PublishedFigures.All.FirstOrDefault(figure => figure.IsProxy && figure.Mesh == MeshOf(row)) : null;

    private string NameOf(VariantCost row) =>
        (Rows.Select(each => each.Cluster).Distinct().Count() > 1 ? $"{row.Name} · {row.Cluster}" : row.Name) + (row.ProxyMemoryMean is null ? ", a node's agents" : "");

    private static string ColorOf(VariantCost row) => ChartColors.OfMesh(MeshOf(row));

    private static string MeshOf(VariantCost row) => row.Variant switch { "istio-sidecar" => "istio", "baseline" => "none", var other => other };
}

/// <summary>A chart of bars with intervals, with its words and its table.</summary>
internal sealed record BarChart(IReadOnlyList<IntervalBar> Bars, IList<ITrace> Data, Plotly.Blazor.Layout Layout, string Summary, ChartTable Table)
{
    public static readonly BarChart Empty = new([], [], new(), "", ChartTable.Empty);

    public static BarChart Of(string title, string unit, string format, IReadOnlyList<IntervalBar> bars, IReadOnlyList<VariantCost> rows, ChartPalette palette)
    {
        var (data, layout) = CostPlots.Intervals(bars, unit, palette);
        return new(
            bars, data, layout,
            $"{title}: {string.Join("; ", bars.Select(bar => $"{bar.Name} {(bar.Value is { } value ? $"{CostPlots.Number(value, format)} {unit}" : "not known")}{(bar.Published is { } given ? $", published {CostPlots.Number(given, format)} {unit}" : "")}"))}.",
            new(
                ["variant", $"value ({unit})", $"low ({unit})", $"high ({unit})", $"published ({unit})", "from", "origin"],
                [.. bars.Select((bar, index) => (IReadOnlyList<string>)[bar.Name, CostPlots.Number(bar.Value), CostPlots.Number(bar.Low), CostPlots.Number(bar.High), CostPlots.Number(bar.Published), Source(rows[index]), rows[index].Origin.ToString().ToLowerInvariant()])]));
    }

    private static string Source(VariantCost row) =>
        row.Cell is { } cell ? $"experiment {cell.ExperimentId}" : string.Join(" ", row.Periods.Select(period => $"run {period.Period.RunId}").Distinct());
}
