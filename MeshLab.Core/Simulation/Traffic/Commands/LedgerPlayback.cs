namespace MeshLab.Core.Simulation.Traffic.Commands;

/// <summary>
/// Writes the requests of a compressed run to the ledgers second by second, as they would have come. So the usage model sees the rate that
/// was asked for, for as long as it was asked for, though the command itself ended earlier. The next run of the same pod ends it: one
/// generator never sends two runs' load that would really have come one after the other.
/// </summary>
internal sealed class LedgerPlayback(string generator, TimeProvider clock, DateTimeOffset start)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Dictionary<(DemoCluster Cluster, string Namespace, string Pod), (long Requests, long Bytes)>> _seconds = [];
    private bool _complete;

    /// <summary>The pod that sends the load.</summary>
    public string Generator { get; } = generator;

    /// <summary>Takes what a session's requests passed.</summary>
    public void Take(TrafficSession session)
    {
        lock (_gate)
        {
            foreach (var passed in session.Passed)
            {
                var second = Math.Max(0, (long)(passed.Time - start).TotalSeconds);
                if (!_seconds.TryGetValue(second, out var pods))
                {
                    _seconds[second] = pods = [];
                }

                var key = (passed.Cluster, passed.Namespace, passed.Pod);
                var sums = pods.GetValueOrDefault(key);
                pods[key] = (sums.Requests + 1, sums.Bytes + passed.Bytes);
            }
        }

        session.Passed.Clear();
    }

    /// <summary>Nothing more will come.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _complete = true;
        }
    }

    /// <summary>Ends the run if its command has ended: writes what has come by now and drops what lies ahead.</summary>
    public void Supersede()
    {
        lock (_gate)
        {
            if (_complete && WriteDue())
            {
                foreach (var cluster in _seconds.Values.SelectMany(pods => pods.Keys).Select(key => key.Cluster).Distinct())
                {
                    cluster.Calls.DropAfter(Generator, clock.GetUtcNow());
                }

                _seconds.Clear();
            }
        }
    }

    /// <summary>Ends when everything is written, or at once when cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        try
        {
            do
            {
                if (!WriteDue())
                {
                    return;
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The demo clusters stop; what was not written never happened.
        }
    }

    /// <summary>Writes the seconds that have come; false when there is nothing left to wait for.</summary>
    private bool WriteDue()
    {
        var now = clock.GetUtcNow();
        var elapsed = (long)(now - start).TotalSeconds;
        lock (_gate)
        {
            foreach (var second in _seconds.Keys.Where(one => one <= elapsed).ToList())
            {
                foreach (var ((cluster, space, pod), (requests, bytes)) in _seconds[second])
                {
                    if (cluster.Store.Peek(new Store.ObjectKey("", "pods", space, pod)) is not null)
                    {
                        cluster.Traffic.Record(space, pod, requests, bytes, now);
                    }
                }

                _seconds.Remove(second);
            }

            return !_complete || _seconds.Count > 0;
        }
    }
}
