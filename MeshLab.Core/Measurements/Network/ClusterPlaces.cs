using System.Text.Json.Nodes;

namespace MeshLab.Core.Measurements.Network;

/// <summary>Where a cluster's workloads are: zones from the nodes' labels, and how many pods of each workload are in each.</summary>
/// <param name="Zones">Zones among the nodes; null when a node has no zone.</param>
/// <param name="Workloads">Pods by zone, for each workload.</param>
public sealed record ClusterPlaces(int? Zones, IReadOnlyDictionary<(string Namespace, string Name), IReadOnlyDictionary<string, int>> Workloads)
{
    private const string ZoneLabel = "topology.kubernetes.io/zone";

    /// <summary>Reads nodes and pods as the API server lists them.</summary>
    public static ClusterPlaces Of(IReadOnlyList<JsonObject> nodes, IReadOnlyList<JsonObject> pods)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(pods);
        var zones = nodes
            .Select(node => (Name: Text(node, "metadata", "name"), Zone: Text(node, "metadata", "labels", ZoneLabel)))
            .Where(node => node is { Name: not null, Zone: not null })
            .ToDictionary(node => node.Name!, node => node.Zone!, StringComparer.Ordinal);
        return new(
            zones.Count == nodes.Count && nodes.Count > 0 ? zones.Values.Distinct(StringComparer.Ordinal).Count() : null,
            pods
                .Select(pod => (Workload: WorkloadOf(pod), Zone: Text(pod, "spec", "nodeName") is { } node ? zones.GetValueOrDefault(node) : null))
                .Where(pod => pod.Zone is not null)
                .GroupBy(pod => pod.Workload)
                .ToDictionary(group => group.Key, group => (IReadOnlyDictionary<string, int>)group.GroupBy(pod => pod.Zone!, StringComparer.Ordinal).ToDictionary(zone => zone.Key, zone => zone.Count(), StringComparer.Ordinal)));
    }

    /// <summary>
    /// Lays bytes between workloads onto zones. With the share <c>p</c> of the caller's pods and <c>q</c> of the called's in each zone, and calls spread evenly,
    /// the share 1 − Σ p·q crosses zones; where either has pods in one zone only, nothing is assumed of that side.
    /// </summary>
    public ZoneTraffic Lay(IReadOnlyList<WorkloadBytes> bytes, double seconds, IReadOnlyList<string> metrics)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var (zone, cluster, unplaced, spread) = (0.0, 0.0, 0.0, false);
        foreach (var pair in bytes)
        {
            if (pair.OtherCluster)
            {
                cluster += pair.Bytes;
            }
            else if (Workloads.TryGetValue(pair.From, out var from) && Workloads.TryGetValue(pair.To, out var to))
            {
                double same = from.Sum(one => (double)one.Value * to.GetValueOrDefault(one.Key)) / ((double)from.Values.Sum() * to.Values.Sum());
                zone += pair.Bytes * (1 - same);
                spread |= from.Count > 1 || to.Count > 1;
            }
            else
            {
                unplaced += pair.Bytes;
            }
        }

        return new(zone, cluster, unplaced, seconds, spread, metrics);
    }

    /// <summary>The workload a pod belongs to, named as the meshes name it: the Deployment rather than its ReplicaSet.</summary>
    private static (string Namespace, string Name) WorkloadOf(JsonObject pod)
    {
        var owner = (pod["metadata"]?["ownerReferences"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault();
        var name = Text(owner, "name") ?? Text(pod, "metadata", "name") ?? "";
        var hash = Text(pod, "metadata", "labels", "pod-template-hash");
        return (Text(pod, "metadata", "namespace") ?? "", hash is not null && name.EndsWith($"-{hash}", StringComparison.Ordinal) ? name[..^(hash.Length + 1)] : name);
    }

    private static string? Text(JsonNode? of, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            of = (of as JsonObject)?[name];
        }

        return of is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
    }
}
