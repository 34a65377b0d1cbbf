using System.Collections.Concurrent;
using MeshLab.Core.Runs.Execution;

namespace MeshLab.Core.Runs.Queue;

/// <summary>The runs this process carries out just now, and the way to stop them.</summary>
internal sealed class ActiveRuns
{
    private readonly ConcurrentDictionary<long, (RunStop Stop, TaskCompletionSource Ended)> _runs = new();
    private volatile bool _closing;

    /// <summary>A name for this process that no other has had, also after a restart with the same process id.</summary>
    public string Owner { get; } = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    /// <summary>How many there are.</summary>
    public int Count => _runs.Count;

    public bool Contains(long runId) => _runs.ContainsKey(runId);

    /// <summary>Enters a run; null when it is in already, or MeshLab is shutting down.</summary>
    public RunStop? Enter(long runId)
    {
        var stop = new RunStop();
        if (!_closing && _runs.TryAdd(runId, (stop, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))))
        {
            return stop;
        }

        stop.Dispose();
        return null;
    }

    public void Leave(long runId)
    {
        if (_runs.TryRemove(runId, out var run))
        {
            run.Ended.TrySetResult();
            run.Stop.Dispose();
        }
    }

    public async Task CancelAsync(long runId)
    {
        if (_runs.TryGetValue(runId, out var run))
        {
            await run.Stop.CancelAsync();
        }
    }

    /// <summary>Stops all runs so that they can go on at the next start, and waits for them.</summary>
    public async Task ShutDownAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        _closing = true;
        var running = _runs.Values.ToList();
        await Task.WhenAll(running.Select(run => run.Stop.ShutDownAsync()));
        await Task.WhenAll(running.Select(run => run.Ended.Task)).WaitAsync(longest, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
