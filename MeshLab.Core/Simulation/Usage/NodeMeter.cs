namespace MeshLab.Core.Simulation.Usage;

/// <summary>Sums up the CPU of all containers that ever ran on a node, so that the node's counter goes on when a pod goes.</summary>
internal sealed class NodeMeter
{
    private readonly Dictionary<string, Dictionary<string, long>> _seen = new(StringComparer.Ordinal);
    private DateTimeOffset? _restoredAt;

    /// <summary>The sum, in core-nanoseconds.</summary>
    public double Nanoseconds { get; set; }

    /// <summary>The second of the last reading; null before the first.</summary>
    public DateTimeOffset? At { get; set; }

    /// <summary>Goes on from an earlier process: what containers had used until then is in the sum already.</summary>
    public void Restore(DateTimeOffset at)
    {
        At = at;
        _restoredAt = at;
    }

    /// <summary>Adds what the containers of a pod have used since they were last counted.</summary>
    public void Count(PodUsage pod, Func<ContainerUsage, DateTimeOffset, long> usedUntil)
    {
        if (!_seen.TryGetValue(pod.Pod.Uid(), out var containers))
        {
            _seen[pod.Pod.Uid()] = containers = new Dictionary<string, long>(StringComparer.Ordinal);
        }

        foreach (var container in pod.Containers)
        {
            if (!containers.TryGetValue(container.Name, out var before))
            {
                before = _restoredAt is { } restored && container.StartedAt <= restored ? usedUntil(container, restored) : 0;
            }

            Nanoseconds += Math.Max(0, container.Cpu.Nanoseconds - before);
            containers[container.Name] = Math.Max(before, container.Cpu.Nanoseconds);
        }
    }

    public void Forget(string podUid) => _seen.Remove(podUid);
}
