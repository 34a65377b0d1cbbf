using System.Globalization;

namespace MeshLab.Core.Runs.Readiness;

/// <summary>Reads Kubernetes quantities such as <c>100m</c>, <c>128Mi</c> and <c>2e3</c> as cores, bytes or counts.</summary>
internal static class ResourceQuantity
{
    private static readonly Dictionary<string, double> Units = new(StringComparer.Ordinal)
    {
        [""] = 1,
        ["n"] = 1e-9,
        ["u"] = 1e-6,
        ["m"] = 1e-3,
        ["k"] = 1e3,
        ["M"] = 1e6,
        ["G"] = 1e9,
        ["T"] = 1e12,
        ["P"] = 1e15,
        ["Ki"] = 1L << 10,
        ["Mi"] = 1L << 20,
        ["Gi"] = 1L << 30,
        ["Ti"] = 1L << 40,
        ["Pi"] = 1L << 50,
    };

    /// <summary>The amount; 0 for what is missing or no quantity.</summary>
    public static double Of(string? text)
    {
        var number = (text ?? "").TrimEnd([.. "numkMGTPi"]);
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && Units.TryGetValue(text![number.Length..], out var unit) ? amount * unit : 0;
    }

    /// <summary><c>1.25 cores</c>.</summary>
    public static string Cores(double cores) => string.Create(CultureInfo.InvariantCulture, $"{cores:0.##} cores");

    /// <summary><c>3.5 GiB</c> or <c>640 MiB</c>.</summary>
    public static string Bytes(double bytes) => bytes >= 1L << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 30):0.#} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 20):0} MiB");
}
