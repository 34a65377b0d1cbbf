namespace MeshLab.Core.Simulation;

/// <summary>Who called whom.</summary>
/// <param name="FromNamespace">The caller's namespace.</param>
/// <param name="From">The caller's workload.</param>
/// <param name="ToNamespace">The answering pod's namespace.</param>
/// <param name="To">Its workload.</param>
/// <param name="MutualTls">Whether the two proved themselves to each other.</param>
/// <param name="FromCluster">The caller's cluster; null for that of the answering pod.</param>
internal sealed record CallPath(string FromNamespace, string From, string ToNamespace, string To, bool MutualTls, string? FromCluster = null);

/// <summary>Calls of a path within a window.</summary>
/// <param name="Path">The path.</param>
/// <param name="Requests">How many there were.</param>
/// <param name="Errors">How many were answered with 5xx, or not at all.</param>
internal sealed record CallCount(CallPath Path, long Requests, long Errors);

/// <summary>
/// The calls that reached the pods of one demo cluster within the last minute, by the second. Compressed load is ahead of the clock, so seconds to
/// come are kept too and count when their time is there.
/// </summary>
internal sealed class CallLedger
{
    /// <summary>How far back it looks.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, Dictionary<(string Pod, CallPath Path), (long Requests, long Errors)>> _seconds = [];

    /// <summary>Notes a call of a pod, given by its key.</summary>
    public void Record(string fromPod, CallPath path, bool failed, DateTimeOffset at)
    {
        var second = at.ToUnixTimeSeconds();
        lock (_gate)
        {
            if (!_seconds.TryGetValue(second, out var calls))
            {
                _seconds[second] = calls = [];
            }

            var (requests, errors) = calls.GetValueOrDefault((fromPod, path));
            calls[(fromPod, path)] = (requests + 1, errors + (failed ? 1 : 0));
        }
    }

    /// <summary>Takes back what a pod would have sent after an instant, because its load was ended.</summary>
    public void DropAfter(string fromPod, DateTimeOffset instant)
    {
        lock (_gate)
        {
            foreach (var calls in _seconds.Where(one => one.Key > instant.ToUnixTimeSeconds()).Select(one => one.Value))
            {
                foreach (var key in calls.Keys.Where(key => key.Pod == fromPod).ToList())
                {
                    calls.Remove(key);
                }
            }
        }
    }

    /// <summary>What was called within the last minute of full seconds; forgets what is older.</summary>
    public IReadOnlyList<CallCount> Recent(DateTimeOffset now)
    {
        var (last, first) = (now.ToUnixTimeSeconds() - 1, (now - Window).ToUnixTimeSeconds());
        lock (_gate)
        {
            foreach (var old in _seconds.Keys.Where(second => second < first).ToList())
            {
                _seconds.Remove(old);
            }

            return [.. _seconds.Where(one => one.Key <= last).SelectMany(one => one.Value).GroupBy(one => one.Key.Path)
                .Select(group => new CallCount(group.Key, group.Sum(one => one.Value.Requests), group.Sum(one => one.Value.Errors)))
                .OrderBy(one => one.Path.FromNamespace, StringComparer.Ordinal).ThenBy(one => one.Path.From, StringComparer.Ordinal)
                .ThenBy(one => one.Path.ToNamespace, StringComparer.Ordinal).ThenBy(one => one.Path.To, StringComparer.Ordinal)];
        }
    }
}
