using System.Collections.Concurrent;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Network;
using Microsoft.Extensions.Options;

namespace MeshLab.Core.Measurements.Sources.Prometheus;

/// <summary>The Prometheus servers of the settings.</summary>
internal sealed class PrometheusSources(IOptions<MeshLabOptions> options, Func<ClusterCatalogue> clusters) : IDisposable
{
    private readonly ConcurrentDictionary<PrometheusEndpoint, HttpPrometheusConnection> _http = new();

    /// <summary>Whether the settings have one for the cluster.</summary>
    public bool Has(string cluster) => Find(cluster) is not null;

    /// <summary>The source of usage; null when the settings have none for the cluster.</summary>
    /// <exception cref="ClusterException">The settings cannot be used; the message says why.</exception>
    public IUsageSource? UsageOf(string cluster) => Find(cluster) is { } endpoint ? new PrometheusUsageSource(Connect(endpoint), endpoint.Selector) : null;

    /// <summary>The source of latencies; null when the settings have none for the cluster.</summary>
    /// <exception cref="ClusterException">The settings cannot be used; the message says why.</exception>
    public LatencyHistograms? LatencyOf(string cluster) => Find(cluster) is { } endpoint ? new LatencyHistograms(Connect(endpoint), endpoint.Selector) : null;

    /// <summary>The source of traffic between workloads; null when the settings have none for the cluster.</summary>
    /// <exception cref="ClusterException">The settings cannot be used; the message says why.</exception>
    public TrafficTelemetry? TrafficOf(string cluster) => Find(cluster) is { } endpoint ? new TrafficTelemetry(Connect(endpoint), endpoint.Selector) : null;

    /// <summary>Queries of one's own with the label matcher that picks the cluster (empty for none); null when the settings have none for the cluster.</summary>
    /// <exception cref="ClusterException">The settings cannot be used; the message says why.</exception>
    public (PrometheusQueries Queries, string Selector)? QueriesOf(string cluster) => Find(cluster) is { } endpoint ? (new PrometheusQueries(Connect(endpoint)), endpoint.Selector) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in _http.Values)
        {
            connection.Dispose();
        }
    }

    private PrometheusEndpoint? Find(string cluster) => options.Value.Prometheus.FirstOrDefault(endpoint => endpoint.Cluster == cluster);

    private IPrometheusConnection Connect(PrometheusEndpoint endpoint) => endpoint.Url.Length > 0
        ? _http.GetOrAdd(endpoint, one => new HttpPrometheusConnection(one))
        : new ProxyPrometheusConnection(clusters().Connect(endpoint.Cluster), endpoint.Service);
}
