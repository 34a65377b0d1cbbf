using System.Collections.Concurrent;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Network;

namespace MeshLab.Core.Measurements.Sources.Prometheus;

/// <summary>The Prometheus servers of the clusters.</summary>
internal sealed class PrometheusSources(PrometheusEndpoints endpoints, Func<ClusterCatalogue> clusters) : IDisposable
{
    private readonly ConcurrentDictionary<PrometheusEndpoint, HttpPrometheusConnection> _http = new();

    /// <summary>Whether there is one for the cluster; true as well when that cannot be told, so that who reads it meets the reason.</summary>
    public bool Has(string cluster)
    {
        try
        {
            return endpoints.Find(cluster) is not null;
        }
        catch (ClusterException)
        {
            return true;
        }
    }

    /// <summary>The source of usage; null when there is none for the cluster.</summary>
    /// <exception cref="ClusterException">It cannot be used; the message says why.</exception>
    public IUsageSource? UsageOf(string cluster) => Find(cluster) is { } endpoint ? new PrometheusUsageSource(Connect(endpoint), endpoint.Selector) : null;

    /// <summary>The source of latencies; null when there is none for the cluster.</summary>
    /// <exception cref="ClusterException">It cannot be used; the message says why.</exception>
    public LatencyHistograms? LatencyOf(string cluster) => Find(cluster) is { } endpoint ? new LatencyHistograms(Connect(endpoint), endpoint.Selector) : null;

    /// <summary>The source of traffic between workloads; null when there is none for the cluster.</summary>
    /// <exception cref="ClusterException">It cannot be used; the message says why.</exception>
    public TrafficTelemetry? TrafficOf(string cluster) => Find(cluster) is { } endpoint ? new TrafficTelemetry(Connect(endpoint), endpoint.Selector) : null;

    /// <summary>Queries of one's own with the label matcher that picks the cluster (empty for none); null when there is none for the cluster.</summary>
    /// <exception cref="ClusterException">It cannot be used; the message says why.</exception>
    public (PrometheusQueries Queries, string Selector)? QueriesOf(string cluster) => Find(cluster) is { } endpoint ? (new PrometheusQueries(Connect(endpoint)), endpoint.Selector) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in _http.Values)
        {
            connection.Dispose();
        }
    }

    /// <summary>A way to a Prometheus.</summary>
    /// <exception cref="ClusterException">It cannot be used; the message says why.</exception>
    public IPrometheusConnection Connect(PrometheusEndpoint endpoint)
    {
        if (endpoint.Url.Length == 0)
        {
            return new ProxyPrometheusConnection(clusters().Connect(endpoint.Cluster), endpoint.Service);
        }

        // One that was set anew leaves its old connection, which may be in use; it is not used again.
        foreach (var old in _http.Keys.Where(one => one.Cluster == endpoint.Cluster && one != endpoint))
        {
            _http.TryRemove(old, out _);
        }

        return _http.GetOrAdd(endpoint, one => new HttpPrometheusConnection(one));
    }

    private PrometheusEndpoint? Find(string cluster) => endpoints.Find(cluster);
}
