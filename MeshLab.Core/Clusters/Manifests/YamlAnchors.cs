using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MeshLab.Core.Clusters.Manifests;

/// <summary>The anchors of one document. Copies made for aliases are counted, so that a few lines cannot unfold into gigabytes.</summary>
internal sealed class YamlAnchors
{
    /// <summary>Characters and nodes that aliases may unfold into; the largest manifests an API server takes have 1.5 million characters in all.</summary>
    private const long Allowance = 4_000_000;

    private readonly Dictionary<string, (JsonNode? Node, long Weight)> _anchors = [];
    private long _spent;

    public void Remember(AnchorName anchor, JsonNode? node) => _anchors[anchor.Value] = (node, Weight(node));

    /// <exception cref="YamlException">There is no such anchor above, or the aliases unfold into too much.</exception>
    public JsonNode? Copy(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var anchored))
        {
            throw new AnchorNotFoundException(alias.Start, alias.End, $"the alias *{alias.Value} has no anchor &{alias.Value} that ends above it");
        }

        _spent += anchored.Weight;
        return _spent <= Allowance
            ? anchored.Node?.DeepClone()
            : throw new YamlLimitException(alias.Start, $"the aliases up to *{alias.Value} unfold into more than {Allowance} characters; write the values out");
    }

    private static long Weight(JsonNode? node) => node switch
    {
        JsonObject mapping => 1 + mapping.Sum(entry => entry.Key.Length + Weight(entry.Value)),
        JsonArray array => 1 + array.Sum(Weight),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => 1 + value.GetValue<string>().Length,
        _ => 1,
    };
}
