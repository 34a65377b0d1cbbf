using System.Globalization;
using MeshLab.Core.Measurements;

namespace MeshLab.Web.Components.Charts;

/// <summary>The unit a chart or table shows figures in, chosen so that they are easy to read.</summary>
/// <param name="Name">E.g. <c>mCPU</c> (thousandths of a core), <c>cores</c>, <c>MiB</c>.</param>
/// <param name="Size">How many cores or bytes one unit is.</param>
public sealed record UsageUnit(string Name, double Size)
{
    private static readonly UsageUnit[] _cpu = [new("cores", 1), new("mCPU", 0.001)];
    private static readonly UsageUnit[] _memory = [new("GiB", 1L << 30), new("MiB", 1L << 20), new("KiB", 1L << 10)];

    /// <summary>The largest unit in which the largest figure is at least one; the smallest unit for smaller figures.</summary>
    public static UsageUnit For(Metric metric, IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var units = metric == Metric.Cpu ? _cpu : _memory;
        var largest = values.DefaultIfEmpty(0).Max();
        return units.FirstOrDefault(unit => largest >= unit.Size) ?? units[^1];
    }

    /// <summary>The figure in this unit.</summary>
    public double Of(double value) => value / Size;

    /// <summary>The figure with its unit, to three significant digits.</summary>
    public string Text(double value) => $"{Number(value)} {Name}";

    /// <summary>The figure without its unit, to three significant digits.</summary>
    public string Number(double value) => Math.Abs(Of(value)) switch
    {
        0 => "0",
        >= 100 => Of(value).ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => Of(value).ToString("0.0", CultureInfo.InvariantCulture),
        >= 0.005 => Of(value).ToString("0.00", CultureInfo.InvariantCulture),
        _ => "< 0.01",
    };
}
