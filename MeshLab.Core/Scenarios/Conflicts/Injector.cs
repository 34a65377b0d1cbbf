using System.Text.Json.Nodes;

namespace MeshLab.Core.Scenarios.Conflicts;

/// <summary>Tells which mesh takes the pods of a namespace, by the labels and annotations the meshes look for.</summary>
internal static class Injector
{
    /// <summary>E.g. <c>Istio's sidecar injector</c>; null when no mesh is asked for.</summary>
    public static string? Of(IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> annotations)
    {
        if (labels.GetValueOrDefault("istio-injection") == "enabled" || labels.ContainsKey("istio.io/rev"))
        {
            return "Istio's sidecar injector";
        }

        if (labels.GetValueOrDefault("istio.io/dataplane-mode") == "ambient")
        {
            return "Istio's ambient mode";
        }

        return annotations.GetValueOrDefault("linkerd.io/inject") is "enabled" or "ingress" ? "Linkerd's proxy injector" : null;
    }

    /// <summary>The same of a Namespace object.</summary>
    public static string? Of(JsonObject resource) => Of(Texts(resource["metadata"]?["labels"]), Texts(resource["metadata"]?["annotations"]));

    private static Dictionary<string, string> Texts(JsonNode? node) =>
        (node as JsonObject ?? []).ToDictionary(entry => entry.Key, entry => entry.Value?.ToString() ?? "");
}
