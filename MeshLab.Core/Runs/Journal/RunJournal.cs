using MeshLab.Core.Audit;
using MeshLab.Core.Changes;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Runs.Journal;

/// <summary>
/// Writes what happens to runs and their steps. Every method first stores the log lines written before it, then the change in one
/// transaction, and only then tells the change feed: whoever reads a state finds the lines that led to it.
/// </summary>
internal sealed class RunJournal(IDbContextFactory<MeshLabDbContext> databases, RunFence fence, RunLogWriter log, ChangeFeed changes, TimeProvider clock)
{
    /// <summary>Queues a run with its steps; <paramref name="found"/>, what was found before it, is how its log begins.</summary>
    public async Task<long> CreateAsync(RunRow run, IReadOnlyList<RunStepRow> steps, LogEntry? found, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        database.Add(run);
        await database.SaveChangesAsync(cancellationToken);
        foreach (var step in steps)
        {
            step.RunId = run.Id;
        }

        database.AddRange(steps);
        Append(database, run, null, found);
        database.Add(Deed(AuditDeeds.RunStarted + char.ToLowerInvariant(run.Action.ToString()[0]) + run.Action.ToString()[1..], run, $"requested by {run.RequestedBy}"));
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(new RunChanged(run.Id));
        return run.Id;
    }

    /// <summary>Sets the steps of a run that are known only when it begins, such as a teardown's. Keeps those it already has.</summary>
    public async Task PlanAsync(long runId, IReadOnlyList<RunStepRow> steps, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await fence.BeginAsOwnerAsync(database, runId, cancellationToken);
        var known = await database.Set<RunStepRow>().Where(step => step.RunId == runId).Select(step => step.StepId).ToListAsync(cancellationToken);
        foreach (var step in steps.Where(step => !known.Contains(step.StepId)))
        {
            step.RunId = runId;
            database.Add(step);
        }

        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(new RunChanged(runId));
    }

    /// <summary>A run queued, started, ended or waiting anew. Only the queue and the executor call this.</summary>
    public async Task SetRunAsync(long runId, Action<RunRow> change, CancellationToken cancellationToken)
    {
        await log.FlushAsync(cancellationToken);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await fence.BeginAsync(database, runId, cancellationToken);
        var run = await database.Set<RunRow>().SingleAsync(one => one.Id == runId, cancellationToken);
        change(run);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(new RunChanged(runId));
    }

    /// <summary>Ends a run: its state, the line that says so and its leases, all at once.</summary>
    public async Task FinishRunAsync(long runId, RunStatus status, string? error, VerifiedTasksRow? verified, LogEntry? end = null)
    {
        await log.FlushAsync(CancellationToken.None);
        await using var database = await databases.CreateDbContextAsync();
        await using var transaction = await fence.BeginAsOwnerAsync(database, runId, CancellationToken.None);
        var run = await database.Set<RunRow>().SingleAsync(one => one.Id == runId);
        run.Status = status;
        run.Error = error;
        run.WaitsFor = null;
        run.FinishedAt = clock.GetUtcNow();
        if (verified is not null)
        {
            database.Add(verified);
        }

        Append(database, run, null, end);
        await database.SaveChangesAsync();
        await database.Set<ClusterLeaseRow>().Where(lease => lease.RunId == runId).ExecuteDeleteAsync();
        await transaction.CommitAsync();
        Tell(run, end);
        changes.Publish(new RunEnded(runId));
    }

    /// <summary>Ends a run that has not begun. Does nothing when it began in the meantime: then its executor is asked to stop.</summary>
    public async Task CancelQueuedAsync(long runId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        await database.Set<RunRow>().Where(run => run.Id == runId && run.Status == RunStatus.Queued)
            .ExecuteUpdateAsync(run => run.SetProperty(one => one.Status, RunStatus.Cancelled).SetProperty(one => one.WaitsFor, (string?)null).SetProperty(one => one.FinishedAt, now), cancellationToken);
        changes.Publish(new RunChanged(runId));
    }

    /// <summary>The teardown that removed everything of a run, or null.</summary>
    public async Task<long?> TornDownByAsync(long runId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Set<RunRow>().Where(run => run.Id == runId).Select(run => run.TornDownBy).SingleAsync(cancellationToken);
    }

    /// <summary>Queues an ended run again; what succeeded stays, the other steps are pending anew. False when it is queued or running.</summary>
    public async Task<bool> RequeueAsync(long runId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await fence.BeginAsync(database, runId, cancellationToken);
        var run = await database.Set<RunRow>().SingleAsync(one => one.Id == runId, cancellationToken);
        if (run.Status is not (RunStatus.Failed or RunStatus.Cancelled))
        {
            return false;
        }

        (run.Status, run.CancelRequested, run.FinishedAt, run.Error) = (RunStatus.Queued, false, null, null);
        foreach (var step in await database.Set<RunStepRow>().Where(one => one.RunId == runId && one.Status != StepStatus.Succeeded && one.Status != StepStatus.Skipped).ToListAsync(cancellationToken))
        {
            (step.Status, step.Error, step.WaitsFor, step.FinishedAt) = (StepStatus.Pending, null, null, null);
        }

        database.Add(Deed(AuditDeeds.RunRetried, run));
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(new RunChanged(runId));
        return true;
    }

    /// <summary>Marks a queued or running run to be cancelled; null when there is none or it has ended.</summary>
    public async Task<RunStatus?> AskToCancelAsync(long runId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await fence.BeginAsync(database, runId, cancellationToken);
        var asked = await database.Set<RunRow>()
            .Where(run => run.Id == runId && (run.Status == RunStatus.Queued || run.Status == RunStatus.Running))
            .ExecuteUpdateAsync(run => run.SetProperty(one => one.CancelRequested, true), cancellationToken);
        if (asked == 0)
        {
            return null;
        }

        var row = await database.Set<RunRow>().AsNoTracking().SingleAsync(run => run.Id == runId, cancellationToken);
        database.Add(Deed(AuditDeeds.RunCancelled, row));
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return row.Status;
    }

    private AuditRow Deed(string deed, RunRow run, string? detail = null) =>
        AuditRow.Of(deed, $"run {run.Id} of {run.Scenario}", clock.GetUtcNow(), RunJson.ReadMap(run.Clusters).Values, detail);

    /// <summary>Writes that an attempt begins, before it acts; returns its number.</summary>
    public async Task<int> BeginStepAsync(long runId, string stepId, CancellationToken cancellationToken)
    {
        await log.FlushAsync(cancellationToken);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await fence.BeginAsOwnerAsync(database, runId, cancellationToken);
        var step = await database.Set<RunStepRow>().SingleAsync(one => one.RunId == runId && one.StepId == stepId, cancellationToken);
        var now = clock.GetUtcNow();
        step.Status = StepStatus.Running;
        step.Attempts++;
        step.StartedAt = now;
        step.FinishedAt = null;
        step.Error = null;
        step.WaitsFor = null;
        database.Add(new StepAttemptRow { RunId = runId, StepId = stepId, Number = step.Attempts, Outcome = AttemptOutcome.Running, StartedAt = now });
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(new RunChanged(runId));
        return step.Attempts;
    }

    /// <summary>Ends the attempt under way without ending its step, because the step is tried again.</summary>
    public async Task EndAttemptAsync(long runId, string stepId, AttemptOutcome outcome, string? error)
    {
        await log.FlushAsync(CancellationToken.None);
        await using var database = await databases.CreateDbContextAsync();
        await using var transaction = await fence.BeginAsOwnerAsync(database, runId, CancellationToken.None);
        await EndAttemptAsync(database, runId, stepId, outcome, error);
        await database.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    /// <summary>Ends a step with everything that goes with it in one transaction: its attempt, its evidence, the tasks it proved and the line that says so.</summary>
    public async Task FinishStepAsync(long runId, string stepId, StepStatus status, string? error, IReadOnlyList<VerifiedTasksRow> verified, LogEntry? end = null)
    {
        await log.FlushAsync(CancellationToken.None);
        await using var database = await databases.CreateDbContextAsync();
        await using var transaction = await fence.BeginAsOwnerAsync(database, runId, CancellationToken.None);
        var step = await database.Set<RunStepRow>().SingleAsync(one => one.RunId == runId && one.StepId == stepId);
        step.Status = status;
        step.Error = error;
        step.WaitsFor = null;
        step.FinishedAt = clock.GetUtcNow();
        await EndAttemptAsync(database, runId, stepId, status switch
        {
            StepStatus.Succeeded or StepStatus.Skipped => AttemptOutcome.Succeeded,
            StepStatus.Cancelled => AttemptOutcome.Cancelled,
            _ => AttemptOutcome.Failed,
        }, error);
        database.AddRange(verified);
        var run = await database.Set<RunRow>().SingleAsync(one => one.Id == runId);
        Append(database, run, stepId, end);
        await database.SaveChangesAsync();
        await transaction.CommitAsync();
        Tell(run, end);
    }

    /// <summary>What a step waits for just now. No history is kept of it.</summary>
    public async Task SetStepWaitsForAsync(long runId, string stepId, string? text, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await database.Set<RunStepRow>().Where(one => one.RunId == runId && one.StepId == stepId)
            .ExecuteUpdateAsync(one => one.SetProperty(step => step.WaitsFor, text), cancellationToken);
        changes.Publish(new RunChanged(runId));
    }

    /// <summary>What a check of a step found, together with the line of the log that says so.</summary>
    public async Task SetEvidenceAsync(long runId, string stepId, int ordinal, StepEvidence evidence, LogEntry line, CancellationToken cancellationToken)
    {
        await log.FlushAsync(cancellationToken);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await fence.BeginAsOwnerAsync(database, runId, cancellationToken);
        var run = await database.Set<RunRow>().SingleAsync(one => one.Id == runId, cancellationToken);
        var row = await database.Set<EvidenceRow>().SingleOrDefaultAsync(one => one.RunId == runId && one.StepId == stepId && one.Ordinal == ordinal, cancellationToken);
        if (row is null)
        {
            row = new EvidenceRow { RunId = runId, StepId = stepId, Ordinal = ordinal, Title = "", Found = "" };
            database.Add(row);
        }

        (row.Title, row.Held, row.Found, row.Time) = (evidence.Title, evidence.Held, evidence.Found, clock.GetUtcNow());
        (row.LogLine, row.Detail) = (run.LastSeq + 1, EvidenceDetail.Write(evidence));
        Append(database, run, stepId, line);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Tell(run, line);
    }

    /// <summary>Remembers the tool an attempt started.</summary>
    public async Task SetChildAsync(long runId, string stepId, int attempt, int processId, DateTimeOffset startedAt)
    {
        await using var database = await databases.CreateDbContextAsync();
        await database.Set<StepAttemptRow>().Where(one => one.RunId == runId && one.StepId == stepId && one.Number == attempt)
            .ExecuteUpdateAsync(one => one.SetProperty(row => row.ChildProcessId, processId).SetProperty(row => row.ChildStartedAt, startedAt));
    }

    /// <summary>Adds lines to the run's log, numbered in the transaction that stores the state they tell of.</summary>
    private void Append(MeshLabDbContext database, RunRow run, string? stepId, LogEntry? entry)
    {
        foreach (var line in entry is null ? [] : log.Lines(run.Id, stepId, entry.Stream, entry.Text))
        {
            line.Seq = ++run.LastSeq;
            database.Add(line);
        }
    }

    private void Tell(RunRow run, LogEntry? entry)
    {
        if (entry is not null)
        {
            changes.Publish(new RunLogAppended(run.Id, run.LastSeq));
        }

        changes.Publish(new RunChanged(run.Id));
    }

    private async Task EndAttemptAsync(MeshLabDbContext database, long runId, string stepId, AttemptOutcome outcome, string? error)
    {
        var attempt = await database.Set<StepAttemptRow>()
            .Where(one => one.RunId == runId && one.StepId == stepId && one.Outcome == AttemptOutcome.Running)
            .OrderByDescending(one => one.Number).FirstOrDefaultAsync();
        if (attempt is not null)
        {
            (attempt.Outcome, attempt.Error, attempt.FinishedAt) = (outcome, error, clock.GetUtcNow());
        }
    }
}
