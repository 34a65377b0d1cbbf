using System.Text.Json.Nodes;

namespace MeshLab.Core.Clusters.Manifests;

/// <summary>Finds the pods that an object is or makes.</summary>
public static class PodTemplate
{
    private static readonly string[] Lists = ["containers", "initContainers"];

    /// <summary>The specification of a pod, of the pods of a workload or of a Job, or of those of a CronJob's Jobs; null for objects without pods.</summary>
    public static JsonNode? SpecOf(JsonObject resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return resource["spec"] is not JsonObject spec ? null
            : resource["kind"]?.ToString() == "Pod" ? spec
            : ((spec["jobTemplate"] as JsonObject)?["spec"] as JsonObject ?? spec)["template"] is JsonObject template ? template["spec"] : null;
    }

    /// <summary>Its containers, those that only prepare the others last.</summary>
    public static IEnumerable<JsonObject> ContainersOf(JsonObject resource)
    {
        var pod = SpecOf(resource) as JsonObject;
        return Lists.SelectMany(list => pod?[list] as JsonArray ?? []).OfType<JsonObject>();
    }
}
