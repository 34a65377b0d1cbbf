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
    public async Task<MeshTopology> ReadAsync(string cluster, CancellationToken cancellationToken) => TopologyJoin.Of([await ReadPartAsync(cluster, cancellationToken)]);

    /// <summary>Reads several clusters at once and joins the traffic between them: what one cluster's mesh reports of another's workload leads to that workload.</summary>
    /// <exception cref="ClusterException">One of them is not there, or does not answer.</exception>
    public async Task<MeshTopology> ReadAsync(IReadOnlyList<string> clusters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        return TopologyJoin.Of(await Task.WhenAll(clusters.Distinct(StringComparer.Ordinal).Select(cluster => ReadPartAsync(cluster, cancellationToken))));
    }

    private async Task<MeshTopology> ReadPartAsync(string cluster, CancellationToken cancellationToken)
    {
        var client = _clusters.Connect(cluster);
        var (applications, others) = await WorkloadReader.ReadAsync(client, cancellationToken);
        var (edges, source, problem, names) = await TrafficAsync(client, cancellationToken);
        var called = edges.SelectMany(edge => new[] { edge.FromCluster is null ? edge.From : null, edge.ToCluster is null ? edge.To : null }).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return new(cluster, client.Cluster.IsSimulated, _clock.GetUtcNow(), Window, [.. applications.Concat(others.Where(one => called.Contains(one.Key)))], edges, source, problem) { KnownAs = names };
    }

    private async Task<(IReadOnlyList<TopologyEdge> Edges, string? Source, string? Problem, IReadOnlyList<string> KnownAs)> TrafficAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        try
        {
            if (client.Cluster.IsSimulated)
            {
                return (await DemoCalls.ReadAsync(client, cancellationToken), "the demo cluster's own account of its calls", null, []);
            }

            if (_sources.QueriesOf(client.Cluster.Name) is not var (queries, selector))
            {
                return ([], null, $"No Prometheus is configured for {client.Cluster.Name}, so its traffic is not known. Name the one that scrapes its mesh on the Clusters page.", []);
            }

            var (edges, names) = await new MeshTelemetry(queries, selector).ReadAsync(Window, cancellationToken);
            return (edges, $"the meshes' metrics in {queries.Description}", null, names);
        }
        catch (ClusterException error)
        {
            return ([], null, error.Message, []);
        }
    }
}
