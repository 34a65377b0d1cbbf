using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>The values a release was asked for, read by dotted path. Values set on a command line are text; they are read as what they say.</summary>
internal sealed class ChartValues(JsonObject root)
{
    public JsonNode? At(string path)
    {
        JsonNode? node = root;
        foreach (var part in path.Split('.'))
        {
            node = (node as JsonObject)?[part];
        }

        return node;
    }

    /// <summary>The value as text; the first of the paths that is set counts.</summary>
    public string Text(string path, string otherwise) => At(path) is JsonValue value ? value.ToString() : otherwise;

    public string? Text(string path) => At(path) is JsonValue value && value.ToString() is { Length: > 0 } text ? text : null;

    public bool Flag(string path, bool otherwise) => At(path) is JsonValue value ? value.ToString().Equals("true", StringComparison.OrdinalIgnoreCase) : otherwise;

    public int Number(string path, int otherwise) => At(path) is JsonValue value && int.TryParse(value.ToString(), out var number) ? number : otherwise;

    public JsonObject? Map(string path) => At(path) as JsonObject;

    public IEnumerable<JsonNode> List(string path) => (At(path) as JsonArray ?? []).OfType<JsonNode>();
}
