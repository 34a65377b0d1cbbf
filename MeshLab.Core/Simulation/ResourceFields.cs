using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation;

/// <summary>Reads fields of objects that users may have written in any shape: what is missing or of the wrong type reads as null or 0.</summary>
internal static class ResourceFields
{
    public static string Name(this JsonObject resource) => resource.Text("metadata", "name") ?? "";

    public static string Namespace(this JsonObject resource) => resource.Text("metadata", "namespace") ?? "";

    public static string Uid(this JsonObject resource) => resource.Text("metadata", "uid") ?? "";

    public static string? Label(this JsonObject resource, string key) => resource.Text("metadata", "labels", key);

    public static string? Annotation(this JsonObject resource, string key) => resource.Text("metadata", "annotations", key);

    public static bool IsTerminating(this JsonObject resource) => resource.At("metadata", "deletionTimestamp") is not null;

    /// <summary>The node at a path of property names, or null.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static int? Integer(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        && double.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var number) ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    /// <summary>The objects of the list at a path; empty when there is none.</summary>
    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray list ? list.OfType<JsonObject>() : [];

    public static DateTimeOffset? Time(this JsonNode? node, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(node.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>The map at <paramref name="name"/>, made when there is none.</summary>
    public static JsonObject Map(this JsonObject holder, string name)
    {
        if (holder[name] is not JsonObject map)
        {
            holder[name] = map = [];
        }

        return map;
    }

    /// <summary>The list at <paramref name="name"/>, made when there is none.</summary>
    public static JsonArray List(this JsonObject holder, string name)
    {
        if (holder[name] is not JsonArray list)
        {
            holder[name] = list = [];
        }

        return list;
    }
}
