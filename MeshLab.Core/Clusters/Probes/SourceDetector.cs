using MeshLab.Core.Clusters.Objects;

namespace MeshLab.Core.Clusters.Probes;

/// <summary>Finds what a cluster can be measured by.</summary>
internal static class SourceDetector
{
    /// <summary>Usage of containers from the kubelet of each node, through the API server.</summary>
    public const string KubeletSummary = "kubelet-summary";

    /// <summary>Usage of pods from the metrics server.</summary>
    public const string MetricsApi = "metrics.k8s.io";

    /// <summary>A Prometheus in the cluster.</summary>
    public const string Prometheus = "prometheus";

    public static async Task<IReadOnlyList<string>> FindAsync(ClusterProbe probe, Task<(IReadOnlyList<string>? Names, ClusterException? Refused)> nodes, CancellationToken cancellationToken)
    {
        var prometheus = Task.WhenAll(
            ServicesAsync(probe, "app.kubernetes.io/name=prometheus", cancellationToken),
            ServicesAsync(probe, "app=prometheus", cancellationToken),
            ServicesAsync(probe, "operated-prometheus=true", cancellationToken));
        var metrics = probe.AnswersAsync("/apis/metrics.k8s.io/v1beta1", cancellationToken);
        var (names, _) = await nodes;
        var kubelet = names is { Count: > 0 } && await probe.AnswersAsync($"/api/v1/nodes/{Uri.EscapeDataString(names[0])}/proxy/stats/summary", cancellationToken);
        var sources = new List<string>();
        if (kubelet)
        {
            sources.Add(KubeletSummary);
        }

        if (await metrics)
        {
            sources.Add(MetricsApi);
        }

        if ((await prometheus).Any(one => one))
        {
            sources.Add(Prometheus);
        }

        return sources;
    }

    private static async Task<bool> ServicesAsync(ClusterProbe probe, string selector, CancellationToken cancellationToken) =>
        await probe.ListAsync("/api/v1/services" + ObjectPath.Query(("labelSelector", selector), ("limit", "1")), cancellationToken) is { Count: > 0 };
}
