namespace MeshLab.Core.Measurements.Sources.Prometheus;

/// <summary>A way to a Prometheus: over HTTP, or through the API server of the cluster it runs on.</summary>
internal interface IPrometheusConnection
{
    /// <summary>What it is, for people.</summary>
    string Description { get; }

    /// <summary>GET of a path such as <c>/api/v1/query?query=up</c>; the answer's body, also of a refused query (status 400 and 422), which says why.</summary>
    /// <exception cref="Clusters.ClusterException">There was no answer, or one that is not Prometheus'.</exception>
    Task<Stream> GetAsync(string path, CancellationToken cancellationToken);
}
