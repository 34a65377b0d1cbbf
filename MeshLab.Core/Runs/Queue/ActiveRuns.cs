using System.Collections.Concurrent;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Storage.Processes;

namespace MeshLab.Core.Runs.Queue;

/// <summary>The runs this process carries out just now, and the way to stop them.</summary>
internal sealed class ActiveRuns(ProcessLeases processes)
{
    private readonly ConcurrentDictionary<long, (RunStop Stop, TaskCompletionSource Ended)> _runs = new();
    private volatile bool _closing;

    /// <summary>The name of this process.</summary>
    public string Owner => processes.Owner;

    /// <summary>The runs' numbers.</summary>
    public IReadOnlyList<long> Ids => [.. _runs.Keys];

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

    /// <summary>Stops a run that another process has taken over.</summary>
    public async Task LoseAsync(long runId)
    {
        if (_runs.TryGetValue(runId, out var run))
        {
            await run.Stop.LoseAsync();
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
