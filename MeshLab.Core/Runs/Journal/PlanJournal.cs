using System.Text.Json;
using MeshLab.Core.Changes;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Runs.Journal;

/// <summary>Keeps what dry runs found.</summary>
internal sealed class PlanJournal(IDbContextFactory<MeshLabDbContext> databases, RunFence fence, ChangeFeed changes)
{
    /// <summary>Sets what a step of a dry run found; another attempt replaces it.</summary>
    public async Task SetAsync(long runId, string stepId, IReadOnlyList<PlanItem> items)
    {
        await using var database = await databases.CreateDbContextAsync();
        await using var transaction = await fence.BeginAsOwnerAsync(database, runId, CancellationToken.None);
        await database.Set<PlanRow>().Where(row => row.RunId == runId && row.StepId == stepId).ExecuteDeleteAsync();
        database.AddRange(items.Select(item => new PlanRow
        {
            RunId = runId,
            StepId = stepId,
            Cluster = item.Cluster,
            ApiVersion = item.ApiVersion,
            Kind = item.Kind,
            Namespace = item.Namespace,
            Name = item.Name,
            Change = item.Change,
            Note = item.Note,
            Fields = JsonSerializer.Serialize(item.Fields),
        }));
        await database.SaveChangesAsync();
        await transaction.CommitAsync();
        changes.Publish(new RunChanged(runId));
    }

    /// <summary>The plan in the order of the run's steps.</summary>
    public async Task<IReadOnlyList<PlanItem>> OfRunAsync(long runId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await database.Set<PlanRow>().AsNoTracking().Where(row => row.RunId == runId)
            .Join(database.Set<RunStepRow>(), row => new { row.RunId, row.StepId }, step => new { step.RunId, step.StepId }, (row, step) => new { row, step.Ordinal })
            .OrderBy(one => one.Ordinal).ThenBy(one => one.row.Id)
            .Select(one => one.row)
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new PlanItem(
                row.StepId, row.Cluster, row.ApiVersion, row.Kind, row.Namespace, row.Name, row.Change, row.Note, JsonSerializer.Deserialize<PlanField[]>(row.Fields) ?? [])),
        ];
    }
}
