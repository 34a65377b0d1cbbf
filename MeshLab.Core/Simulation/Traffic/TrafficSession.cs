namespace MeshLab.Core.Simulation.Traffic;

/// <summary>What the requests of one command share: chance, what is in flight, and what they passed.</summary>
internal sealed class TrafficSession(int seed)
{
    private readonly Dictionary<string, List<(DateTimeOffset From, DateTimeOffset Until)>> _inFlight = new(StringComparer.Ordinal);

    public Random Random { get; } = new(seed);

    /// <summary>Which pods the requests passed, for the ledger; whoever writes it there takes them out.</summary>
    public List<PassedRequest> Passed { get; } = [];

    /// <summary>The requests that are under way or wait at a time, of those that went the same way.</summary>
    public List<(DateTimeOffset From, DateTimeOffset Until)> InFlight(string way, DateTimeOffset now)
    {
        if (!_inFlight.TryGetValue(way, out var list))
        {
            _inFlight[way] = list = [];
        }

        list.RemoveAll(one => one.Until <= now);
        return list;
    }
}

/// <summary>A request that passed a pod.</summary>
internal readonly record struct PassedRequest(DemoCluster Cluster, string Namespace, string Pod, long Bytes, DateTimeOffset Time);
