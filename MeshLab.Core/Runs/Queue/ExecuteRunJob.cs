using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Journal;
using Quartz;

namespace MeshLab.Core.Runs.Queue;

/// <summary>Carries out one run.</summary>
internal sealed class ExecuteRunJob(RunExecutor executor, RunClaims claims, ActiveRuns active, RunWaker waker) : IJob
{
    /// <summary>The key of the run's id in the job's data.</summary>
    public const string RunId = "run";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var id = Convert.ToInt64(context.MergedJobDataMap[RunId]);
        if (active.Enter(id) is not { } stop)
        {
            return;
        }

        RunClaim? claim = null;
        try
        {
            claim = await claims.ClaimAsync(id, cancellationToken);
            if (claim is null)
            {
                return;
            }

            // A run that starts outlives the scheduler's own token: ActiveRuns stops it, in an order that lets the journal be written.
            await executor.ExecuteAsync(id, claim, stop);
        }
        finally
        {
            active.Leave(id);
            if (claim is not null)
            {
                await waker.WakeAsync(CancellationToken.None);
            }
        }
    }
}
