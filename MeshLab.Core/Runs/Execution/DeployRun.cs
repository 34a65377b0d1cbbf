using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Runs.Execution;

/// <summary>Goes through a scenario's steps in order: deploy, dry run and verify. Neighbours of one parallel group run together.</summary>
internal sealed class DeployRun(
    IDbContextFactory<MeshLabDbContext> databases,
    StepExecutor executor,
    ClusterCatalogue clusters,
    RunJournal journal,
    OutputJournal outputs,
    PlanJournal plans,
    TimeProvider clock)
{
    /// <summary>The steps of a run of this action, as they are planned.</summary>
    public static IReadOnlyList<RunStepRow> Plan(Scenario scenario, RunAction action, IReadOnlyDictionary<string, string> clusters) =>
    [
        .. scenario.Steps.Where(step => action != RunAction.Verify || (step.Verify.Count > 0 && !step.Transient)).Select((step, ordinal) => new RunStepRow
        {
            Ordinal = ordinal,
            StepId = step.Id,
            Title = step.Title,
            Cluster = clusters[step.Cluster],
            Status = StepStatus.Pending,
        }),
    ];

    /// <returns>Null when every step succeeded, otherwise why the run failed.</returns>
    public async Task<string?> RunAsync(RunContext run, CancellationToken cancellationToken)
    {
        var rows = await StepsAsync(run.Id, cancellationToken);
        foreach (var group in Groups(run.Scenario, rows))
        {
            var results = await Task.WhenAll(group.Select(row => StepAsync(run, row, cancellationToken)));
            var failed = group.Where((_, index) => !results[index]).Select(row => row.StepId).ToList();
            if (failed.Count > 0)
            {
                return failed.Count == 1 ? $"Step {failed[0]} failed." : $"Steps {string.Join(", ", failed)} failed.";
            }
        }

        return null;
    }

    private static IEnumerable<List<RunStepRow>> Groups(Scenario scenario, IReadOnlyList<RunStepRow> rows)
    {
        var group = new List<RunStepRow>();
        string? name = null;
        foreach (var row in rows)
        {
            var parallel = scenario.Steps.FirstOrDefault(step => step.Id == row.StepId)?.Parallel;
            if (group.Count > 0 && (parallel is null || parallel != name))
            {
                yield return group;
                group = [];
            }

            group.Add(row);
            name = parallel;
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    private async Task<bool> StepAsync(RunContext run, RunStepRow row, CancellationToken cancellationToken)
    {
        if (row.Status is StepStatus.Succeeded or StepStatus.Skipped)
        {
            return true;
        }

        var step = run.Scenario.Steps.FirstOrDefault(one => one.Id == row.StepId);
        if (step is null)
        {
            await journal.FinishStepAsync(run.Id, row.StepId, StepStatus.Failed, $"The scenario has no step {row.StepId} any more; it was changed since this run was started. Deploy it anew.", [], new LogEntry(LogStream.Error, $"The scenario has no step {row.StepId} any more."));
            return false;
        }

        var context = new StepContext(run, step, row.Cluster, clusters, journal, outputs, clock) { Resumed = row.Status == StepStatus.Running };
        try
        {
            if (!TemplateRenderer.Holds(step.When, run.Templates))
            {
                await journal.FinishStepAsync(run.Id, step.Id, StepStatus.Skipped, null, [], new LogEntry(LogStream.MeshLab, run.Mask.Apply($"Skipped: {step.When} does not hold")));
                return true;
            }
        }
        catch (TemplateException error) when (!run.DryRun)
        {
            var message = run.Mask.Apply($"when: {error.Template}: {error.Message}");
            await journal.FinishStepAsync(run.Id, step.Id, StepStatus.Failed, message, [], new LogEntry(LogStream.Error, message));
            return false;
        }
        catch (TemplateException error)
        {
            context.Log($"Whether this step runs is known only at run time ({error.Message})");
        }

        context.Log($"Step {step.Id}: {step.Title}");
        return await executor.RunAsync(context, run.DryRun ? DryAsync : null, cancellationToken);
    }

    /// <summary>Outputs of commands are known only after they ran; a dry run says so instead of failing.</summary>
    private async Task DryAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (context.Step.Action is not { } action)
        {
            context.Log($"Would check: {string.Join("; ", context.Step.Verify.Select(check => check.Title))}");
            return;
        }

        context.ClearPlan();
        try
        {
            await executor.DryRunAsync(context, action, cancellationToken);
        }
        catch (TemplateException error)
        {
            context.Log($"Known only at run time: {error.Message}");
        }
        finally
        {
            await plans.SetAsync(context.Run.Id, context.Step.Id, context.Plan);
        }
    }

    private async Task<IReadOnlyList<RunStepRow>> StepsAsync(long runId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Set<RunStepRow>().AsNoTracking().Where(step => step.RunId == runId).OrderBy(step => step.Ordinal).ToListAsync(cancellationToken);
    }
}
