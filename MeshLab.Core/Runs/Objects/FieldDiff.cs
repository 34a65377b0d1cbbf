using System.Text.Json.Nodes;

namespace MeshLab.Core.Runs.Objects;

/// <summary>The fields in which two states of an object differ. What the server keeps for itself is left out.</summary>
internal static class FieldDiff
{
    private const int LongestValue = 200;

    private static readonly string[] Ignored = ["metadata.managedFields", "metadata.resourceVersion", "metadata.generation", "metadata.uid", "metadata.creationTimestamp", "status"];

    /// <summary>One line a field: <c>+ path: value</c>, <c>- path: value</c> or <c>~ path: before → after</c>.</summary>
    public static IReadOnlyList<string> Of(JsonNode before, JsonNode after)
    {
        var lines = new List<string>();
        Compare("", before, after, lines);
        return lines;
    }

    /// <summary>The same line without the values, for Secrets.</summary>
    public static string WithoutValues(string line) => line.Split(": ", 2)[0];

    private static void Compare(string path, JsonNode? before, JsonNode? after, List<string> lines)
    {
        if (Ignored.Contains(path) || JsonNode.DeepEquals(before, after))
        {
            return;
        }

        switch (before, after)
        {
            case (JsonObject one, JsonObject other):
                foreach (var key in one.Select(entry => entry.Key).Union(other.Select(entry => entry.Key)))
                {
                    Compare(path.Length == 0 ? key : $"{path}.{key}", one[key], other[key], lines);
                }

                break;
            case (JsonArray one, JsonArray other):
                for (var index = 0; index < Math.Max(one.Count, other.Count); index++)
                {
                    Compare($"{path}[{index}]", index < one.Count ? one[index] : null, index < other.Count ? other[index] : null, lines);
                }

                break;
            default:
                lines.Add((before, after) switch
                {
                    (null, _) => $"+ {path}: {Show(after)}",
                    (_, null) => $"- {path}: {Show(before)}",
                    _ => $"~ {path}: {Show(before)} → {Show(after)}",
                });
                break;
        }
    }

    private static string Show(JsonNode? node)
    {
        var text = node!.ToJsonString();
        return text.Length <= LongestValue ? text : text[..LongestValue] + "…";
    }
}
