using System.Text.Json;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Scenarios.Loading;

/// <summary>Words for values in messages.</summary>
internal static class NodeWords
{
    /// <summary>E.g. <c>the number 3</c>.</summary>
    public static string Describe(JsonNode? node) => node switch
    {
        null => "empty",
        JsonObject => "a mapping",
        JsonArray => "a list",
        _ when node.GetValueKind() == JsonValueKind.String => "text",
        _ when node.GetValueKind() == JsonValueKind.Number => $"the number {node.ToJsonString()}",
        _ => $"the boolean {node.ToJsonString()}",
    };

    /// <summary>The text of a text value, or null.</summary>
    public static string? Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>E.g. <c>must be text, this is the number 3; put it in quotes</c>.</summary>
    public static string MustBe(string wanted, JsonNode? found) =>
        $"must be {wanted}, this is {Describe(found)}{(wanted == "text" && found is JsonValue ? "; put it in quotes" : "")}";
}
