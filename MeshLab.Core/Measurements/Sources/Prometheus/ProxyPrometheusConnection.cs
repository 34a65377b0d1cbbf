using System.Net;
using MeshLab.Core.Clusters;

namespace MeshLab.Core.Measurements.Sources.Prometheus;

/// <summary>A Prometheus that runs on the cluster, through the API server's proxy to its Service, with the credentials of the kubeconfig.</summary>
internal sealed class ProxyPrometheusConnection : IPrometheusConnection
{
    private readonly ClusterClient _client;
    private readonly string _prefix;

    /// <exception cref="ClusterException">The service is not written as namespace/name:port.</exception>
    public ProxyPrometheusConnection(ClusterClient client, string service)
    {
        _client = client;
        Description = $"service {service} of {client.Cluster.Name}";
        if (service.Split('/') is not [{ Length: > 0 } @namespace, { Length: > 0 } name])
        {
            throw new ClusterException($"MeshLab:Prometheus: \"{service}\" for {client.Cluster.Name} is not written as namespace/name:port.");
        }

        _prefix = $"/api/v1/namespaces/{Uri.EscapeDataString(@namespace)}/services/{Uri.EscapeDataString(name).Replace("%3A", ":", StringComparison.OrdinalIgnoreCase)}/proxy";
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public async Task<Stream> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.GetRawAsync(_prefix + path, cancellationToken);
        }
        catch (ClusterException error) when (error.Status == HttpStatusCode.Forbidden)
        {
            throw new ClusterException($"{Description} may not be asked through the API server: the user needs the right to get services/proxy.", error.Status, error.Reason, error);
        }
    }
}
