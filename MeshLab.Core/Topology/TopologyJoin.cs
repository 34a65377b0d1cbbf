namespace MeshLab.Core.Topology;

/// <summary>
/// Joins what was read of clusters into one graph. A mesh names the cluster of the other end in its own way: that is looked up among the names that each
/// cluster's telemetry has for itself and the target clusters' names. Where a source names no cluster (Hubble's labels have none), an end that is not on
/// the cluster itself is looked for by namespace and name on the others, and the edge says so.
/// </summary>
internal static class TopologyJoin
{
    /// <summary>The kind of a workload whose pods nobody has seen.</summary>
    private const string ElsewhereKind = "Workload";

    private static readonly string[] ContextPrefixes = ["kind-", "k3d-"];

    /// <summary>One graph of all parts. Of a single one, only ends on other clusters have a cluster.</summary>
    public static MeshTopology Of(IReadOnlyList<MeshTopology> parts)
    {
        var several = parts.Count > 1;
        var workloads = parts.SelectMany(part => part.Workloads.Select(one => several ? one with { Cluster = part.Cluster } : one)).DistinctBy(one => one.Key).ToDictionary(one => one.Key, StringComparer.Ordinal);
        var edges = new Dictionary<(string From, string To), TopologyEdge>();

        // The one that is called counts, so what a cluster tells of calls to itself goes before what others tell of them.
        foreach (var (part, edge) in parts.SelectMany(part => part.Edges.Select(edge => (Part: part, Edge: edge))).OrderBy(one => one.Edge.ToCluster is not null))
        {
            var (from, byNameFrom) = Place(parts, part, edge.FromCluster, edge.From);
            var (to, byNameTo) = Place(parts, part, edge.ToCluster, edge.To);
            var (fromCluster, toCluster) = (several || from != part.Cluster ? from : null, several || to != part.Cluster ? to : null);
            var joined = edge with
            {
                From = Add(workloads, fromCluster, edge.From),
                To = Add(workloads, toCluster, edge.To),
                FromCluster = fromCluster,
                ToCluster = toCluster,
                Source = byNameFrom || byNameTo ? $"{edge.Source}, joined by name" : edge.Source,
            };
            edges.TryAdd((joined.From, joined.To), joined);
        }

        var known = workloads.Values.Where(one => one.Kind != ElsewhereKind).Concat(workloads.Values.Where(one => one.Kind == ElsewhereKind).OrderBy(one => one.Key, StringComparer.Ordinal));
        return parts[0] with
        {
            Cluster = string.Join(", ", parts.Select(part => part.Cluster)),
            Simulated = parts.Any(part => part.Simulated),
            Workloads = [.. known],
            Edges = [.. edges.Values.OrderBy(edge => edge.From, StringComparer.Ordinal).ThenBy(edge => edge.To, StringComparer.Ordinal)],
            TrafficSource = Together(parts.Select(part => part.TrafficSource)),
            TrafficProblem = Together(parts.Select(part => part.TrafficProblem)),
        };
    }

    /// <summary>The cluster that an end is on, and whether that was found by its name alone.</summary>
    private static (string Cluster, bool ByName) Place(IReadOnlyList<MeshTopology> parts, MeshTopology told, string? named, string end)
    {
        if (named is not null)
        {
            var meant = parts.Where(part => part != told && IsCalled(part, named)).ToList();
            return (meant.Count == 1 ? meant[0].Cluster : named, false);
        }

        if (told.Workloads.Any(one => one.Key == end))
        {
            return (told.Cluster, false);
        }

        var others = parts.Where(part => part != told && part.Workloads.Any(one => one.Key == end)).ToList();
        return others.Count == 1 ? (others[0].Cluster, true) : (told.Cluster, false);
    }

    private static bool IsCalled(MeshTopology part, string name) =>
        part.Cluster == name || part.KnownAs.Contains(name) || Array.Exists(ContextPrefixes, prefix => part.Cluster == prefix + name);

    /// <summary>The key of an end; one that nobody has seen becomes a workload that only the traffic's source knows: on a cluster that is not shown, or gone since.</summary>
    private static string Add(Dictionary<string, TopologyWorkload> workloads, string? cluster, string end)
    {
        var slash = end.IndexOf('/', StringComparison.Ordinal);
        var elsewhere = new TopologyWorkload(end[..slash], ElsewhereKind, end[(slash + 1)..], "unknown", ProxyKind.Unknown, null, []) { Cluster = cluster };
        workloads.TryAdd(elsewhere.Key, elsewhere);
        return elsewhere.Key;
    }

    private static string? Together(IEnumerable<string?> texts) => string.Join("; ", texts.OfType<string>().Distinct()) is { Length: > 0 } text ? text : null;
}
