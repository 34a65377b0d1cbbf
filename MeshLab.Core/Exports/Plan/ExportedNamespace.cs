using System.Text.Json.Nodes;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Exports.Plan;

/// <summary>Namespaces as objects.</summary>
internal static class ExportedNamespace
{
    private static readonly HashSet<string> EveryClusterHas = ["default", "kube-system", "kube-public", "kube-node-lease"];

    /// <summary>A namespace without labels.</summary>
    public static JsonObject Of(string name) => Of(new NamespaceAction(name, new Dictionary<string, string>(), new Dictionary<string, string>()));

    public static JsonObject Of(NamespaceAction action)
    {
        var metadata = new JsonObject { ["name"] = action.Name };
        foreach (var (field, map) in new[] { ("labels", action.Labels), ("annotations", action.Annotations) })
        {
            if (map.Count > 0)
            {
                metadata[field] = new JsonObject(map.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));
            }
        }

        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = metadata };
    }

    /// <summary>Whether clusters have it by themselves.</summary>
    public static bool IsEverywhere(string name) => EveryClusterHas.Contains(name);
}
