using System.Text.Json;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Runs.Checks;

/// <summary>
/// Holds a part of a resource against a live one, as Chainsaw's <c>assert</c> does: every field that is written must be there with that
/// value, others do not matter. Lists: elements with a <c>name</c> are looked up by it; other elements must be found in the same order,
/// with anything between them. A written <c>null</c> means that the field is absent. Numbers are compared by value.
/// </summary>
internal static class PartialMatch
{
    /// <summary>Where the live value differs, one sentence a field; empty when it matches.</summary>
    public static IReadOnlyList<string> Differences(JsonNode? expected, JsonNode? actual)
    {
        var differences = new List<string>();
        Compare("", expected, actual, differences);
        return differences;
    }

    private static void Compare(string path, JsonNode? expected, JsonNode? actual, List<string> differences)
    {
        switch (expected, actual)
        {
            case (null, null):
                break;
            case (JsonObject map, JsonObject live):
                foreach (var (key, value) in map)
                {
                    Compare(path.Length == 0 ? key : $"{path}.{key}", value, live[key], differences);
                }

                break;
            case (JsonArray list, JsonArray live):
                CompareLists(path, list, live, differences);
                break;
            default:
                if (!SameValue(expected, actual))
                {
                    differences.Add(actual is null ? $"{path} is not there, expected {Show(expected)}" : expected is null ? $"{path} is {Show(actual)}, expected it to be absent" : $"{path} is {Show(actual)}, expected {Show(expected)}");
                }

                break;
        }
    }

    private static void CompareLists(string path, JsonArray expected, JsonArray actual, List<string> differences)
    {
        var from = 0;
        foreach (var element in expected)
        {
            if (Name(element) is { } name)
            {
                if (actual.FirstOrDefault(one => Name(one) == name) is { } named)
                {
                    Compare($"{path}[{name}]", element, named, differences);
                }
                else
                {
                    differences.Add($"{path} has no element named {name}");
                }

                continue;
            }

            var found = Enumerable.Range(from, actual.Count - from).FirstOrDefault(index => Differences(element, actual[index]).Count == 0, -1);
            if (found < 0)
            {
                differences.Add($"{path} has no element {Show(element)}{(from > 0 ? $" after the {from} before it" : "")}");
            }
            else
            {
                from = found + 1;
            }
        }
    }

    private static string? Name(JsonNode? element) =>
        element is JsonObject map && map["name"] is JsonValue name && name.GetValueKind() == JsonValueKind.String ? name.GetValue<string>() : null;

    private static bool SameValue(JsonNode? expected, JsonNode? actual) =>
        expected is JsonValue && actual is JsonValue && expected.GetValueKind() == JsonValueKind.Number && actual.GetValueKind() == JsonValueKind.Number
            ? double.Parse(expected.ToJsonString()).Equals(double.Parse(actual.ToJsonString()))
            : JsonNode.DeepEquals(expected, actual);

    private static string Show(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "null";
        return text.Length <= 120 ? text : text[..120] + "…";
    }
}
