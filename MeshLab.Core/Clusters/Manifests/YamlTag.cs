using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MeshLab.Core.Clusters.Manifests;

/// <summary>Gives a scalar its type: by its tag where it has one, by its text where it is plain, and text otherwise.</summary>
internal static class YamlTag
{
    private const string Core = "tag:yaml.org,2002:";
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <exception cref="FormatException">The text does not fit the tag, or JSON has no such value.</exception>
    public static JsonNode? Apply(Scalar scalar)
    {
        if (scalar.Tag.IsEmpty)
        {
            return scalar.Style == ScalarStyle.Plain ? YamlScalar.Resolve(scalar.Value) : JsonValue.Create(scalar.Value);
        }

        if (scalar.Tag.IsNonSpecific)
        {
            return JsonValue.Create(scalar.Value);
        }

        var tag = scalar.Tag.Value;
        return tag.StartsWith(Core, StringComparison.Ordinal)
            ? Known(tag[Core.Length..], scalar.Value)
            : throw new FormatException($"the tag {tag} has no meaning in a manifest");
    }

    private static JsonNode? Known(string tag, string text) => tag switch
    {
        "str" or "timestamp" => JsonValue.Create(text),
        "binary" => JsonValue.Create(StrictUtf8.GetString(Convert.FromBase64String(text))),
        "null" => Expect(text, tag, JsonValueKind.Null),
        "bool" => Expect(text, tag, JsonValueKind.True, JsonValueKind.False),
        "float" => Expect(text, tag, JsonValueKind.Number),
        "int" => Expect(text, tag, JsonValueKind.Number) is var number && long.TryParse(number!.ToJsonString(), out _)
            ? number
            : throw new FormatException($"\"{text}\" is no !!int"),
        _ => throw new FormatException($"the tag !!{tag} has no meaning in a manifest"),
    };

    private static JsonNode? Expect(string text, string tag, params JsonValueKind[] kinds)
    {
        var value = YamlScalar.Resolve(text);
        return kinds.Contains(value?.GetValueKind() ?? JsonValueKind.Null) ? value : throw new FormatException($"\"{text}\" is no !!{tag}");
    }
}
