using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Usage;

/// <summary>
/// CPU and memory of a demo cluster. Counters are functions of time and of the requests in the <see cref="TrafficLedger"/>, never fall
/// while their container runs, and go on after a restart of the process: whatever was read is stored before it is handed out.
/// </summary>
internal sealed class UsageModel
{
    /// <summary>Kernel work for containers that no container accounts for (softirq, page cache), as a share of their CPU: an assumption.</summary>
    public const double KernelShare = 0.10;

    /// <summary>kubelet, container runtime and operating system, in cores: an assumption.</summary>
    public const double SystemCores = 0.06;

    private const double SystemMegabytes = 420;

    private readonly DemoCluster _cluster;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, NodeMeter> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Name), double> _proxyNanoseconds = [];
    private bool _loaded;

    public UsageModel(DemoCluster cluster) => _cluster = cluster;

    /// <summary>What a node used until the last full second; null for a node that does not exist.</summary>
    public NodeUsage? Read(string node)
    {
        if (_cluster.Store.Peek(new("", "nodes", "", node)) is not { } known)
        {
            return null;
        }

        // What runs behind a virtual node is counted in the cluster where it runs.
        if (Federation.VirtualNodes.Is(known))
        {
            var instant = _cluster.Clock.GetUtcNow();
            return new NodeUsage(node, known.Time("metadata", "creationTimestamp") ?? instant, instant, new CpuUsage(0, 0), new CpuUsage(0, 0), 0, 0, []);
        }

        lock (_gate)
        {
            Load();
            var meter = Meter(node);
            var now = DateTimeOffset.FromUnixTimeSeconds(_cluster.Clock.GetUtcNow().ToUnixTimeSeconds());
            var at = meter.At > now ? meter.At.Value : now;
            var pods = _cluster.Store.List("", "pods").Where(one => one.Text("spec", "nodeName") == node && one.At("status", "startTime") is not null).ToList();
            NodeAgents.Charge(_cluster, pods, at);
            ChargeProxies(pods, meter.At, at);
            var used = pods.ConvertAll(pod => Usage(pod, at));
            foreach (var pod in used)
            {
                meter.Count(pod, (container, time) => Nanoseconds(pod.Pod, container, time));
            }

            meter.At = at;
            Save();
            var startedAt = known.Time("metadata", "creationTimestamp") ?? at;
            var podCores = used.Sum(one => one.Cpu.NanoCores);
            return new NodeUsage(
                node,
                startedAt,
                at,
                new CpuUsage((long)(meter.Nanoseconds * (1 + KernelShare) + Math.Max(0, (at - startedAt).TotalSeconds) * SystemCores * 1e9), (long)(podCores * (1 + KernelShare) + SystemCores * 1e9)),
                new CpuUsage((long)meter.Nanoseconds, podCores),
                used.Sum(one => one.MemoryBytes) + (long)(SystemMegabytes * 1e6),
                (long)Pods.Quantity.Of(known.Text("status", "capacity", "memory")),
                used);
        }
    }

    /// <summary>Takes the last figures of a pod that is gone into its node's, and forgets the pod.</summary>
    public void Retire(JsonObject pod)
    {
        lock (_gate)
        {
            if (pod.Text("spec", "nodeName") is { } node)
            {
                Load();
                var at = DateTimeOffset.FromUnixTimeSeconds(_cluster.Clock.GetUtcNow().ToUnixTimeSeconds());
                var meter = Meter(node);
                meter.Count(Usage(pod, at), (container, time) => Nanoseconds(pod, container, time));
                meter.Forget(pod.Uid());
            }

            _proxyNanoseconds.Remove((pod.Namespace(), pod.Name()));
            _cluster.Traffic.Forget(pod.Namespace(), pod.Name());
        }
    }

    private NodeMeter Meter(string node)
    {
        if (!_nodes.TryGetValue(node, out var meter))
        {
            _nodes[node] = meter = new NodeMeter();
        }

        return meter;
    }

    private PodUsage Usage(JsonObject pod, DateTimeOffset at)
    {
        var containers = ContainerMeter.Running(pod).Select(one =>
        {
            var profile = UsageProfiles.Of(pod, one.Container);
            var proxies = Proxies(profile);
            return new ContainerUsage(
                one.Container.Text("name") ?? "",
                one.StartedAt,
                new CpuUsage(Nanoseconds(pod, one.Container, one.StartedAt, at), ContainerMeter.NanoCores(_cluster, pod, profile, at, proxies)),
                ContainerMeter.MemoryBytes(_cluster, pod, profile, one.StartedAt, at, proxies));
        });
        return new PodUsage(pod, [.. containers], _cluster.Traffic.TotalBefore(pod.Namespace(), pod.Name(), at).Bytes);
    }

    private long Nanoseconds(JsonObject pod, ContainerUsage container, DateTimeOffset at)
    {
        var found = ContainerMeter.Running(pod).FirstOrDefault(one => one.Container.Text("name") == container.Name).Container;
        return found is null ? 0 : Nanoseconds(pod, found, container.StartedAt, at);
    }

    private long Nanoseconds(JsonObject pod, JsonObject container, DateTimeOffset startedAt, DateTimeOffset at)
    {
        var profile = UsageProfiles.Of(pod, container);
        return ContainerMeter.Nanoseconds(pod, profile, startedAt, at,
            _cluster.Traffic.TotalBefore(pod.Namespace(), pod.Name(), at).Requests,
            profile.CoresPerProxy > 0 ? _proxyNanoseconds.GetValueOrDefault((pod.Namespace(), pod.Name())) : 0);
    }

    /// <summary>The number of proxies changes, so what they cost a control plane is summed up from reading to reading.</summary>
    private void ChargeProxies(List<JsonObject> pods, DateTimeOffset? since, DateTimeOffset at)
    {
        foreach (var pod in pods)
        {
            foreach (var (container, startedAt) in ContainerMeter.Running(pod))
            {
                var profile = UsageProfiles.Of(pod, container);
                var from = since > startedAt ? since.Value : startedAt;
                if (profile.CoresPerProxy > 0 && at > from)
                {
                    var key = (pod.Namespace(), pod.Name());
                    _proxyNanoseconds[key] = _proxyNanoseconds.GetValueOrDefault(key) + (at - from).TotalSeconds * profile.CoresPerProxy * Proxies(profile) * 1e9;
                }
            }
        }
    }

    private int Proxies(UsageProfile controlPlane)
    {
        if (controlPlane.CoresPerProxy <= 0)
        {
            return 0;
        }

        var name = controlPlane == UsageProfiles.Istiod ? "istio-proxy" : "linkerd-proxy";
        return _cluster.Store.List("", "pods").Count(pod => pod.Items("spec", "initContainers").Concat(pod.Items("spec", "containers")).Any(one => one.Text("name") == name));
    }

    private void Load()
    {
        if (_loaded)
        {
            return;
        }

        _loaded = true;
        foreach (var (name, value) in _cluster.Store.LoadCounters())
        {
            switch (name.Split('/'))
            {
                case ["usage", "node", var node, "cpu"]:
                    Meter(node).Nanoseconds = value;
                    break;
                case ["usage", "node", var node, "at"]:
                    Meter(node).Restore(DateTimeOffset.FromUnixTimeSeconds((long)value));
                    break;
                case ["usage", "proxies", var space, var pod] when Exists(space, pod):
                    _proxyNanoseconds[(space, pod)] = value;
                    break;
                case ["usage", "requests", var space, var pod] when Exists(space, pod):
                    _cluster.Traffic.Restore(space, pod, (long)value, 0);
                    break;
                case ["usage", "bytes", var space, var pod] when Exists(space, pod):
                    _cluster.Traffic.Restore(space, pod, 0, (long)value);
                    break;
            }
        }
    }

    private bool Exists(string @namespace, string pod) => _cluster.Store.Peek(new("", "pods", @namespace, pod)) is not null;

    private void Save()
    {
        var counters = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (node, meter) in _nodes)
        {
            counters[$"usage/node/{node}/cpu"] = meter.Nanoseconds;
            if (meter.At is { } at)
            {
                counters[$"usage/node/{node}/at"] = at.ToUnixTimeSeconds();
            }
        }

        foreach (var ((space, pod), value) in _proxyNanoseconds)
        {
            counters[$"usage/proxies/{space}/{pod}"] = value;
        }

        foreach (var (space, pod, requests, bytes) in _cluster.Traffic.Totals())
        {
            counters[$"usage/requests/{space}/{pod}"] = requests;
            counters[$"usage/bytes/{space}/{pod}"] = bytes;
        }

        _cluster.Store.SaveCounters("usage", counters);
    }
}
