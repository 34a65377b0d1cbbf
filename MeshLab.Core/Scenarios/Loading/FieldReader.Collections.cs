using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;

namespace MeshLab.Core.Scenarios.Loading;

internal sealed partial class FieldReader
{
    /// <summary>A mapping that must be there; null when it is not.</summary>
    public FieldReader? RequiredMapping(string key)
    {
        MustHave(key);
        return OptionalMapping(key);
    }

    /// <summary>A mapping that may be left out.</summary>
    public FieldReader? OptionalMapping(string key)
    {
        var node = Node(key);
        if (node is JsonObject inner)
        {
            return new(inner, document, At(key), problems);
        }

        if (node is not null)
        {
            Problem(key, $"{key} {NodeWords.MustBe("a mapping", node)}");
        }

        return null;
    }

    /// <summary>A mapping of any shape, e.g. a Kubernetes object.</summary>
    public JsonObject? Tree(string key) => (JsonObject?)OptionalMapping(key)?.Mapping.DeepClone();

    /// <summary>A list of mappings that may be left out.</summary>
    public IReadOnlyList<FieldReader> Mappings(string key)
    {
        var readers = new List<FieldReader>();
        foreach (var (item, itemPointer) in Items(key, "a list"))
        {
            if (item is JsonObject inner)
            {
                readers.Add(new(inner, document, itemPointer, problems));
            }
            else
            {
                ProblemAt(itemPointer, $"an item of {key} {NodeWords.MustBe("a mapping", item)}");
            }
        }

        return readers;
    }

    /// <summary>A list of texts that may be left out; a single text counts as a list of one.</summary>
    public IReadOnlyList<(string Text, string Pointer)> TextOrTexts(string key) =>
        NodeWords.Text(Node(key)) is not null && OptionalText(key) is { } single ? [(single, At(key))] : TextsWithPlace(key);

    /// <summary>A list of texts that may be left out.</summary>
    public IReadOnlyList<string> Texts(string key) => [.. TextsWithPlace(key).Select(item => item.Text)];

    /// <summary>A list of texts, each with its pointer.</summary>
    public IReadOnlyList<(string Text, string Pointer)> TextsWithPlace(string key)
    {
        var texts = new List<(string, string)>();
        foreach (var (item, itemPointer) in Items(key, "a list of texts"))
        {
            if (NodeWords.Text(item) is { } text)
            {
                texts.Add((text, itemPointer));
            }
            else
            {
                ProblemAt(itemPointer, $"an item of {key} {NodeWords.MustBe("text", item)}");
            }
        }

        return texts;
    }

    /// <summary>A mapping of texts that may be left out. With <paramref name="scalars"/>, numbers and booleans count as text.</summary>
    public IReadOnlyDictionary<string, string> TextMap(string key, bool scalars = false)
    {
        var texts = new Dictionary<string, string>();
        foreach (var (name, value) in OptionalMapping(key)?.Mapping ?? [])
        {
            if (NodeWords.Text(value) is { } text)
            {
                texts.Add(name, text);
            }
            else if (scalars && value is JsonValue scalar && scalar.GetValueKind() is not JsonValueKind.Null)
            {
                texts.Add(name, scalar.ToJsonString());
            }
            else
            {
                ProblemAt(YamlDocument.Child(At(key), name), $"{name} {NodeWords.MustBe("text", value)}");
            }
        }

        return texts;
    }

    private IEnumerable<(JsonNode? Item, string Pointer)> Items(string key, string wanted)
    {
        var node = Node(key);
        if (node is JsonArray array)
        {
            return array.Select((item, index) => (item, YamlDocument.Child(At(key), index.ToString(CultureInfo.InvariantCulture))));
        }

        if (node is not null)
        {
            Problem(key, $"{key} {NodeWords.MustBe(wanted, node)}");
        }

        return [];
    }
}
