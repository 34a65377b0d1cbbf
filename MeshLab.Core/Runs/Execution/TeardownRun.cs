using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Steps;
using MeshLab.Core.Runs.Teardown;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Runs.Execution;

/// <summary>Removes what every earlier run of a scenario left on the clusters, in reverse order.</summary>
internal sealed class TeardownRun(
    IDbContextFactory<MeshLabDbContext> databases,
    StepExecutor executor,
    StepActions actions,
    TeardownExecutor remover,
    InventoryJournal inventory,
    ClusterCatalogue clusters,
    RunJournal journal,
    OutputJournal outputs,
    TimeProvider clock)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <returns>Null when everything that can go is gone, otherwise why the run failed.</returns>
    public async Task<string?> RunAsync(RunContext run, CancellationToken cancellationToken)
    {
        var targets = run.Clusters.Values.Distinct().ToList();
        await DropVoidAsync(run, targets, cancellationToken);
        var all = await inventory.CurrentAsync(targets, cancellationToken);
        var held = all.Where(one => one.Scenario == run.Scenario.Name).ToList();
        var others = all.Where(one => one.Scenario != run.Scenario.Name).ToList();
        var plan = TeardownPlan.Of(run.Scenario, run.Clusters, held);
        await PlanAsync(run, plan, cancellationToken);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await database.Set<RunStepRow>().AsNoTracking().Where(step => step.RunId == run.Id).OrderBy(step => step.Ordinal).ToListAsync(cancellationToken);
        foreach (var row in rows.Where(row => row.Status is not (StepStatus.Succeeded or StepStatus.Skipped)))
        {
            var step = plan.FirstOrDefault(one => one.Id == row.StepId);
            var context = new StepContext(run, Stand(row, step), row.Cluster, clusters, journal, outputs, clock) { Resumed = row.Status == StepStatus.Running };
            context.Log(step is null && rows.Count == 1 ? $"Nothing of {run.Scenario.Name} is on {string.Join(", ", targets)}" : $"Step {row.StepId}: removing {row.Title}");
            if (!await executor.RunAsync(context, (one, token) => step is null ? Task.CompletedTask : StepAsync(one, step, others, token), cancellationToken))
            {
                return $"Step {row.StepId} could not be removed.";
            }
        }

        await inventory.MarkTornDownAsync(run.Scenario.Name, targets, run.Id, cancellationToken);
        return null;
    }

    /// <summary>What was deployed to another cluster of the same name is not looked for on this one.</summary>
    private async Task DropVoidAsync(RunContext run, List<string> targets, CancellationToken cancellationToken)
    {
        var held = (await inventory.HeldAsync(targets, cancellationToken)).Where(one => one.Scenario == run.Scenario.Name).ToList();
        var gone = await inventory.VoidAsync(held, cancellationToken);
        foreach (var group in gone.GroupBy(one => (one.Item.Cluster, one.RunId)))
        {
            run.Log(null, LogStream.MeshLab, $"{group.Key.Cluster}: this is another cluster than the one run {group.Key.RunId} deployed to (its kube-system has another UID); the {group.Count()} items of that run are taken off the inventory, and nothing of them is touched here");
        }

        await inventory.DropAsync(gone, cancellationToken);
    }

    /// <summary>The steps are planned once; after a crash what is gone already is no longer in the plan, but its step is still in the run.</summary>
    private async Task PlanAsync(RunContext run, IReadOnlyList<TeardownStep> plan, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        if (await database.Set<RunStepRow>().AnyAsync(step => step.RunId == run.Id, cancellationToken))
        {
            return;
        }

        IEnumerable<(string Id, string Title, string Cluster)> steps = plan.Count == 0
            ? [(TeardownPlan.NothingStep, "Nothing to remove", run.Clusters.Values.First())]
            : plan.Select(step => (step.Id, step.Title, step.Cluster));
        await journal.PlanAsync(run.Id, [.. steps.Select((step, ordinal) => new RunStepRow { Ordinal = ordinal, StepId = step.Id, Title = step.Title, Cluster = step.Cluster, Status = StepStatus.Pending })], cancellationToken);
    }

    private static ScenarioStep Stand(RunStepRow row, TeardownStep? step) => step?.Step is { } known
        ? known with { Timeout = known.Timeout > Timeout ? known.Timeout : Timeout, Verify = [], Covers = [] }
        : new ScenarioStep(row.StepId, row.Title, "", "", [], null, [], null, null, null, Timeout, 1, 0);

    private async Task StepAsync(StepContext context, TeardownStep step, IReadOnlyList<HeldItem> others, CancellationToken cancellationToken)
    {
        foreach (var action in step.Step?.Undo ?? [])
        {
            await actions.RunAsync(context, action, cancellationToken);
        }

        await remover.RemoveAsync(context, step, others, held => held.Item.Cluster == context.ClusterName ? context : new StepContext(context.Run, context.Step, held.Item.Cluster, clusters, journal, outputs, clock) { Attempt = context.Attempt }, cancellationToken);
    }
}
