using System.Text.Json.Nodes;

namespace MeshLab.Core.Clusters.Objects;

/// <summary>Compares objects by what people put into them.</summary>
internal static class ObjectContent
{
    private static readonly string[] Bookkeeping = ["managedFields", "resourceVersion", "generation", "selfLink"];

    /// <summary>
    /// Whether two states of an object say the same, leaving out the server's bookkeeping, and the status unless
    /// <paramref name="withStatus"/>: controllers change it at any time.
    /// </summary>
    public static bool Same(JsonObject before, JsonObject after, bool withStatus) =>
        JsonNode.DeepEquals(Reduce(before, withStatus), Reduce(after, withStatus));

    private static JsonObject Reduce(JsonObject resource, bool withStatus)
    {
        var copy = (JsonObject)resource.DeepClone();
        if (!withStatus)
        {
            copy.Remove("status");
        }

        if (copy["metadata"] is JsonObject metadata)
        {
            foreach (var field in Bookkeeping)
            {
                metadata.Remove(field);
            }
        }

        return copy;
    }
}
