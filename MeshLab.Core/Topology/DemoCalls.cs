using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;

namespace MeshLab.Core.Topology;

/// <summary>Reads who calls whom from a demo cluster's own account, which knows every call whatever mesh carries it.</summary>
internal static class DemoCalls
{
    /// <summary>The edges of the last minute.</summary>
    /// <exception cref="ClusterException">The demo cluster does not answer.</exception>
    public static async Task<IReadOnlyList<TopologyEdge>> ReadAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        await using var stream = await client.GetRawAsync("/meshlab/calls", cancellationToken);
        var document = await JsonNode.ParseAsync(stream, cancellationToken: cancellationToken);
        var seconds = document!["windowSeconds"]!.GetValue<double>();
        return
        [
            .. document["calls"]!.AsArray().OfType<JsonNode>()
                .GroupBy(call => (Cluster: call["fromCluster"]?.ToString(), From: $"{call["fromNamespace"]}/{call["from"]}", To: $"{call["toNamespace"]}/{call["to"]}"))
                .Select(group => Edge(group.Key.From, group.Key.To, [.. group], seconds) with { FromCluster = group.Key.Cluster }),
        ];
    }

    private static TopologyEdge Edge(string from, string to, IReadOnlyList<JsonNode> calls, double seconds)
    {
        var requests = calls.Sum(call => call["requests"]!.GetValue<long>());
        var secure = calls.Count(call => call["mutualTls"]!.GetValue<bool>());
        return new(
            from, to, requests / seconds, null, (double)calls.Sum(call => call["errors"]!.GetValue<long>()) / requests,
            secure == calls.Count ? EdgeSecurity.MutualTls : secure == 0 ? EdgeSecurity.Plaintext : EdgeSecurity.Mixed, "the demo cluster's own account");
    }
}
