using System.Net;
using MeshLab.Core.Clusters.Objects;

namespace MeshLab.Core.Clusters.Probes;

/// <summary>Finds what a cluster can be measured by, and says why not by the rest.</summary>
internal static class SourceDetector
{
    /// <summary>Usage of containers from the kubelet of each node, through the API server.</summary>
    public const string KubeletSummary = "kubelet-summary";

    /// <summary>Usage of pods from the metrics server.</summary>
    public const string MetricsApi = "metrics.k8s.io";

    /// <summary>A Prometheus in the cluster.</summary>
    public const string Prometheus = "prometheus";

    private static readonly string[] _prometheusLabels = ["app.kubernetes.io/name=prometheus", "app=prometheus", "operated-prometheus=true"];

    public static async Task<IReadOnlyList<SourceFinding>> FindAsync(ClusterProbe probe, Task<(IReadOnlyList<string>? Names, ClusterException? Refused)> nodes, CancellationToken cancellationToken)
    {
        var prometheus = Task.WhenAll(_prometheusLabels.Select(label => ServicesAsync(probe, label, cancellationToken)));
        var metrics = probe.AskAsync("/apis/metrics.k8s.io/v1beta1", cancellationToken);
        var kubelet = await KubeletAsync(probe, (await nodes).Names, cancellationToken);
        return
        [
            new(KubeletSummary, kubelet is null, kubelet),
            Metrics(await metrics),
            (await prometheus) switch
            {
                var looked when looked.Any(one => one == true) => new(Prometheus, true, null),
                var looked when looked.All(one => one is null) => new(Prometheus, false, "The Services may not be listed, so a Prometheus cannot be looked for."),
                _ => new(Prometheus, false, $"No Service has one of the labels {string.Join(", ", _prometheusLabels)}."),
            },
        ];
    }

    private static SourceFinding Metrics(ProbeAnswer answer) => new(MetricsApi, answer.Answered, answer.Status switch
    {
        _ when answer.Answered => null,
        HttpStatusCode.NotFound => "The API is not served: metrics-server is not installed.",
        HttpStatusCode.ServiceUnavailable => $"The API is registered, but what serves it does not answer: {answer.Message}",
        _ => answer.Message,
    });

    /// <summary>Why the first node's kubelet cannot be asked; null when it can.</summary>
    private static async Task<string?> KubeletAsync(ClusterProbe probe, IReadOnlyList<string>? nodes, CancellationToken cancellationToken)
    {
        if (nodes is not [var first, ..])
        {
            return nodes is null ? "The nodes may not be listed, so there is nobody to ask." : "The cluster has no nodes.";
        }

        var answer = await probe.AskAsync($"/api/v1/nodes/{Uri.EscapeDataString(first)}/proxy/stats/summary", cancellationToken);
        return answer.Answered ? null : answer.Status == HttpStatusCode.Forbidden ? "The right to get nodes/proxy is missing." : answer.Message;
    }

    /// <summary>Whether there is such a Service; null when Services cannot be listed.</summary>
    private static async Task<bool?> ServicesAsync(ClusterProbe probe, string selector, CancellationToken cancellationToken) =>
        await probe.ListAsync("/api/v1/services" + ObjectPath.Query(("labelSelector", selector), ("limit", "1")), cancellationToken) is { } found ? found.Count > 0 : null;
}
