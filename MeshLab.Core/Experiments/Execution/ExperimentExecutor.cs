using MeshLab.Core.Experiments.Journal;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Storage;
using MeshLab.Core.Storage.Processes;
using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Experiments.Execution;

/// <summary>Carries out one experiment from wherever it stands.</summary>
internal sealed partial class ExperimentExecutor(ExperimentJournal journal, StageRuns stageRuns, TrialExecutor trials, TimeProvider clock, ILogger<ExperimentExecutor> logger)
{
    /// <summary>How long an experiment waits before it tries again whether the database can be written.</summary>
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Ends when the experiment has ended, or MeshLab shuts down; then it goes on at the next start. While the database cannot be read or written it waits, and then goes on from
    /// where the journal says that it stands.
    /// </summary>
    public async Task RunAsync(long id, RunStop stop)
    {
        while (true)
        {
            try
            {
                await TryAsync(id, stop);
                return;
            }
            catch (Exception error) when (stop.Lost || error is LeaseLostException)
            {
                // Another process goes on with it.
                LogLost(logger, id);
                return;
            }
            catch (Exception error) when (StorageFailure.Reason(error) is { } reason)
            {
                LogWaits(logger, id, reason, error);
                await Task.Delay(_pause, clock, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (stop.Token.IsCancellationRequested)
                {
                    // A cancel is in the journal and is carried out when the experiment is taken up again.
                    return;
                }
            }
        }
    }

    private async Task TryAsync(long id, RunStop stop)
    {
        try
        {
            await journal.ChangeAsRunnerAsync(id, Begin, CancellationToken.None);
            await MeasureAsync(id, stop.Token);
            await EndAsync(id, ExperimentStatus.Succeeded, null);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            if (stop.Cancelled && !stop.Lost)
            {
                await CancelAsync(id);
            }
        }
#pragma warning disable CA1031 // Whatever else goes wrong ends the experiment with its message; it can be resumed.
        catch (Exception error) when (!stop.Lost && StorageFailure.Reason(error) is null)
#pragma warning restore CA1031
        {
            LogFailed(logger, id, error);
            await EndAsync(id, ExperimentStatus.Failed, error is ExperimentFailedException ? error.Message : $"Something unexpected went wrong: {error.Message}");
        }
    }

    private bool Begin(ExperimentRow row)
    {
        row.Status = ExperimentStatus.Running;
        row.StartedAt ??= clock.GetUtcNow();
        return true;
    }

    private async Task MeasureAsync(long id, CancellationToken cancellationToken)
    {
        var definition = JournalJson.Read<ExperimentDefinition>((await journal.RowAsync(id, cancellationToken)).Definition);
        foreach (var stage in (await journal.StagesAsync(id, cancellationToken)).Where(stage => stage.Status != StageStatus.Done))
        {
            var open = (await journal.TrialsAsync(id, cancellationToken)).Where(trial => trial.Stage == stage.Ordinal && trial.Status != TrialStatus.Succeeded).ToList();
            await StageAsync(definition, stage, open, cancellationToken);
        }
    }

    private async Task StageAsync(ExperimentDefinition definition, ExperimentStageRow stage, List<ExperimentTrialRow> open, CancellationToken cancellationToken)
    {
        var variant = definition.Variants.First(one => one.Name == stage.Variant);
        stage.StartedAt ??= clock.GetUtcNow();
        if (stage.Status is StageStatus.Pending or StageStatus.Deploying)
        {
            await SetAsync(stage, StageStatus.Deploying, cancellationToken);
            if (variant.Scenario is not null)
            {
                await stageRuns.DeployAsync(variant, stage, cancellationToken);
            }
        }

        if (stage.Status != StageStatus.TearingDown && open.Count > 0)
        {
            await SetAsync(stage, StageStatus.WarmingUp, cancellationToken);
            await trials.WarmUpAsync(definition, variant, cancellationToken);
            await SetAsync(stage, StageStatus.Measuring, cancellationToken);
            foreach (var trial in open)
            {
                await trials.RunAsync(definition, variant, trial, cancellationToken);
            }
        }

        await SetAsync(stage, StageStatus.TearingDown, cancellationToken);
        if (variant.Scenario is not null)
        {
            await stageRuns.TearDownAsync(variant, stage, cancellationToken);
        }

        stage.FinishedAt = clock.GetUtcNow();
        await SetAsync(stage, StageStatus.Done, cancellationToken);
    }

    /// <summary>Takes back what is deployed just now, so that a cancelled experiment leaves no mesh behind.</summary>
    private async Task CancelAsync(long id)
    {
        string? left = null;
        try
        {
            var definition = JournalJson.Read<ExperimentDefinition>((await journal.RowAsync(id, CancellationToken.None)).Definition);
            foreach (var stage in (await journal.StagesAsync(id, CancellationToken.None)).Where(stage => stage.Status is not (StageStatus.Done or StageStatus.Pending) && stage.DeployRunId is not null))
            {
                await stageRuns.CancelDeployAsync(stage, CancellationToken.None);
                await stageRuns.QueueTeardownAsync(definition.Variants.First(one => one.Name == stage.Variant), stage, CancellationToken.None);
            }
        }
        catch (ExperimentFailedException error)
        {
            left = $"What was deployed could not be torn down: {error.Message}";
        }

        await EndAsync(id, ExperimentStatus.Cancelled, left);
    }

    private Task<bool> EndAsync(long id, ExperimentStatus status, string? error) => journal.ChangeAsRunnerAsync(
        id,
        row =>
        {
            (row.Status, row.Error, row.FinishedAt) = (status, error, clock.GetUtcNow());
            return true;
        },
        CancellationToken.None);

    private Task SetAsync(ExperimentStageRow stage, StageStatus status, CancellationToken cancellationToken)
    {
        stage.Status = status;
        return journal.SaveAsync(stage, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Experiment {Experiment} is left to another process, which has taken it over")]
    private static partial void LogLost(ILogger logger, long experiment);

    [LoggerMessage(Level = LogLevel.Error, Message = "Experiment {Experiment} waits, because the database cannot be used: {Reason}")]
    private static partial void LogWaits(ILogger logger, long experiment, string reason, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Experiment {Experiment} failed")]
    private static partial void LogFailed(ILogger logger, long experiment, Exception error);
}
