using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Runs.Journal;

/// <summary>Keeps two runs from touching one cluster together.</summary>
internal sealed class ClusterLeases(IDbContextFactory<MeshLabDbContext> databases, TimeProvider clock)
{
    /// <summary>Takes all clusters for a queued run and marks it running, or takes none.</summary>
    /// <returns>The run in the way; null when the clusters were taken.</returns>
    public async Task<RunRow?> TakeAsync(RunRow run, CancellationToken cancellationToken)
    {
        var clusters = RunJson.ReadMap(run.Clusters).Values.Distinct().Order(StringComparer.Ordinal).ToList();
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.BeginWritingAsync(WriterLock.ClusterLeases, cancellationToken);
        var held = await database.Set<ClusterLeaseRow>().Where(lease => clusters.Contains(lease.Cluster) && lease.RunId != run.Id)
            .OrderBy(lease => lease.Cluster).Select(lease => lease.RunId).FirstOrDefaultAsync(cancellationToken);
        if (held != 0)
        {
            return await database.Set<RunRow>().AsNoTracking().SingleAsync(one => one.Id == held, cancellationToken);
        }

        var row = await database.Set<RunRow>().SingleAsync(one => one.Id == run.Id, cancellationToken);
        if (row.Status != RunStatus.Queued)
        {
            return row;
        }

        var now = clock.GetUtcNow();
        (row.Status, row.Owner, row.WaitsFor) = (RunStatus.Running, null, null);
        row.StartedAt ??= now;
        foreach (var cluster in clusters)
        {
            database.Add(new ClusterLeaseRow { Cluster = cluster, RunId = run.Id, TakenAt = now });
        }

        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Drops the leases of runs that do not run, as a restore from a backup may leave them.</summary>
    public async Task DropStaleAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await database.Set<ClusterLeaseRow>()
            .Where(lease => !database.Set<RunRow>().Any(run => run.Id == lease.RunId && run.Status == RunStatus.Running))
            .ExecuteDeleteAsync(cancellationToken);
    }
}
