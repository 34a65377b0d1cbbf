using System.Globalization;
using MeshLab.Core.Clusters;

namespace MeshLab.Core.Runs.Readiness;

/// <summary>Quantities of cores and bytes as the preflight counts and shows them.</summary>
internal static class ResourceQuantity
{
    /// <summary>The amount; 0 for what is missing or no quantity.</summary>
    public static double Of(string? text) => Quantity.Read(text) ?? 0;

    /// <summary><c>1.25 cores</c>.</summary>
    public static string Cores(double cores) => string.Create(CultureInfo.InvariantCulture, $"{cores:0.##} cores");

    /// <summary><c>3.5 GiB</c> or <c>640 MiB</c>.</summary>
    public static string Bytes(double bytes) => bytes >= 1L << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 30):0.#} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 20):0} MiB");
}
