using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Checks;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Steps;
using MeshLab.Core.Runs.Telemetry;
using MeshLab.Core.Runs.Workloads;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;
using MeshLab.Core.Storage;
using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Runs.Execution;

/// <summary>Carries out one step: attempts with backoff within its timeout, its checks, its record in the journal.</summary>
internal sealed partial class StepExecutor(
    StepActions actions,
    Verifier verifier,
    FailureDiagnosis diagnosis,
    RunJournal journal,
    VerifiedTasks verifiedTasks,
    RunMetrics metrics,
    ILogger<StepExecutor> logger)
{
    /// <summary>Does the step's work; <paramref name="work"/> replaces the step's own action and checks where that is given.</summary>
    /// <returns>True when the step succeeded or was skipped.</returns>
    /// <exception cref="OperationCanceledException">The run was stopped; the caller records why.</exception>
    /// <exception cref="Exception">The journal cannot be written: <see cref="StorageFailure"/> tells why. The run waits and does the step again.</exception>
    public async Task<bool> RunAsync(StepContext context, Func<StepContext, CancellationToken, Task>? work, CancellationToken cancellationToken)
    {
        using var span = RunTraces.StartStep(context);
        var started = context.Clock.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = context.Clock.CreateTimer(_ => limit.Cancel(), null, context.Step.Timeout, Timeout.InfiniteTimeSpan);
        var outages = new OutagePatience(context.Clock);
        for (var failures = 0; ;)
        {
            context.Attempt = await journal.BeginStepAsync(context.Run.Id, context.Step.Id, cancellationToken);
            var (outcome, error, verified) = await AttemptAsync(context, work, limit.Token, cancellationToken);
            if (outcome is StepStatus.Succeeded or StepStatus.Skipped)
            {
                var end = context.Run.Mask.Apply(outcome == StepStatus.Skipped ? $"Skipped: {error!.Message}" : $"Step {context.Step.Id} succeeded");
                await journal.FinishStepAsync(context.Run.Id, context.Step.Id, outcome, null, verified, new LogEntry(LogStream.MeshLab, end));
                metrics.StepEnded(context, outcome, context.Clock.GetElapsedTime(started));
                await verifiedTasks.HandOverAsync(cancellationToken);
                return true;
            }

            var outage = outages.Allows(error);
            failures += outage ? 0 : 1;
            var final = error is { Retryable: false } || failures > context.Step.Retries || limit.IsCancellationRequested;
            if (!final)
            {
                var pause = Backoff.After(outage ? outages.Count : failures, Random.Shared.NextDouble());
                context.Log($"Attempt {context.Attempt} failed: {error!.Message}");
                context.Log($"{(outage ? "The cluster does not answer as it should; that does not count against the step. " : "")}Trying again in {pause.TotalSeconds:0.0} s");
                await journal.EndAttemptAsync(context.Run.Id, context.Step.Id, AttemptOutcome.Failed, context.Run.Mask.Apply(error.Message));
                context.Resumed = false;
                try
                {
                    await context.DelayAsync(pause, limit.Token);
                    continue;
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    error = new StepFailedException($"{error.Message}{Environment.NewLine}The step's {Describe(context.Step.Timeout)} were over before another attempt.");
                }
            }

            await FailAsync(context, error!.Message);
            span.Fail();
            metrics.StepEnded(context, StepStatus.Failed, context.Clock.GetElapsedTime(started));
            return false;
        }
    }

    /// <summary>Logs what an action would do.</summary>
    public Task DryRunAsync(StepContext context, StepAction action, CancellationToken cancellationToken) => actions.RunAsync(context, action, cancellationToken);

    private static string Describe(TimeSpan time) => time.TotalSeconds < 120 ? $"{time.TotalSeconds:0.#} seconds" : $"{time.TotalMinutes:0.#} minutes";

    private async Task FailAsync(StepContext context, string message)
    {
        var details = await diagnosis.DescribeAsync(context);
        var text = context.Run.Mask.Apply(details.Length == 0 ? message : $"{message}{Environment.NewLine}{details}");
        await journal.FinishStepAsync(context.Run.Id, context.Step.Id, StepStatus.Failed, text, [], new LogEntry(LogStream.Error, text));
    }

    private async Task<(StepStatus Outcome, StepFailedException? Error, IReadOnlyList<VerifiedTasksRow> Verified)> AttemptAsync(
        StepContext context, Func<StepContext, CancellationToken, Task>? work, CancellationToken limit, CancellationToken cancellationToken)
    {
        try
        {
            if (work is not null)
            {
                await work(context, limit);
                return (StepStatus.Succeeded, null, []);
            }

            if (context.Run.Action != RunAction.Verify && context.Step.Action is { } action)
            {
                await actions.RunAsync(context, action, limit);
            }

            var checks = context.Run.DryRun ? [] : await verifier.VerifyAsync(context, limit);
            return (StepStatus.Succeeded, null, Proofs.Of(context, checks));
        }
        catch (StepSkippedException skipped)
        {
            return (StepStatus.Skipped, new StepFailedException(skipped.Message), []);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return (StepStatus.Failed, new StepFailedException($"Not done within {Describe(context.Step.Timeout)}{(context.Waiting is { } waiting ? $". Last waited for: {waiting}" : "")}"), []);
        }
        catch (StepFailedException error)
        {
            return (StepStatus.Failed, error, []);
        }
        catch (TemplateException error)
        {
            return (StepStatus.Failed, new StepFailedException($"{error.Template}: {error.Message}", error) { Retryable = false }, []);
        }
        catch (Exception error) when (error is ClusterException or ScenarioFileException or IOException or HttpRequestException or UnauthorizedAccessException)
        {
            return (StepStatus.Failed, new StepFailedException(error.Message, error), []);
        }
        catch (Exception error) when (error is not OutOfMemoryException && StorageFailure.Reason(error) is null)
        {
            // A defect of MeshLab: the run ends with it in plain sight instead of hanging, and the log has the rest.
            LogUnexpected(logger, context.Run.Id, context.Step.Id, error);
            return (StepStatus.Failed, new StepFailedException($"MeshLab itself failed: {error.GetType().Name}: {error.Message}", error), []);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Step {Step} of run {Run} failed unexpectedly")]
    private static partial void LogUnexpected(ILogger logger, long run, string step, Exception error);
}
