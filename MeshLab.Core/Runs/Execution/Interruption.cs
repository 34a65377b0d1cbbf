using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Tools;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Runs.Execution;

/// <summary>Finds what the end of a MeshLab process, or a cancel, left under way.</summary>
internal sealed class Interruption(IDbContextFactory<MeshLabDbContext> databases, RunFence fence, RunJournal journal, RunLogWriter log, TimeProvider clock)
{
    /// <summary>Ends the attempts that were cut off, and the tools that outlived MeshLab, and says so in the log; <paramref name="why"/> says what cut them off.</summary>
    public async Task ContinueAsync(RunContext context, string why, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var steps = await database.Set<RunStepRow>().AsNoTracking().Where(step => step.RunId == context.Id).OrderBy(step => step.Ordinal).ToListAsync(cancellationToken);
        var cut = await database.Set<StepAttemptRow>().Where(attempt => attempt.RunId == context.Id && attempt.Outcome == AttemptOutcome.Running).ToListAsync(cancellationToken);
        if (cut.Count == 0 && steps.All(step => step.Attempts == 0))
        {
            return;
        }

        await using var transaction = await fence.BeginAsOwnerAsync(database, context.Id, cancellationToken);
        foreach (var attempt in cut)
        {
            EndTool(attempt);
            (attempt.Outcome, attempt.FinishedAt) = (AttemptOutcome.Interrupted, clock.GetUtcNow());
        }

        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var next = steps.Where(step => step.Status is StepStatus.Running or StepStatus.Pending).Select(step => step.StepId).FirstOrDefault();
        if (cut.Count > 0)
        {
            context.Log(null, LogStream.MeshLab, $"{why}; resuming at step {string.Join(", ", cut.Select(attempt => attempt.StepId).Distinct())}");
        }
        else if (next is not null)
        {
            context.Log(null, LogStream.MeshLab, $"Continuing at step {next}");
        }
    }

    /// <summary>Marks the steps under way as cancelled, and ends the tools that outlived a MeshLab process that was killed.</summary>
    public Task CancelStepsAsync(long runId) => EndStepsAsync(runId, StepStatus.Cancelled, null);

    /// <summary>Marks the steps under way as failed, with the reason, and ends the tools they started.</summary>
    public Task FailStepsAsync(long runId, string error) => EndStepsAsync(runId, StepStatus.Failed, error);

    private async Task EndStepsAsync(long runId, StepStatus status, string? error)
    {
        await using var database = await databases.CreateDbContextAsync();
        foreach (var attempt in await database.Set<StepAttemptRow>().AsNoTracking().Where(attempt => attempt.RunId == runId && attempt.Outcome == AttemptOutcome.Running).ToListAsync())
        {
            EndTool(attempt);
        }

        var running = await database.Set<RunStepRow>().AsNoTracking().Where(step => step.RunId == runId && step.Status == StepStatus.Running).Select(step => step.StepId).ToListAsync();
        foreach (var step in running)
        {
            await journal.FinishStepAsync(runId, step, status, error, []);
        }
    }

    private void EndTool(StepAttemptRow attempt)
    {
        if (attempt is { ChildProcessId: { } child, ChildStartedAt: { } startedAt } && OrphanedTool.Kill(child, startedAt) is { } name)
        {
            log.Write(attempt.RunId, attempt.StepId, LogStream.MeshLab, $"{name} (process {child}) had outlived MeshLab and was ended");
        }
    }
}
