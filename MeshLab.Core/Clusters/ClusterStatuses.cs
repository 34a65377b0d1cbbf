using System.Collections.Concurrent;
using MeshLab.Core.Changes;

namespace MeshLab.Core.Clusters;

/// <summary>
/// What was last seen of each cluster, so that a page need not wait for clusters that do not answer. Callers who ask for a look at
/// one cluster at the same time share it.
/// </summary>
public sealed class ClusterStatuses(ClusterCatalogue catalogue, ChangeFeed changes, TimeProvider clock)
{
    /// <summary>The longest that a cluster which cannot be reached is left alone.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, ClusterStatus> _last = new(StringComparer.Ordinal);
    /// <summary>How often in a row a cluster could not be reached.</summary>
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<ClusterStatus>> _looks = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>What was last seen of the cluster as it is configured now; null when nobody has looked yet.</summary>
    public ClusterStatus? Last(string name) =>
        _last.TryGetValue(name, out var status) && status.Cluster == catalogue.Find(name) ? status : null;

    /// <summary>What was seen of the cluster at most <paramref name="maxAge"/> ago; looks again when that is longer ago. Takes five seconds at most.</summary>
    /// <exception cref="ClusterException">There is no such cluster.</exception>
    public async Task<ClusterStatus> GetAsync(string name, TimeSpan maxAge, CancellationToken cancellationToken) =>
        Last(name) is { } last && clock.GetUtcNow() - last.CheckedAt < maxAge ? last : await CheckAsync(name, cancellationToken);

    /// <summary>
    /// Whether somebody who looks every <paramref name="interval"/> should look at the cluster now. One that could not be reached is due after twice
    /// that time, then four times, and so on up to ten minutes: each look may run a credential plugin, which may ask a person to log in.
    /// </summary>
    public bool IsDue(string name, TimeSpan interval)
    {
        if (Last(name) is not { Reachable: false } last)
        {
            return true;
        }

        var pause = interval * Math.Pow(2, Math.Min(_failures.GetValueOrDefault(name), 16));
        return clock.GetUtcNow() - last.CheckedAt >= (pause < LongestPause ? pause : LongestPause);
    }

    /// <summary>Looks at the cluster now. Takes five seconds at most.</summary>
    /// <exception cref="ClusterException">There is no such cluster.</exception>
    public async Task<ClusterStatus> CheckAsync(string name, CancellationToken cancellationToken)
    {
        Task<ClusterStatus> look;
        lock (_gate)
        {
            if (!_looks.TryGetValue(name, out look!))
            {
                // Not with the caller's token: others may wait for the same look.
                _looks[name] = look = Task.Run(() => LookAsync(name), CancellationToken.None);
            }
        }

        return await look.WaitAsync(cancellationToken);
    }

    private async Task<ClusterStatus> LookAsync(string name)
    {
        try
        {
            var status = await catalogue.ProbeAsync(name, CancellationToken.None);
            _failures[name] = status.Reachable ? 0 : _failures.GetValueOrDefault(name) + 1;
            _last[name] = status;
            return status;
        }
        finally
        {
            lock (_gate)
            {
                _looks.Remove(name);
            }

            changes.Publish(new ClusterChecked(name));
        }
    }
}
