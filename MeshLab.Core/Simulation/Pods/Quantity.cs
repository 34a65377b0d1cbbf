using System.Globalization;

namespace MeshLab.Core.Simulation.Pods;

/// <summary>Reads Kubernetes quantities (<c>100m</c>, <c>128Mi</c>, <c>2</c>) as cores or bytes.</summary>
internal static class Quantity
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
        ["Ki"] = 1024,
        ["Mi"] = 1024.0 * 1024,
        ["Gi"] = 1024.0 * 1024 * 1024,
        ["Ti"] = 1024.0 * 1024 * 1024 * 1024,
    };

    /// <summary>The amount; 0 for what is missing or no quantity.</summary>
    public static double Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 0;
        }

        var end = text.Length;
        while (end > 0 && char.IsLetter(text[end - 1]))
        {
            end--;
        }

        return double.TryParse(text[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Units.TryGetValue(text[end..], out var unit) ? number * unit : 0;
    }
}
