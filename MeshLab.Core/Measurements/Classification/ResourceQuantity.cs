using System.Globalization;

namespace MeshLab.Core.Measurements.Classification;

/// <summary>Reads Kubernetes quantities (<c>100m</c>, <c>128Mi</c>, <c>2</c>, <c>1e3</c>) as cores or bytes.</summary>
internal static class ResourceQuantity
{
    private static readonly (string Suffix, double Size)[] _units =
    [
        ("Ki", 1L << 10), ("Mi", 1L << 20), ("Gi", 1L << 30), ("Ti", 1L << 40), ("Pi", 1L << 50),
        ("n", 1e-9), ("u", 1e-6), ("m", 1e-3), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("P", 1e15),
    ];

    /// <summary>The amount; null for what is missing, negative or no quantity.</summary>
    public static double? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var unit = Array.Find(_units, unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal));
        var number = unit.Suffix is null ? text : text[..^unit.Suffix.Length];
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value >= 0
            ? value * (unit.Suffix is null ? 1 : unit.Size)
            : null;
    }
}
