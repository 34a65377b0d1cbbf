using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Sources.Prometheus;

namespace MeshLab.Core.Topology;

/// <summary>Knows the application on a cluster as a graph: workloads, what carries their traffic, and who calls whom.</summary>
public sealed class TopologyService
{
    /// <summary>The time that rates are over.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    private readonly ClusterCatalogue _clusters;
    private readonly PrometheusSources _sources;
    private readonly TimeProvider _clock;

    internal TopologyService(ClusterCatalogue clusters, PrometheusSources sources, TimeProvider clock)
    {
        _clusters = clusters;
        _sources = sources;
        _clock = clock;
    }

    /// <summary>Reads a cluster. A source of traffic that fails costs the edges and says so; workloads are read all the same.</summary>
    /// <exception cref="ClusterException">There is no such cluster, or it does not answer.</exception>
    public async Task<MeshTopology> ReadAsync(string cluster, CancellationToken cancellationToken)
    {
        var client = _clusters.Connect(cluster);
        var (applications, others) = await WorkloadReader.ReadAsync(client, cancellationToken);
        var (edges, source, problem) = await TrafficAsync(client, cancellationToken);
        var called = edges.SelectMany(edge => new[] { edge.From, edge.To }).ToHashSet(StringComparer.Ordinal);
        var seen = applications.Concat(others.Where(one => called.Contains(one.Key))).ToList();
        called.ExceptWith(seen.Select(one => one.Key));
        return new(cluster, client.Cluster.IsSimulated, _clock.GetUtcNow(), Window, [.. seen.Concat(called.Order(StringComparer.Ordinal).Select(Elsewhere))], edges, source, problem);
    }

    private async Task<(IReadOnlyList<TopologyEdge> Edges, string? Source, string? Problem)> TrafficAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        try
        {
            if (client.Cluster.IsSimulated)
            {
                return (await DemoCalls.ReadAsync(client, cancellationToken), "the demo cluster's own account of its calls", null);
            }

            return _sources.QueriesOf(client.Cluster.Name) is var (queries, selector)
                ? (await new MeshTelemetry(queries, selector).ReadAsync(Window, cancellationToken), $"the meshes' metrics in {queries.Description}", null)
                : ([], null, $"No Prometheus is configured for {client.Cluster.Name}, so its traffic is not known. Name the one that scrapes its mesh in MeshLab:Prometheus.");
        }
        catch (ClusterException error)
        {
            return ([], null, error.Message);
        }
    }

    /// <summary>A workload that only the traffic's source knows: on another cluster, or gone since.</summary>
    private static TopologyWorkload Elsewhere(string key) => new(key.Split('/')[0], "Workload", key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..], "unknown", ProxyKind.Unknown, null, []);
}
