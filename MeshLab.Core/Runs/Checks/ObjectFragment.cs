using System.Text.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Journal;

namespace MeshLab.Core.Runs.Checks;

/// <summary>Cuts out of a live object what a check looked at: kind, name, and the fields that were written, with the values they have on the cluster.</summary>
internal static class ObjectFragment
{
    private const int LongestJson = 8_000;
    private static readonly string[] SecretFields = ["data", "stringData"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static EvidenceObject Of(JsonObject wanted, JsonObject live)
    {
        var reference = ObjectRef.Of(live);
        var fragment = new JsonObject { ["apiVersion"] = reference.ApiVersion, ["kind"] = reference.Kind, ["metadata"] = Identity(reference) };
        foreach (var (key, value) in wanted.Where(one => one.Key is not ("apiVersion" or "kind")))
        {
            if (key == "metadata")
            {
                Merge((JsonObject)fragment["metadata"]!, Cut(value, live[key]) as JsonObject);
            }
            else
            {
                fragment[key] = Cut(value, live[key]);
            }
        }

        if (reference.Kind == "Secret")
        {
            Mask(fragment);
        }

        var json = fragment.ToJsonString(Indented);
        return new(reference.ToString(), json.Length <= LongestJson ? json : $"{json[..LongestJson]}\n… ({json.Length - LongestJson} more characters)");
    }

    private static JsonObject Identity(ObjectRef reference) => reference.Namespace is null
        ? new() { ["name"] = reference.Name }
        : new() { ["name"] = reference.Name, ["namespace"] = reference.Namespace };

    /// <summary>Of a map the keys that were written, of a list the elements they were compared with; anything else as it is.</summary>
    private static JsonNode? Cut(JsonNode? wanted, JsonNode? live) => (wanted, live) switch
    {
        (JsonObject map, JsonObject found) when map.Count > 0 => new JsonObject(map.Where(one => found.ContainsKey(one.Key)).Select(one => KeyValuePair.Create(one.Key, Cut(one.Value, found[one.Key])))),
        (JsonArray list, JsonArray found) when list.Count > 0 => new JsonArray([.. list.SelectMany(element => Elements(element, found))]),
        _ => live?.DeepClone(),
    };

    private static IEnumerable<JsonNode?> Elements(JsonNode? wanted, JsonArray found)
    {
        var name = NameOf(wanted);
        var element = name is null
            ? found.FirstOrDefault(one => PartialMatch.Differences(wanted, one).Count == 0)
            : found.FirstOrDefault(one => NameOf(one) == name);
        if (element is not null)
        {
            yield return Cut(wanted, element);
        }
    }

    private static string? NameOf(JsonNode? element) =>
        element is JsonObject map && map["name"] is JsonValue name && name.GetValueKind() == JsonValueKind.String ? name.GetValue<string>() : null;

    private static void Merge(JsonObject into, JsonObject? from)
    {
        foreach (var (key, value) in from ?? [])
        {
            into[key] = value?.DeepClone();
        }
    }

    private static void Mask(JsonObject secret)
    {
        foreach (var values in SecretFields.Select(field => secret[field]).OfType<JsonObject>())
        {
            foreach (var key in values.Select(one => one.Key).ToList())
            {
                values[key] = SecretMask.Mask;
            }
        }
    }
}
