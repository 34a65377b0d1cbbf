using MeshLab.Core.Experiments.Journal;
using MeshLab.Core.Runs;

namespace MeshLab.Core.Experiments.Execution;

/// <summary>
/// Deploys and tears down a variant by runs of the job service. A run carries the experiment, the deployment and its attempt in the
/// name of who asked, so that one that was queued just before a crash is found again and not queued twice.
/// </summary>
internal sealed class StageRuns(ExperimentJournal journal, RunService runs, RunWatch watch)
{
    private const int LookBack = 200;

    /// <summary>Deploys the variant, or waits for the run that does.</summary>
    /// <exception cref="ExperimentFailedException">The run was refused or failed.</exception>
    public async Task DeployAsync(ExperimentVariant variant, ExperimentStageRow stage, CancellationToken cancellationToken)
    {
        if (stage.DeployRunId is null)
        {
            stage.DeployRunId = await QueueAsync(variant, stage, RunAction.Deploy, cancellationToken);
            await journal.SaveAsync(stage, cancellationToken);
        }

        await EndAsync(stage.DeployRunId.Value, $"Deploying {stage.Variant}", cancellationToken);
    }

    /// <summary>Tears the variant down, or waits for the run that does.</summary>
    /// <exception cref="ExperimentFailedException">The run was refused or failed.</exception>
    public async Task TearDownAsync(ExperimentVariant variant, ExperimentStageRow stage, CancellationToken cancellationToken)
    {
        await QueueTeardownAsync(variant, stage, cancellationToken);
        await EndAsync(stage.TeardownRunId!.Value, $"Tearing down {stage.Variant}", cancellationToken);
    }

    /// <summary>Queues the teardown and does not wait for it.</summary>
    public async Task QueueTeardownAsync(ExperimentVariant variant, ExperimentStageRow stage, CancellationToken cancellationToken)
    {
        if (stage.TeardownRunId is null)
        {
            stage.TeardownRunId = await QueueAsync(variant, stage, RunAction.Teardown, cancellationToken);
            await journal.SaveAsync(stage, cancellationToken);
        }
    }

    /// <summary>Cancels the deployment if it is still under way.</summary>
    public async Task CancelDeployAsync(ExperimentStageRow stage, CancellationToken cancellationToken)
    {
        if (stage.DeployRunId is { } id && await runs.CancelAsync(id, cancellationToken))
        {
            await watch.EndOfAsync(id, cancellationToken);
        }
    }

    private async Task<long> QueueAsync(ExperimentVariant variant, ExperimentStageRow stage, RunAction action, CancellationToken cancellationToken)
    {
        var by = $"experiment {stage.ExperimentId}, deployment {stage.Ordinal + 1}, attempt {stage.Attempt}";
        var earlier = (await runs.ListHeadersAsync(variant.Scenario, LookBack, cancellationToken)).FirstOrDefault(run => run.RequestedBy == by && run.Action == action);
        if (earlier is not null)
        {
            return earlier.Id;
        }

        try
        {
            var parameters = action == RunAction.Teardown ? new Dictionary<string, string>() : variant.Parameters;
            return (await runs.StartAsync(new(variant.Scenario!, action, variant.Clusters, parameters, by), cancellationToken)).Id;
        }
        catch (RunRefusedException refused)
        {
            throw new ExperimentFailedException($"The {action.ToString().ToLowerInvariant()} of {stage.Variant} was refused: {string.Join(" ", refused.Problems)}", refused);
        }
    }

    private async Task EndAsync(long id, string what, CancellationToken cancellationToken)
    {
        var run = await watch.EndOfAsync(id, cancellationToken);
        if (run.Status != RunStatus.Succeeded)
        {
            throw new ExperimentFailedException(run.Status == RunStatus.Cancelled
                ? $"{what} was cancelled (run {id})."
                : $"{what} failed (run {id}): {run.Error ?? run.Steps.FirstOrDefault(step => step.Error is not null)?.Error ?? "see its log"}");
        }
    }
}
