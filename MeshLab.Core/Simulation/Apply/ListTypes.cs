using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Apply;

/// <summary>
/// Which lists are merged item by item and which maps are replaced whole. For built-in types by field name, as the
/// <c>x-kubernetes-list-map-keys</c> of the published OpenAPI document have them; for custom types from their schema.
/// </summary>
internal static class ListTypes
{
    private static readonly Dictionary<string, string[]> KeysByField = new(StringComparer.Ordinal)
    {
        ["containers"] = ["name"],
        ["initContainers"] = ["name"],
        ["ephemeralContainers"] = ["name"],
        ["env"] = ["name"],
        ["volumes"] = ["name"],
        ["volumeMounts"] = ["mountPath"],
        ["volumeDevices"] = ["devicePath"],
        ["imagePullSecrets"] = ["name"],
        ["secrets"] = ["name"],
        ["hostAliases"] = ["ip"],
        ["conditions"] = ["type"],
        ["ownerReferences"] = ["uid"],
        ["topologySpreadConstraints"] = ["topologyKey", "whenUnsatisfiable"],
        ["webhooks"] = ["name"],
        ["podIPs"] = ["ip"],
    };

    private static readonly HashSet<string> AtomicMaps = new(StringComparer.Ordinal)
    {
        "selector", "labelSelector", "podSelector", "namespaceSelector", "objectSelector", "nodeSelector", "configMapKeyRef", "secretKeyRef", "fieldRef",
        "resourceFieldRef", "fieldsV1",
    };

    /// <summary>The keys that identify an item of the list in <paramref name="field"/>; null when the list is replaced whole.</summary>
    public static string[]? KeysOf(string field, JsonArray list, JsonObject? schema, bool custom)
    {
        if (custom)
        {
            return schema?["x-kubernetes-list-type"]?.GetValue<string>() == "map"
                ? [.. schema["x-kubernetes-list-map-keys"]!.AsArray().Select(key => key!.GetValue<string>())]
                : null;
        }

        if (field == "ports")
        {
            var first = list.OfType<JsonObject>().FirstOrDefault();
            return first is null ? null
                : first.ContainsKey("containerPort") ? ["containerPort", "protocol"]
                : first.ContainsKey("port") && !first.ContainsKey("endPort") ? ["port", "protocol"]
                : null;
        }

        return KeysByField.GetValueOrDefault(field);
    }

    public static bool IsSet(string field, JsonObject? schema, bool custom) =>
        custom ? schema?["x-kubernetes-list-type"]?.GetValue<string>() == "set" : field == "finalizers";

    public static bool IsAtomicMap(string field, JsonObject? schema, bool custom) =>
        custom ? schema?["x-kubernetes-map-type"]?.GetValue<string>() == "atomic" : AtomicMaps.Contains(field);

    /// <summary>The text that identifies an item: its keys with their defaults, as <c>fieldsV1</c> writes them.</summary>
    public static string KeyOf(JsonObject item, string[] keys)
    {
        var key = new JsonObject();
        foreach (var name in keys)
        {
            key[name] = item[name]?.DeepClone() ?? (name == "protocol" ? JsonValue.Create("TCP") : null);
        }

        return key.ToJsonString();
    }

    /// <summary>The schema of a field of an object, or of a list's items; null when unknown.</summary>
    public static JsonObject? Child(JsonObject? schema, string field) =>
        schema?["properties"]?[field] as JsonObject ?? schema?["additionalProperties"] as JsonObject;

    public static JsonObject? Items(JsonObject? schema) => schema?["items"] as JsonObject;
}
