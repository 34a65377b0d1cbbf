using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Usage;

/// <summary>
/// A metrics-server: it reads the kubelets' counters and gives the mean between its last two readings. It reads only when it is asked, at
/// most every <see cref="Resolution"/>, so that a demo cluster nobody looks at does nothing. Asked for the first time it has one
/// reading, and gives the kubelets' own rates of the last seconds, so that <c>kubectl top</c> answers at once. A pod with a container that
/// was not there at the reading before is left out, as metrics-server leaves it out.
/// </summary>
internal sealed class MetricsServer(DemoCluster cluster)
{
    /// <summary>metrics-server's default.</summary>
    public static readonly TimeSpan Resolution = TimeSpan.FromSeconds(15);

    /// <summary>A reading that is older is not compared with: its window would say too little of now.</summary>
    private static readonly TimeSpan _stale = TimeSpan.FromMinutes(1);

    /// <summary>The window of the kubelets' rates, see <see cref="ContainerMeter"/>.</summary>
    private static readonly TimeSpan _rateWindow = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private Scrape? _before;
    private Scrape? _last;

    /// <summary>A NodeMetrics for each node.</summary>
    public IReadOnlyList<JsonObject> Nodes()
    {
        var (before, last) = Read();
        return [.. last.Nodes.Values.Select(node => Node(before?.Nodes.GetValueOrDefault(node.Node), node)).OfType<JsonObject>()];
    }

    /// <summary>A PodMetrics for each pod that runs.</summary>
    public IReadOnlyList<JsonObject> Pods()
    {
        var (before, last) = Read();
        return [.. last.Nodes.Values.SelectMany(node => node.Pods.Select(pod => Pod(before?.Nodes.GetValueOrDefault(node.Node), node, pod))).OfType<JsonObject>()];
    }

    private (Scrape? Before, Scrape Last) Read()
    {
        lock (_gate)
        {
            var now = cluster.Clock.GetUtcNow();
            if (_last is null || now - _last.At >= Resolution)
            {
                _before = now - _last?.At <= _stale ? _last : null;
                _last = new(now, cluster.Store.List("", "nodes").Select(node => cluster.Usage.Read(node.Name())).OfType<NodeUsage>().ToDictionary(node => node.Node));
            }

            return (_before, _last);
        }
    }

    private JsonObject? Node(NodeUsage? before, NodeUsage node) =>
        before is null ? Item(null, node.Node, [], node.At, _rateWindow, Usage(node.Cpu.NanoCores, node.MemoryBytes), null)
        : Cores(before.Cpu, node.Cpu, node.At - before.At) is { } cores ? Item(null, node.Node, [], node.At, node.At - before.At, Usage(cores, node.MemoryBytes), null)
        : null;

    private JsonObject? Pod(NodeUsage? before, NodeUsage node, PodUsage pod)
    {
        var window = before is null ? _rateWindow : node.At - before.At;
        var earlier = before?.Pods.FirstOrDefault(one => one.Pod.Uid() == pod.Pod.Uid());
        var containers = new JsonArray();
        foreach (var container in pod.Containers)
        {
            var cores = before is null ? container.Cpu.NanoCores
                : earlier?.Containers.FirstOrDefault(one => one.Name == container.Name && one.StartedAt == container.StartedAt) is { } known ? Cores(known.Cpu, container.Cpu, window)
                : null;
            if (cores is not { } amount)
            {
                return null;
            }

            containers.Add(new JsonObject { ["name"] = container.Name, ["usage"] = Usage(amount, container.MemoryBytes) });
        }

        return containers.Count == 0 ? null : Item(pod.Pod.Namespace(), pod.Pod.Name(), pod.Pod["metadata"]?["labels"]?.DeepClone() as JsonObject ?? [], node.At, window, null, containers);
    }

    private JsonObject Item(string? @namespace, string name, JsonObject labels, DateTimeOffset at, TimeSpan window, JsonObject? usage, JsonArray? containers)
    {
        var metadata = new JsonObject { ["name"] = name, ["creationTimestamp"] = cluster.Timestamp, ["labels"] = labels };
        if (@namespace is not null)
        {
            metadata["namespace"] = @namespace;
        }

        var item = new JsonObject
        {
            ["kind"] = @namespace is null ? "NodeMetrics" : "PodMetrics",
            ["apiVersion"] = "metrics.k8s.io/v1beta1",
            ["metadata"] = metadata,
            ["timestamp"] = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
            ["window"] = $"{(long)window.TotalSeconds}s",
        };
        item[usage is null ? "containers" : "usage"] = usage is null ? containers : usage;
        return item;
    }

    private static JsonObject Usage(long nanoCores, long bytes) => new() { ["cpu"] = $"{nanoCores}n", ["memory"] = $"{bytes / 1024}Ki" };

    private static long? Cores(CpuUsage before, CpuUsage now, TimeSpan window) =>
        window > TimeSpan.Zero && now.Nanoseconds >= before.Nanoseconds ? (long)((now.Nanoseconds - before.Nanoseconds) / window.TotalSeconds) : null;

    private sealed record Scrape(DateTimeOffset At, IReadOnlyDictionary<string, NodeUsage> Nodes);
}
