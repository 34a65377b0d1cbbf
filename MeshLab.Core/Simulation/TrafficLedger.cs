using System.Collections.Concurrent;

namespace MeshLab.Core.Simulation;

/// <summary>
/// What passed through the pods of one demo cluster. A request is recorded once for <b>each pod it passes</b>: the client's, a
/// gateway's or waypoint's, the server's. Node agents (ztunnel, Cilium) are not recorded: the usage model derives their load from
/// the pods of their node.
/// </summary>
internal sealed class TrafficLedger
{
    /// <summary>The longest window <see cref="RateFor"/> knows.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<(string Namespace, string Name), PodTraffic> _pods = new();

    /// <summary>Grows by one with each record, so that a reader can see whether there is news.</summary>
    public long Revision => Interlocked.Read(ref _revision);

    private long _revision;

    /// <summary>Notes requests of a pod. A command that runs for a while records as it goes, at least once a second.</summary>
    /// <param name="podNamespace">The pod's namespace.</param>
    /// <param name="podName">The pod's name.</param>
    /// <param name="requests">How many requests passed.</param>
    /// <param name="bytes">The bytes of their bodies, both ways.</param>
    /// <param name="at">When.</param>
    public void Record(string podNamespace, string podName, long requests, long bytes, DateTimeOffset at)
    {
        _pods.GetOrAdd((podNamespace, podName), _ => new PodTraffic()).Add(requests, bytes, at);
        Interlocked.Increment(ref _revision);
    }

    /// <summary>Requests a second over the <paramref name="window"/> before <paramref name="now"/>; 0 for a pod that saw none.</summary>
    public double RateFor(string podNamespace, string podName, TimeSpan window, DateTimeOffset now) =>
        _pods.TryGetValue((podNamespace, podName), out var pod) ? pod.Rate(window, now) : 0;

    /// <summary>All requests and bytes of a pod since it started.</summary>
    public (long Requests, long Bytes) TotalFor(string podNamespace, string podName) =>
        _pods.TryGetValue((podNamespace, podName), out var pod) ? pod.Total : (0, 0);

    /// <summary>Requests and bytes of a pod that passed before a full second, so that a figure and its time stamp belong together.</summary>
    public (long Requests, long Bytes) TotalBefore(string podNamespace, string podName, DateTimeOffset second) =>
        _pods.TryGetValue((podNamespace, podName), out var pod) ? pod.Before(second.ToUnixTimeSeconds()) : (0, 0);

    /// <summary>The requests and bytes of a pod before a full second that were not taken yet; they are handed out once, for the node's agents.</summary>
    public (long Requests, long Bytes) Take(string podNamespace, string podName, DateTimeOffset second) =>
        _pods.TryGetValue((podNamespace, podName), out var pod) ? pod.Take(second.ToUnixTimeSeconds()) : (0, 0);

    /// <summary>The seconds of the last minute in which requests passed a pod, oldest first.</summary>
    public IReadOnlyList<(DateTimeOffset Second, long Requests)> Seconds(string podNamespace, string podName, DateTimeOffset until) =>
        _pods.TryGetValue((podNamespace, podName), out var pod) ? pod.Seconds(until.ToUnixTimeSeconds()) : [];

    /// <summary>Every pod with traffic and its totals.</summary>
    public IReadOnlyList<(string Namespace, string Name, long Requests, long Bytes)> Totals() =>
        [.. _pods.Select(one => (one.Key.Namespace, one.Key.Name, one.Value.Total.Requests, one.Value.Total.Bytes))];

    /// <summary>Takes up the totals of an earlier process; its node agents have had them.</summary>
    public void Restore(string podNamespace, string podName, long requests, long bytes) =>
        _pods.GetOrAdd((podNamespace, podName), _ => new PodTraffic()).Restore(requests, bytes);

    /// <summary>Drops a pod that is gone, so that a later pod of the same name starts at zero.</summary>
    public void Forget(string podNamespace, string podName)
    {
        if (_pods.TryRemove((podNamespace, podName), out _))
        {
            Interlocked.Increment(ref _revision);
        }
    }

    private sealed class PodTraffic
    {
        private readonly Lock _gate = new();
        private readonly long[] _seconds = new long[(int)LongestWindow.TotalSeconds + 4];
        private readonly (long Requests, long Bytes)[] _ofSecond = new (long, long)[(int)LongestWindow.TotalSeconds + 4];
        private long _requests;
        private long _bytes;
        private (long Requests, long Bytes) _taken;

        public (long Requests, long Bytes) Total
        {
            get
            {
                lock (_gate)
                {
                    return (_requests, _bytes);
                }
            }
        }

        public void Add(long requests, long bytes, DateTimeOffset at)
        {
            lock (_gate)
            {
                _requests += requests;
                _bytes += bytes;
                var second = at.ToUnixTimeSeconds();
                var slot = (int)(second % _seconds.Length);
                if (_seconds[slot] > second)
                {
                    // Older than the window: it counts in the totals only.
                    return;
                }

                var sum = _seconds[slot] == second ? _ofSecond[slot] : default;
                _ofSecond[slot] = (sum.Requests + requests, sum.Bytes + bytes);
                _seconds[slot] = second;
            }
        }

        public void Restore(long requests, long bytes)
        {
            lock (_gate)
            {
                _requests += requests;
                _bytes += bytes;
                _taken = (_taken.Requests + requests, _taken.Bytes + bytes);
            }
        }

        public (long Requests, long Bytes) Before(long second)
        {
            lock (_gate)
            {
                var (requests, bytes) = (_requests, _bytes);
                for (var slot = 0; slot < _seconds.Length; slot++)
                {
                    if (_seconds[slot] >= second)
                    {
                        requests -= _ofSecond[slot].Requests;
                        bytes -= _ofSecond[slot].Bytes;
                    }
                }

                return (requests, bytes);
            }
        }

        public (long Requests, long Bytes) Take(long second)
        {
            lock (_gate)
            {
                var (requests, bytes) = Before(second);
                var fresh = (Math.Max(0, requests - _taken.Requests), Math.Max(0, bytes - _taken.Bytes));
                _taken = (Math.Max(requests, _taken.Requests), Math.Max(bytes, _taken.Bytes));
                return fresh;
            }
        }

        public List<(DateTimeOffset Second, long Requests)> Seconds(long until)
        {
            lock (_gate)
            {
                return [.. _seconds.Zip(_ofSecond).Where(one => one.First > 0 && one.First <= until && one.First > until - _seconds.Length && one.Second.Requests > 0)
                    .OrderBy(one => one.First).Select(one => (DateTimeOffset.FromUnixTimeSeconds(one.First), one.Second.Requests))];
            }
        }

        public double Rate(TimeSpan window, DateTimeOffset now)
        {
            var seconds = Math.Clamp((long)window.TotalSeconds, 1, (long)LongestWindow.TotalSeconds);
            var last = now.ToUnixTimeSeconds();
            lock (_gate)
            {
                var sum = 0L;
                for (var slot = 0; slot < _seconds.Length; slot++)
                {
                    // The running second is not complete, so the window ends before it.
                    if (_seconds[slot] < last && _seconds[slot] >= last - seconds)
                    {
                        sum += _ofSecond[slot].Requests;
                    }
                }

                return (double)sum / seconds;
            }
        }
    }
}
