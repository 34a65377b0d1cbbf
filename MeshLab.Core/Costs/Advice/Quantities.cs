using System.Globalization;

namespace MeshLab.Core.Costs.Advice;

/// <summary>Figures as manifests write them, rounded up so that a request never falls below what was used.</summary>
internal static class Quantities
{
    private const double MiB = 1 << 20;

    /// <summary>Millicores: steps of 5m up to 100m, of 10m beyond; at least 10m.</summary>
    public static string Cpu(double cores) => $"{CpuMilli(cores).ToString(CultureInfo.InvariantCulture)}m";

    /// <summary>The same as a number of cores.</summary>
    public static double CpuCores(double cores) => CpuMilli(cores) / 1000.0;

    /// <summary>MiB in steps of 8; at least 16.</summary>
    public static string Memory(double bytes) => $"{MemoryMiB(bytes).ToString(CultureInfo.InvariantCulture)}Mi";

    /// <summary>The same as bytes.</summary>
    public static double MemoryBytes(double bytes) => MemoryMiB(bytes) * MiB;

    /// <summary>Cores for people: millicores below one core.</summary>
    public static string CpuText(double cores) => cores < 1 ? string.Create(CultureInfo.InvariantCulture, $"{cores * 1000:0.#} mCPU") : string.Create(CultureInfo.InvariantCulture, $"{cores:0.##} cores");

    /// <summary>Bytes for people: MiB, or GiB from two on.</summary>
    public static string MemoryText(double bytes) => bytes < 2048 * MiB ? string.Create(CultureInfo.InvariantCulture, $"{bytes / MiB:0.#} MiB") : string.Create(CultureInfo.InvariantCulture, $"{bytes / MiB / 1024:0.##} GiB");

    private static long CpuMilli(double cores)
    {
        var milli = Math.Round(cores * 1000, 6);
        var step = milli > 100 ? 10 : 5;
        return Math.Max(10, (long)Math.Ceiling(milli / step) * step);
    }

    private static long MemoryMiB(double bytes) => Math.Max(16, (long)Math.Ceiling(Math.Round(bytes / MiB, 6) / 8) * 8);
}
