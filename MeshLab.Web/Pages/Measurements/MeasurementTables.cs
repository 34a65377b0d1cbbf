using System.Globalization;
using MeshLab.Core.Measurements;
using MeshLab.Web.Components.Charts;

namespace MeshLab.Web.Pages.Measurements;

/// <summary>The figures behind the page's charts, with units and origin in every row.</summary>
internal static class MeasurementTables
{
    /// <summary>The points of the lines that are drawn. A gap has no figure.</summary>
    public static ChartTable Of(IReadOnlyList<ChartLine> lines, Metric metric, bool simulated) => new(
        ["time (UTC)", "series", Unit(metric), "origin"],
        [.. lines.SelectMany(line => line.Points.Select(point => (IReadOnlyList<string>)[ChartRange.Text(point.Time), line.Name, Number(point.Value), Origin(simulated)]))]);

    /// <summary>The bars.</summary>
    public static ChartTable Of(IReadOnlyList<ChartBar> bars, Metric metric, bool simulated) => new(
        ["class", $"mean {Unit(metric)}", "origin"], [.. bars.Select(bar => (IReadOnlyList<string>)[bar.Name, Number(bar.Value), Origin(simulated)])]);

    private static string Unit(Metric metric) => metric == Metric.Cpu ? "CPU (cores)" : "memory (bytes)";

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Origin(bool simulated) => simulated ? "simulated" : "measured";
}
