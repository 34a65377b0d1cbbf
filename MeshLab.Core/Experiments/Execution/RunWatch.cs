using MeshLab.Core.Changes;
using MeshLab.Core.Runs;

namespace MeshLab.Core.Experiments.Execution;

/// <summary>Waits for runs of the job service to end: woken by the change feed, and looking by itself now and then.</summary>
internal sealed class RunWatch(RunService runs, ChangeFeed changes, TimeProvider clock)
{
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(5);

    /// <summary>The run as it ended.</summary>
    /// <exception cref="ExperimentFailedException">There is no such run.</exception>
    public async Task<Run> EndOfAsync(long id, CancellationToken cancellationToken)
    {
        using var changed = new SemaphoreSlim(0, 1);
        using var subscription = changes.Subscribe<RunChanged>(change =>
        {
            if (change.RunId == id)
            {
                Wake(changed);
            }
        });
        while (true)
        {
            var run = await runs.GetAsync(id, cancellationToken) ?? throw new ExperimentFailedException($"Run {id} is gone from the journal.");
            if (run.Status is not (RunStatus.Queued or RunStatus.Running))
            {
                return run;
            }

            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(changed.WaitAsync(over.Token), Task.Delay(_look, clock, over.Token));
            await over.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static void Wake(SemaphoreSlim changed)
    {
        try
        {
            changed.Release();
        }
        catch (Exception error) when (error is SemaphoreFullException or ObjectDisposedException)
        {
            // Woken already, or no longer waiting.
        }
    }
}
