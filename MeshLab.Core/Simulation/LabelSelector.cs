using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation;

/// <summary>Label selectors as written in objects: <c>matchLabels</c> and <c>matchExpressions</c>, or a Service's plain map.</summary>
internal static class LabelSelector
{
    /// <summary>Whether labels match a selector object; an absent or empty selector matches nothing here, so that a broken workload claims no pods.</summary>
    public static bool Matches(JsonNode? selector, JsonObject? labels)
    {
        var wanted = selector.At("matchLabels") as JsonObject;
        var expressions = selector.Items("matchExpressions").ToList();
        return (wanted is { Count: > 0 } || expressions.Count > 0)
            && (wanted is null || MatchesMap(wanted, labels))
            && expressions.All(one => Holds(one, labels));
    }

    /// <summary>Whether labels hold every pair of a map; an empty map matches nothing.</summary>
    public static bool MatchesMap(JsonObject wanted, JsonObject? labels) =>
        wanted.Count > 0 && wanted.All(pair => labels.Text(pair.Key) is { } value && value == (pair.Value as JsonValue)?.ToString());

    /// <summary>Whether labels meet one expression; <c>Gt</c> and <c>Lt</c> are for nodes.</summary>
    public static bool Holds(JsonObject expression, JsonObject? labels)
    {
        var value = labels.Text(expression.Text("key") ?? "");
        var values = (expression["values"] as JsonArray ?? []).Select(one => one?.ToString()).ToList();
        return expression.Text("operator") switch
        {
            "In" => value is not null && values.Contains(value),
            "NotIn" => value is null || !values.Contains(value),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            "Gt" => Compare(value, values) > 0,
            "Lt" => Compare(value, values) < 0,
            _ => false,
        };
    }

    private static int Compare(string? value, List<string?> values) =>
        long.TryParse(value, out var left) && values is [{ } text] && long.TryParse(text, out var right) ? left.CompareTo(right) : 0;
}
