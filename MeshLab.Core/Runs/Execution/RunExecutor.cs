using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Readiness;
using MeshLab.Core.Runs.Telemetry;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;
using MeshLab.Core.Storage;
using MeshLab.Core.Storage.Processes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Runs.Execution;

/// <summary>Carries out a run that holds its clusters' leases, from its first step that is not done.</summary>
internal sealed partial class RunExecutor(
    IDbContextFactory<MeshLabDbContext> databases,
    ScenarioCatalogue scenarios,
    DeployRun deploy,
    TeardownRun teardown,
    Interruption interruption,
    Preflight preflight,
    RunJournal journal,
    JournalState state,
    RunLogWriter log,
    OutputJournal outputs,
    SecretProtector secrets,
    VerifiedTasks verifiedTasks,
    RunMetrics metrics,
    ProcessLeases processes,
    ChangeFeed changes,
    TimeProvider clock,
    ILogger<RunExecutor> logger)
{
    /// <summary>How long a run waits before it tries again whether its journal can be written.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Carries the run out to its end, or until <paramref name="stop"/> asks it to stop: then a run that a person cancelled ends, and any other stays as it is for the next start.</summary>
    public async Task ExecuteAsync(long runId, RunClaim claim, RunStop stop)
    {
        string? paused = null;
        while (true)
        {
            try
            {
                await ExecuteAsync(runId, paused is null ? Takeover.Why(processes, claim.Before) : $"The run had to wait. {paused} It can be written again", stop);
                state.Work();
                return;
            }
            catch (Exception error) when (stop.Lost || error is LeaseLostException)
            {
                // Whatever this process had to say of the run, the other one says it now.
                LogLost(logger, runId);
                return;
            }
            catch (Exception error) when (error is not OutOfMemoryException && state.Fail(error) is { } problem)
            {
                LogPaused(logger, runId, problem, error);
                paused = problem;
                changes.Publish(new RunChanged(runId));
                await Task.Delay(Pause, clock, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (stop.Token.IsCancellationRequested)
                {
                    // A cancel is in the journal and is carried out by the next job; a shutdown leaves the run to the next start.
                    return;
                }
            }
        }
    }

    /// <summary>One try. The run stays Running while its journal cannot be written; the journal says where it was, so it goes on there.</summary>
    private async Task ExecuteAsync(long runId, string why, RunStop stop)
    {
        RunRow row;
        await using (var database = await databases.CreateDbContextAsync(stop.Token))
        {
            row = await database.Set<RunRow>().AsNoTracking().SingleAsync(run => run.Id == runId, stop.Token);
        }

        if (row.Status != RunStatus.Running)
        {
            // A second job for a run that has ended meanwhile, or that was queued again and waits for its clusters.
            return;
        }

        if (row.CancelRequested)
        {
            await interruption.CancelStepsAsync(runId);
            await EndAsync(row, RunStatus.Cancelled, null, null);
            return;
        }

        using var span = RunTraces.StartRun(row);
        try
        {
            var scenario = scenarios.Find(row.Scenario);
            if (scenario is null && row.Action != RunAction.Teardown)
            {
                await EndAsync(row, RunStatus.Failed, $"The scenario {row.Scenario} is not in the scenarios' folder any more.", null);
                return;
            }

            var context = await ContextAsync(row, scenario, stop.Token);
            await interruption.ContinueAsync(context, why, stop.Token);
            if (row.Action == RunAction.Deploy && await preflight.ConflictsAsync(context.Scenario, context.Clusters, context.Templates, stop.Token) is { Count: > 0 } conflicts)
            {
                await EndAsync(row, RunStatus.Failed, string.Join(Environment.NewLine, conflicts), null);
                return;
            }

            var error = row.Action == RunAction.Teardown ? await teardown.RunAsync(context, stop.Token) : await deploy.RunAsync(context, stop.Token);
            if (error is not null)
            {
                span.Fail();
            }

            var end = new LogEntry(LogStream.MeshLab, context.Mask.Apply(error is null ? $"Run {runId} succeeded" : $"Run {runId} failed: {error}"));
            await EndAsync(row, error is null ? RunStatus.Succeeded : RunStatus.Failed, error, error is null ? await WholeScenarioAsync(context) : null, end);
        }
        catch (OperationCanceledException) when (stop.Cancelled && !stop.Lost)
        {
            await interruption.CancelStepsAsync(runId);
            await EndAsync(row, RunStatus.Cancelled, null, null, new LogEntry(LogStream.MeshLab, "Cancelled"));
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested && !stop.Lost)
        {
            // MeshLab is shutting down; the run stays Running and goes on at the next start.
            log.Write(runId, null, LogStream.MeshLab, Takeover.Later(processes));
            await log.FlushAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is not OutOfMemoryException && !stop.Lost && StorageFailure.Reason(error) is null)
        {
            span.Fail();
            LogUnexpected(logger, runId, error);
            var message = $"MeshLab itself failed: {error.GetType().Name}: {error.Message}";
            await interruption.FailStepsAsync(runId, message);
            await EndAsync(row, RunStatus.Failed, message, null);
        }
    }

    /// <summary>The tasks that the scenario as a whole proves; null when it covers none or a step was left out because its tool is missing.</summary>
    private async Task<VerifiedTasksRow?> WholeScenarioAsync(RunContext context)
    {
        if (context.Action != RunAction.Deploy || context.Scenario.Covers.Count == 0)
        {
            return null;
        }

        await using var database = await databases.CreateDbContextAsync();
        var steps = await database.Set<RunStepRow>().AsNoTracking().Where(step => step.RunId == context.Id).ToListAsync();

        // A step that does not apply is left out before its first attempt, one whose tool is missing in an attempt.
        var missing = steps.Where(step => step is { Status: StepStatus.Skipped, Attempts: > 0 }).Select(step => step.StepId).ToList();
        if (missing.Count > 0)
        {
            context.Log(null, LogStream.MeshLab, $"The tasks that the whole scenario covers are not marked, because {string.Join(", ", missing)} was left out.");
            return null;
        }

        var applied = steps.Count(step => step.Status == StepStatus.Succeeded);
        return new VerifiedTasksRow
        {
            RunId = context.Id,
            TaskIds = RunJson.Write(context.Scenario.Covers),
            Evidence = applied == steps.Count
                ? $"{context.Scenario.Title}: every step and every check of the scenario succeeded"
                : $"{context.Scenario.Title}: every step that applies and its checks succeeded ({applied} of {steps.Count} steps applied to these parameters)",
            Simulated = context.Simulated,
        };
    }

    private async Task EndAsync(RunRow row, RunStatus status, string? error, VerifiedTasksRow? verified, LogEntry? end = null)
    {
        await journal.FinishRunAsync(row.Id, status, error, verified, end);
        metrics.RunEnded(row.Action, status);
        await verifiedTasks.HandOverAsync(CancellationToken.None);
        LogEnded(logger, row.Id, row.Scenario, row.Action, status);
    }

    private async Task<RunContext> ContextAsync(RunRow row, Scenario? scenario, CancellationToken cancellationToken)
    {
        var names = RunJson.ReadList(row.SecretParameters);
        var parameters = RunJson.ReadMap(row.Parameters).ToDictionary(one => one.Key, one => names.Contains(one.Key) ? secrets.Unprotect(one.Value) : one.Value);
        scenario ??= Gone(row);
        var context = new RunContext(row, scenario, TemplateContext.For(scenario, parameters), log);
        var given = row.Action == RunAction.Verify ? await outputs.OfEarlierDeployAsync(row.Id, cancellationToken) : await outputs.OfRunAsync(row.Id, cancellationToken);
        foreach (var (step, values) in given)
        {
            context.AddOutputs(step, values);
        }

        return context;
    }

    /// <summary>Stands for a scenario that was deleted, so that what it made can still be torn down.</summary>
    private static Scenario Gone(RunRow row) => new(
        row.Scenario, row.Scenario, "", "", Mesh.None,
        [.. RunJson.ReadMap(row.Clusters).Keys.Select(role => new ClusterRole(role, ""))], [], [], [], [], AppContext.BaseDirectory);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run} failed unexpectedly")]
    private static partial void LogUnexpected(ILogger logger, long run, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run} waits: {Problem}")]
    private static partial void LogPaused(ILogger logger, long run, string problem, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run} is left to another process, which has taken it over")]
    private static partial void LogLost(ILogger logger, long run);

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run} ({Scenario}, {Action}) ended: {Status}")]
    private static partial void LogEnded(ILogger logger, long run, string scenario, RunAction action, RunStatus status);
}
