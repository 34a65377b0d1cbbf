using System.Net;
using System.Text.Json;
using MeshLab.Core.Clusters;

namespace MeshLab.Core.Measurements.Sources;

/// <summary>
/// Reads usage from the metrics API (<c>metrics.k8s.io/v1beta1</c>), which metrics-server serves and <c>kubectl top</c> reads. It gives
/// means over a window, usually 15 seconds, in place of counters: what lies between two windows that were read is not known. It takes no
/// right but to <c>list</c> pods and nodes of that API, so it serves where <c>nodes/proxy</c> is refused. The API does not say on which
/// node a pod runs; that comes from the list of the pods, and is empty where it is refused.
/// </summary>
internal sealed class MetricsApiSource : IUsageSource
{
    /// <summary>The source's name in series and answers.</summary>
    public const string Name = "metrics.k8s.io";

    /// <summary>What is not read within a window's time is gone, so it is asked at least as often as metrics-server reads by default (<c>--metric-resolution=15s</c>).</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(15);

    private const string Root = "/apis/metrics.k8s.io/v1beta1";

    private Dictionary<(string Namespace, string Name), (string Node, string Uid)> _pods = [];

    /// <inheritdoc/>
    string IUsageSource.Name => Name;

    /// <inheritdoc/>
    public async Task<UsageReading> ReadAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        var pods = await ItemsAsync(client, "pods", cancellationToken);
        if (pods.Any(pod => !_pods.ContainsKey(pod.Pod)))
        {
            await ReadPodsAsync(client, cancellationToken);
        }

        var nodes = await ItemsAsync(client, "nodes", cancellationToken);
        return new([.. nodes.SelectMany(node => Observations(node with { Containers = [] }, node.Name, "")), .. pods.Where(pod => pod.Containers.Count > 0).SelectMany(OfPod)], []);

        IEnumerable<UsageObservation> OfPod(MetricsItem pod)
        {
            var (node, uid) = _pods.GetValueOrDefault(pod.Pod, ("", ""));
            return Observations(pod, node, uid);
        }
    }

    /// <summary>The API's figures, in their own words.</summary>
    /// <exception cref="ClusterException">The API is not served, does not answer, or may not be read.</exception>
    private static async Task<IReadOnlyList<MetricsItem>> ItemsAsync(ClusterClient client, string resource, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await client.GetRawAsync($"{Root}/{resource}", cancellationToken);
            return await MetricsItem.ReadListAsync(stream, cancellationToken)
                ?? throw new ClusterException($"{client.Cluster.Name} does not answer {Root}/{resource} with a list.");
        }
        catch (JsonException error)
        {
            throw new ClusterException($"{client.Cluster.Name} does not answer {Root}/{resource} with JSON: {error.Message}", null, null, error);
        }
        catch (ClusterException error) when (error.Status is HttpStatusCode.NotFound or HttpStatusCode.ServiceUnavailable or HttpStatusCode.Forbidden)
        {
            var why = error.Status switch
            {
                HttpStatusCode.NotFound => "does not serve metrics.k8s.io: install metrics-server, or allow get on nodes/proxy",
                HttpStatusCode.ServiceUnavailable => "has metrics.k8s.io registered, but what serves it does not answer: look at the APIService v1beta1.metrics.k8s.io and at metrics-server",
                _ => $"does not allow list on {resource} of metrics.k8s.io",
            };
            throw new ClusterException($"{client.Cluster.Name} {why}.", error.Status, error.Reason, error);
        }
    }

    private async Task ReadPodsAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        try
        {
            _pods = (await client.ListAsync("v1", "Pod", null, null, cancellationToken))
                .GroupBy(pod => ((string?)pod["metadata"]?["namespace"] ?? "", (string?)pod["metadata"]?["name"] ?? ""))
                .ToDictionary(group => group.Key, group => ((string?)group.Last()["spec"]?["nodeName"] ?? "", (string?)group.Last()["metadata"]?["uid"] ?? ""));
        }
        catch (ClusterException error) when (error.Status == HttpStatusCode.Forbidden)
        {
            _pods = [];
        }
    }

    /// <summary>What an item says: of its containers, or, where it has none, of a node.</summary>
    internal static IEnumerable<UsageObservation> Observations(MetricsItem item, string node, string uid) => item.Containers.Count == 0
        ? [Observation(UsageSubject.OfNode(item.Name), item, item.Usage)]
        : item.Containers.Select(container => Observation(
            new(UsageScope.Container, node, item.Namespace, item.Name, uid.Length > 0 ? uid : $"{item.Namespace}/{item.Name}", container.Name), item, container.Usage));

    private static UsageObservation Observation(UsageSubject subject, MetricsItem item, MetricsUsage usage) => new(
        subject, null, null, usage.MemoryBytes is { } bytes ? new MemoryGauge(item.Timestamp, (long)bytes) : null)
    {
        Window = new CpuWindow(item.Timestamp, item.Window, usage.CpuCores),
    };
}
