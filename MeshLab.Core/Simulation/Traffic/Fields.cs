using System.Globalization;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic;

/// <summary>Reads fields of cluster objects, where every part of a path may be missing.</summary>
internal static class Fields
{
    /// <summary>A text, number or flag as text.</summary>
    public static string? Scalar(this JsonNode? node, params ReadOnlySpan<string> path) => (node.At(path) as JsonValue)?.ToString();

    public static double? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        double.TryParse(node.Scalar(path), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static int? Whole(this JsonNode? node, params ReadOnlySpan<string> path) => (int?)node.Number(path);

    public static bool IsTrue(this JsonNode? node, params ReadOnlySpan<string> path) => string.Equals(node.Scalar(path), "true", StringComparison.OrdinalIgnoreCase);

    public static TimeSpan? Duration(this JsonNode? node, params ReadOnlySpan<string> path) => node.Scalar(path) is { } text ? GoDuration.Parse(text) : null;

    /// <summary>The texts of a list.</summary>
    public static IReadOnlyList<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) => [.. (node.At(path) as JsonArray ?? []).OfType<JsonValue>().Select(one => one.ToString())];

    /// <summary>The entries of a map of texts.</summary>
    public static IReadOnlyDictionary<string, string> Pairs(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonObject ?? []).Where(one => one.Value is JsonValue).ToDictionary(one => one.Key, one => one.Value!.ToString(), StringComparer.Ordinal);

    /// <summary>Whether every label asked for is there.</summary>
    public static bool Has(this IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> asked) =>
        asked.All(one => labels.TryGetValue(one.Key, out var value) && value == one.Value);

    /// <summary>Whether a Kubernetes label selector (<c>matchLabels</c>, <c>matchExpressions</c>) selects the labels; an empty one selects all.</summary>
    public static bool Selects(this JsonNode? selector, IReadOnlyDictionary<string, string> labels) =>
        labels.Has(selector.Pairs("matchLabels")) && selector.Items("matchExpressions").All(one => Holds(one, labels));

    private static bool Holds(JsonObject expression, IReadOnlyDictionary<string, string> labels)
    {
        var there = labels.TryGetValue(expression.Scalar("key") ?? "", out var value);
        var values = expression.Texts("values");
        return expression.Scalar("operator") switch
        {
            "In" => there && values.Contains(value!),
            "NotIn" => !there || !values.Contains(value!),
            "Exists" => there,
            "DoesNotExist" => !there,
            _ => false,
        };
    }
}
