using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MeshLab.Core.Clusters.Manifests;

/// <summary>Builds the JSON of one YAML document from parser events.</summary>
internal sealed class YamlNodeBuilder(Parser parser, string file, List<ManifestProblem> problems)
{
    /// <summary>Deeper than any custom resource definition, and shallow enough for the stack.</summary>
    private const int MaxDepth = 256;

    private readonly Dictionary<string, YamlPosition> _positions = [];
    private readonly YamlAnchors _anchors = new();

    public IReadOnlyDictionary<string, YamlPosition> Positions => _positions;

    /// <summary>The document's content; the parser stands on its first event, and afterwards on its last.</summary>
    public JsonNode? Build()
    {
        Record("", parser.Current!.Start);
        return Node("", 0);
    }

    private JsonNode? Node(string pointer, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new YamlLimitException(parser.Current!.Start, $"nested more than {MaxDepth} levels deep");
        }

        var start = parser.Current!;
        if (start is AnchorAlias alias)
        {
            return _anchors.Copy(alias);
        }

        var node = start switch
        {
            Scalar scalar => Value(scalar),
            SequenceStart => Sequence(pointer, depth),
            MappingStart => Mapping(pointer, depth),
            _ => throw new YamlLimitException(start.Start, "unexpected end of the document"),
        };
        if (start is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            _anchors.Remember(anchored.Anchor, node);
        }

        return node;
    }

    private JsonArray Sequence(string pointer, int depth)
    {
        var array = new JsonArray();
        while (Next() is not SequenceEnd)
        {
            var item = YamlDocument.Child(pointer, array.Count.ToString(CultureInfo.InvariantCulture));
            Record(item, parser.Current!.Start);
            array.Add(Node(item, depth + 1));
        }

        return array;
    }

    private JsonObject Mapping(string pointer, int depth)
    {
        var mapping = new JsonObject();
        var merged = new List<(Mark Place, JsonNode? Value)>();
        while (Next() is not MappingEnd)
        {
            var place = parser.Current!.Start;
            if (parser.Current is Scalar { Value: "<<", Style: ScalarStyle.Plain })
            {
                Next();
                merged.Add((place, Node(YamlDocument.Child(pointer, "<<"), depth + 1)));
                continue;
            }

            var key = Key(depth);
            var field = YamlDocument.Child(pointer, key);
            var repeated = mapping.ContainsKey(key);
            if (repeated)
            {
                Problem(place, $"\"{key}\" is written twice in the same mapping (first on line {_positions[field].Line})");
            }
            else
            {
                Record(field, place);
            }

            Next();
            var value = Node(field, depth + 1);
            if (!repeated)
            {
                mapping.Add(key, value);
            }
        }

        merged.ForEach(merge => Merge(mapping, merge.Place, merge.Value));
        return mapping;
    }

    private string Key(int depth)
    {
        var place = parser.Current!.Start;
        switch (parser.Current)
        {
            case Scalar { Style: ScalarStyle.Plain, Tag.IsEmpty: true } plain:
                try
                {
                    return YamlScalar.ResolveKey(plain.Value);
                }
                catch (FormatException error)
                {
                    Problem(place, error.Message);
                    return plain.Value;
                }

            case Scalar scalar:
                return scalar.Value;
            case AnchorAlias alias when _anchors.Copy(alias) is JsonValue value:
                return value.ToString();
            default:
                Problem(place, "a mapping key must be plain text");
                Node("", depth + 1);
                return $"?{place.Line}:{place.Column}";
        }
    }

    private void Merge(JsonObject mapping, Mark place, JsonNode? value)
    {
        var sources = value switch
        {
            JsonObject one => [one],
            JsonArray many when many.All(item => item is JsonObject) => many.OfType<JsonObject>().ToList(),
            _ => null,
        };
        if (sources is null)
        {
            Problem(place, "\"<<\" merges mappings; its value is none");
            return;
        }

        foreach (var (key, inherited) in sources.SelectMany(source => source).Where(entry => !mapping.ContainsKey(entry.Key)).ToList())
        {
            mapping.TryAdd(key, inherited?.DeepClone());
        }
    }

    private JsonNode? Value(Scalar scalar)
    {
        try
        {
            return YamlTag.Apply(scalar);
        }
        catch (Exception error) when (error is FormatException or DecoderFallbackException)
        {
            Problem(scalar.Start, error.Message);
            return null;
        }
    }

    private ParsingEvent Next() =>
        parser.MoveNext() ? parser.Current! : throw new YamlLimitException(Mark.Empty, "the file ends in the middle of a value");

    private void Record(string pointer, Mark mark) => _positions[pointer] = new((int)mark.Line, (int)mark.Column);

    private void Problem(Mark mark, string message) => problems.Add(new(file, (int)mark.Line, (int)mark.Column, message));
}
