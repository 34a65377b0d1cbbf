using MeshLab.Core.Audit;
using MeshLab.Core.Clusters;

namespace MeshLab.Core.Measurements.Sources.Prometheus;

/// <summary>Asks a Prometheus what MeshLab would read from it, before it is set.</summary>
public sealed class PrometheusProbe
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    private readonly PrometheusEndpoints _endpoints;
    private readonly PrometheusSources _sources;
    private readonly Func<ClusterCatalogue> _clusters;

    internal PrometheusProbe(PrometheusEndpoints endpoints, PrometheusSources sources, Func<ClusterCatalogue> clusters) =>
        (_endpoints, _sources, _clusters) = (endpoints, sources, clusters);

    /// <summary>Tests a Prometheus as it would be set; what is wrong is in the findings and no exception.</summary>
    public async Task<PrometheusFindings> TestAsync(PrometheusInput input, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Admin);
        ArgumentNullException.ThrowIfNull(input);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(_patience);
        try
        {
            var endpoint = _endpoints.Resolve(input);
            using var http = endpoint.Url.Length > 0 ? new HttpPrometheusConnection(endpoint) : null;
            var connection = http ?? _sources.Connect(endpoint);
            var meshes = await new LatencyHistograms(connection, endpoint.Selector).DetectAsync(limited.Token);
            var reading = await new PrometheusUsageSource(connection, endpoint.Selector).ReadAsync(_clusters().Connect(input.Cluster), limited.Token);
            var containers = reading.Observations.Count(one => one.Subject.Scope == UsageScope.Container);
            var nodes = reading.Observations.Select(one => one.Subject.Node).Where(node => node.Length > 0).Distinct(StringComparer.Ordinal).Count();
            return new(
                true,
                $"{connection.Description} knows {containers} {(containers == 1 ? "container" : "containers")} on {nodes} {(nodes == 1 ? "node" : "nodes")}; {(meshes.Count == 0 ? "no latency histograms of a mesh" : $"latency histograms of {string.Join(", ", meshes)}")}.",
                containers, nodes, meshes);
        }
        catch (ClusterException error)
        {
            return new(false, error.Message, 0, 0, []);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(false, $"It did not answer within {_patience.TotalSeconds} seconds.", 0, 0, []);
        }
    }
}
