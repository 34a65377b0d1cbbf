using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Runs.Steps;

/// <summary>
/// Reads outputs out of an object by dotted paths. What comes from a Secret's <c>data</c> is secret, and decoded unless the output's name
/// ends in <c>Base64</c>: configurations of other tools want an authority's certificate just as the Secret holds it.
/// </summary>
internal static class ObjectOutputs
{
    /// <summary>The outputs, or null when one of the fields is not there.</summary>
    public static IReadOnlyDictionary<string, TemplateValue>? Read(JsonObject live, IReadOnlyDictionary<string, string> paths)
    {
        var outputs = new Dictionary<string, TemplateValue>(StringComparer.Ordinal);
        foreach (var (name, path) in paths)
        {
            var parts = DottedPath.Split(path);
            if (parts.Aggregate((JsonNode?)live, Step) is not { } node)
            {
                return null;
            }

            var text = node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
            var secret = live["kind"]?.GetValue<string>() == "Secret";
            outputs[name] = secret && parts[0] == "data" && parts.Count > 1 && !name.EndsWith("Base64", StringComparison.Ordinal)
                ? TemplateValue.Secret(Encoding.UTF8.GetString(Convert.FromBase64String(text)))
                : secret ? TemplateValue.Secret(text) : TemplateValue.Plain(text);
        }

        return outputs;
    }

    private static JsonNode? Step(JsonNode? node, string part) => node switch
    {
        JsonObject map => map[part],
        JsonArray list when int.TryParse(part, out var index) && index >= 0 && index < list.Count => list[index],
        _ => null,
    };
}
