using System.Text.Json.Nodes;
using MeshLab.Core.Runs.Journal;

namespace MeshLab.Core.Runs.Objects;

/// <summary>The fields in which two states of an object differ. What the server keeps for itself is left out.</summary>
internal static class FieldDiff
{
    private const int LongestValue = 200;

    private static readonly string[] Ignored = ["metadata.managedFields", "metadata.resourceVersion", "metadata.generation", "metadata.uid", "metadata.creationTimestamp", "status"];

    /// <summary>The fields in document order.</summary>
    public static IReadOnlyList<PlanField> Of(JsonNode before, JsonNode after)
    {
        var fields = new List<PlanField>();
        Compare("", before, after, fields);
        return fields;
    }

    /// <summary><c>+ path: value</c>, <c>- path: value</c> or <c>~ path: before → after</c>.</summary>
    public static string Line(PlanField field) => field switch
    {
        (_, null, _) => $"+ {field.Path}: {field.After}",
        (_, _, null) => $"- {field.Path}: {field.Before}",
        _ => $"~ {field.Path}: {field.Before} → {field.After}",
    };

    /// <summary>The same field without its values, for Secrets.</summary>
    public static PlanField WithoutValues(PlanField field) =>
        new(field.Path, field.Before is null ? null : SecretMask.Mask, field.After is null ? null : SecretMask.Mask);

    private static void Compare(string path, JsonNode? before, JsonNode? after, List<PlanField> fields)
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
                    Compare(path.Length == 0 ? key : $"{path}.{key}", one[key], other[key], fields);
                }

                break;
            case (JsonArray one, JsonArray other):
                for (var index = 0; index < Math.Max(one.Count, other.Count); index++)
                {
                    Compare($"{path}[{index}]", index < one.Count ? one[index] : null, index < other.Count ? other[index] : null, fields);
                }

                break;
            default:
                fields.Add(new(path, Show(before), Show(after)));
                break;
        }
    }

    private static string? Show(JsonNode? node)
    {
        var text = node?.ToJsonString();
        return text is null || text.Length <= LongestValue ? text : text[..LongestValue] + "…";
    }
}
