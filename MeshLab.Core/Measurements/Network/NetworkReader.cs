using System.Collections.Concurrent;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Sources.Prometheus;

namespace MeshLab.Core.Measurements.Network;

/// <summary>Reads what of a cluster's network costs money. Nodes, pods and Services are those of now, so it answers only for stretches of time that end now.</summary>
public sealed class NetworkReader
{
    /// <summary>A stretch that ended longer ago is past: the cluster may look different now.</summary>
    private static readonly TimeSpan _now = TimeSpan.FromMinutes(2);

    /// <summary>What was read is good for so long.</summary>
    private static readonly TimeSpan _fresh = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly Func<ClusterCatalogue> _clusters;
    private readonly PrometheusSources _prometheus;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<(string Cluster, DateTimeOffset From), (DateTimeOffset At, NetworkUse? Use)> _known = new();

    internal NetworkReader(Func<ClusterCatalogue> clusters, PrometheusSources prometheus, TimeProvider clock)
    {
        _clusters = clusters;
        _prometheus = prometheus;
        _clock = clock;
    }

    /// <summary>What is known of a stretch of time; null when it is past, or when the cluster does not answer.</summary>
    public async Task<NetworkUse?> ReadAsync(string cluster, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        if (to < now - _now || _clusters().Find(cluster) is null)
        {
            return null;
        }

        if (_known.TryGetValue((cluster, from), out var known) && now - known.At < _fresh)
        {
            return known.Use;
        }

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(_patience);
        NetworkUse? use;
        try
        {
            use = await AskAsync(cluster, from, to, limited.Token);
        }
        catch (ClusterException)
        {
            use = null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            use = null;
        }

        foreach (var old in _known.Where(entry => now - entry.Value.At >= _fresh))
        {
            _known.TryRemove(old);
        }

        _known[(cluster, from)] = (now, use);
        return use;
    }

    private async Task<NetworkUse> AskAsync(string cluster, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var client = _clusters().Connect(cluster);
        var (all, gateways) = LoadBalancers.Count(await client.ListAsync("v1", "Service", null, null, cancellationToken));
        var nodes = await client.ListAsync("v1", "Node", null, null, cancellationToken);
        var telemetry = _prometheus.TrafficOf(cluster);
        var places = ClusterPlaces.Of(nodes, telemetry is null ? [] : await client.ListAsync("v1", "Pod", null, null, cancellationToken));
        if (telemetry is null)
        {
            return new(all, gateways, places.Zones, null);
        }

        try
        {
            var (bytes, metrics) = await telemetry.ReadAsync(from, to, cancellationToken);
            return new(all, gateways, places.Zones, metrics.Count == 0 ? null : places.Lay(bytes, (to - from).TotalSeconds, metrics));
        }
        catch (ClusterException)
        {
            return new(all, gateways, places.Zones, null);
        }
    }
}
