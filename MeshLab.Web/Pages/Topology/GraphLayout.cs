using MeshLab.Core.Topology;

namespace MeshLab.Web.Pages.Topology;

/// <summary>Where a workload is drawn, in CSS pixels.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="X">The left edge.</param>
/// <param name="Y">The upper edge.</param>
internal sealed record PlacedWorkload(TopologyWorkload Workload, int X, int Y);

/// <summary>A namespace's lane.</summary>
/// <param name="Cluster">Its cluster; null where one is shown alone.</param>
/// <param name="Name">The namespace.</param>
/// <param name="Y">The upper edge.</param>
/// <param name="Height">Its height.</param>
internal sealed record Lane(string? Cluster, string Name, int Y, int Height);

/// <summary>The frame around the lanes of a cluster.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Y">The upper edge.</param>
/// <param name="Height">Its height.</param>
internal sealed record ClusterFrame(string Cluster, int Y, int Height);

/// <summary>
/// A layered layout: callers stand left of those they call (longest path; an edge that closes a circle does not count), and each namespace has a lane.
/// It takes everything in order of name, so that the same graph is always drawn the same.
/// </summary>
internal sealed class GraphLayout
{
    public const int BoxWidth = 208;
    public const int BoxHeight = 84;
    private const int GapX = 160;
    private const int GapY = 26;
    private const int Pad = 20;
    private const int LaneHead = 34;
    private const int FrameHead = 32;
    private const int FewestColumns = 3;

    private GraphLayout(IReadOnlyList<PlacedWorkload> workloads, IReadOnlyList<Lane> lanes, IReadOnlyList<ClusterFrame> frames, int width, int height)
    {
        (Workloads, Lanes, Frames, Width, Height) = (workloads, lanes, frames, width, height);
    }

    public IReadOnlyList<PlacedWorkload> Workloads { get; }

    public IReadOnlyList<Lane> Lanes { get; }

    /// <summary>A frame for each cluster; none where one is shown alone.</summary>
    public IReadOnlyList<ClusterFrame> Frames { get; }

    public int Width { get; }

    public int Height { get; }

    public static GraphLayout Of(IReadOnlyList<TopologyWorkload> workloads, IReadOnlyList<TopologyEdge> edges)
    {
        var layers = Layers(workloads, edges);
        var columns = Math.Max(FewestColumns, layers.Count == 0 ? 1 : layers.Values.Max() + 1);
        var placed = new List<PlacedWorkload>();
        var lanes = new List<Lane>();
        var frames = new List<ClusterFrame>();
        var y = Pad;
        foreach (var cluster in workloads.GroupBy(one => one.Cluster).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var top = y;
            y += cluster.Key is null ? 0 : FrameHead;
            foreach (var space in cluster.GroupBy(one => one.Namespace).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                var height = Place(space, layers, columns, y, placed);
                lanes.Add(new(cluster.Key, space.Key, y, height));
                y += height + Pad;
            }

            if (cluster.Key is not null)
            {
                frames.Add(new(cluster.Key, top, y - top - Pad / 2));
                y += Pad / 2;
            }
        }

        return new(placed, lanes, frames, 2 * (Pad + 12) + columns * (BoxWidth + GapX) - GapX, y);
    }

    /// <summary>Places the workloads of a namespace in its lane; those that nobody calls and that call nobody fill it from the left.</summary>
    /// <returns>The height of the lane.</returns>
    private static int Place(IEnumerable<TopologyWorkload> space, Dictionary<string, int> layers, int columns, int y, List<PlacedWorkload> placed)
    {
        var rows = new int[columns];
        foreach (var one in space.OrderBy(one => !layers.ContainsKey(one.Key)).ThenBy(one => one.Name, StringComparer.Ordinal))
        {
            var column = layers.TryGetValue(one.Key, out var layer) ? layer : Array.IndexOf(rows, rows.Min());
            placed.Add(new(one, Pad + 12 + column * (BoxWidth + GapX), y + LaneHead + rows[column]++ * (BoxHeight + GapY)));
        }

        return LaneHead + rows.Max() * (BoxHeight + GapY) - GapY + Pad;
    }

    /// <summary>The layer of every workload with an edge: one more than the highest of its callers.</summary>
    private static Dictionary<string, int> Layers(IReadOnlyList<TopologyWorkload> workloads, IReadOnlyList<TopologyEdge> edges)
    {
        var known = workloads.Select(one => one.Key).ToHashSet(StringComparer.Ordinal);
        var callers = edges.Where(edge => edge.From != edge.To && known.Contains(edge.From) && known.Contains(edge.To)).ToLookup(edge => edge.To, edge => edge.From, StringComparer.Ordinal);
        var layers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var key in edges.SelectMany(edge => new[] { edge.From, edge.To }).Where(known.Contains).Distinct().Order(StringComparer.Ordinal))
        {
            Visit(key, []);
        }

        return layers;

        int Visit(string key, HashSet<string> under)
        {
            if (layers.TryGetValue(key, out var layer))
            {
                return layer;
            }

            under.Add(key);
            layer = callers[key].Where(caller => !under.Contains(caller)).Order(StringComparer.Ordinal).Select(caller => Visit(caller, under) + 1).DefaultIfEmpty(0).Max();
            under.Remove(key);
            return layers[key] = layer;
        }
    }
}
