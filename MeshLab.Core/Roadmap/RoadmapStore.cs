using System.Linq.Expressions;
using MeshLab.Core.Audit;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Roadmap;

/// <summary>Reads the newest states and adds changes. A change is decided on the states its own transaction read, so that two writers lose nothing.</summary>
internal sealed class RoadmapStore(IDbContextFactory<MeshLabDbContext> databases, TimeProvider clock)
{
    /// <summary>Larger sets of tasks are picked out here instead of in the query, which has a limit of parameters.</summary>
    private const int MaxQueried = 200;

    /// <summary>The newest row of each task that ever had one.</summary>
    internal async Task<Dictionary<string, RoadmapStateRow>> LatestAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await LatestAsync(database, null, cancellationToken);
    }

    /// <summary>The rows of one task with their batches, the newest first.</summary>
    internal async Task<List<(RoadmapBatchRow Batch, RoadmapStateRow State)>> HistoryAsync(string taskId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await database.Set<RoadmapStateRow>().AsNoTracking().Where(row => row.TaskId == taskId).OrderByDescending(row => row.Id)
            .Join(database.Set<RoadmapBatchRow>(), row => row.BatchId, batch => batch.Id, (row, batch) => new { batch, row })
            .ToListAsync(cancellationToken);
        return [.. rows.OrderByDescending(pair => pair.row.Id).Select(pair => (pair.batch, pair.row))];
    }

    /// <summary>The newest change that was not undone and is no undo itself, with its rows; null when there is none.</summary>
    internal async Task<(RoadmapBatchRow Batch, List<RoadmapStateRow> States)?> LastChangeAsync(string? roadmap, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var (rows, prefix) = (database.Set<RoadmapStateRow>(), roadmap + ":");
        // Not StartsWith, which becomes LIKE and passes over case in SQLite only.
        var undoable = roadmap switch
        {
            null => Undoable(database),
            "" => Undoable(database).Where(batch => rows.Any(row => row.BatchId == batch.Id && !EF.Functions.Like(row.TaskId, "%:%"))),
            _ => Undoable(database).Where(batch => rows.Any(row => row.BatchId == batch.Id && row.TaskId.Substring(0, prefix.Length) == prefix)),
        };
        return await undoable.OrderByDescending(batch => batch.Id).FirstOrDefaultAsync(cancellationToken) is { } batch
            ? (batch, await RowsOfAsync(database, batch.Id, cancellationToken))
            : null;
    }

    /// <summary>
    /// Adds one batch. <paramref name="change"/> gets the newest rows of <paramref name="taskIds"/> and returns the rows to add; it returns
    /// none when nothing changes, and then nothing is written and the result is null.
    /// </summary>
    internal async Task<RoadmapBatchRow?> AppendAsync(
        RoadmapBatchRow batch,
        IReadOnlyCollection<string> taskIds,
        Func<IReadOnlyDictionary<string, RoadmapStateRow>, DateTimeOffset, IReadOnlyList<RoadmapStateRow>> change,
        CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.BeginWritingAsync(WriterLock.Roadmap, cancellationToken);
        var now = clock.GetUtcNow();
        var rows = change(await LatestAsync(database, taskIds, cancellationToken), now);
        return rows.Count == 0 ? null : await AddAsync(database, batch, rows, now, cancellationToken);
    }

    /// <summary>Takes back the batch <paramref name="batchId"/>, or the newest that can be; null when there is none or it was taken back already.</summary>
    internal async Task<(RoadmapBatchRow Undone, IReadOnlyList<string> TaskIds)?> UndoAsync(long? batchId, string who, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.BeginWritingAsync(WriterLock.Roadmap, cancellationToken);
        var batch = await Undoable(database).Where(row => batchId == null || row.Id == batchId).OrderByDescending(row => row.Id).FirstOrDefaultAsync(cancellationToken);
        if (batch is null)
        {
            return null;
        }

        var written = await RowsOfAsync(database, batch.Id, cancellationToken);
        var ids = written.ConvertAll(row => row.TaskId);
        var current = await LatestAsync(database, ids, cancellationToken);
        var before = await LatestAsync(database, ids, cancellationToken, row => row.BatchId < batch.Id);
        var restored = written.Select(row => Restore(row, before.GetValueOrDefault(row.TaskId) ?? new RoadmapStateRow { TaskId = row.TaskId }, current[row.TaskId])).ToList();
        await AddAsync(database, new RoadmapBatchRow { Kind = RoadmapChangeKind.Undone, Who = who, Summary = $"Undid: {batch.Summary}", Undoes = batch.Id }, restored, clock.GetUtcNow(), cancellationToken);
        return (batch, ids);

        // What somebody changed after the batch stays; the rest becomes what it was before.
        static RoadmapStateRow Restore(RoadmapStateRow written, RoadmapStateRow before, RoadmapStateRow current)
        {
            var state = written.StateOnly() != before.StateOnly() && written.StateOnly() == current.StateOnly() ? before : current;
            var note = written.Note != before.Note && written.Note == current.Note ? before.Note : current.Note;
            return state with { Note = note };
        }
    }

    private static async Task<RoadmapBatchRow> AddAsync(MeshLabDbContext database, RoadmapBatchRow batch, IReadOnlyList<RoadmapStateRow> rows, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stored = new RoadmapBatchRow { Kind = batch.Kind, Who = batch.Who, Summary = batch.Summary, Undoes = batch.Undoes, At = now };
        database.Add(stored);
        await database.SaveChangesAsync(cancellationToken);
        database.AddRange(rows.Select(row => row with { Id = 0, BatchId = stored.Id }));
        database.Add(Deed(stored));
        await database.SaveChangesAsync(cancellationToken);
        await database.Database.CommitTransactionAsync(cancellationToken);
        return stored;
    }

    /// <summary>The act alone: what it changed is in the batch's rows.</summary>
    private static AuditRow Deed(RoadmapBatchRow batch) => batch.Kind switch
    {
        RoadmapChangeKind.Verified => AuditRow.Of(AuditDeeds.TasksVerified, $"change {batch.Id}", batch.At, detail: batch.Summary, actor: Actor.MeshLab),
        RoadmapChangeKind.Undone => AuditRow.Of(AuditDeeds.TasksUndone, $"change {batch.Id}", batch.At, detail: batch.Summary),
        _ => AuditRow.Of(AuditDeeds.TasksChanged, $"change {batch.Id}", batch.At, detail: batch.Summary),
    };

    private static IQueryable<RoadmapBatchRow> Undoable(MeshLabDbContext database) => database.Set<RoadmapBatchRow>().AsNoTracking()
        .Where(batch => batch.Kind != RoadmapChangeKind.Undone && !database.Set<RoadmapBatchRow>().Any(other => other.Undoes == batch.Id));

    private static Task<List<RoadmapStateRow>> RowsOfAsync(MeshLabDbContext database, long batchId, CancellationToken cancellationToken) =>
        database.Set<RoadmapStateRow>().AsNoTracking().Where(row => row.BatchId == batchId).OrderBy(row => row.Id).ToListAsync(cancellationToken);

    private static async Task<Dictionary<string, RoadmapStateRow>> LatestAsync(
        MeshLabDbContext database,
        IReadOnlyCollection<string>? taskIds,
        CancellationToken cancellationToken,
        Expression<Func<RoadmapStateRow, bool>>? among = null)
    {
        var rows = among is null ? database.Set<RoadmapStateRow>() : database.Set<RoadmapStateRow>().Where(among);
        var candidates = taskIds is { Count: <= MaxQueried } ? rows.Where(row => taskIds.Contains(row.TaskId)) : rows;
        var newest = candidates.GroupBy(row => row.TaskId).Select(group => group.Max(row => row.Id));
        var latest = await database.Set<RoadmapStateRow>().AsNoTracking().Where(row => newest.Contains(row.Id)).ToListAsync(cancellationToken);
        return latest.ToDictionary(row => row.TaskId, StringComparer.Ordinal);
    }
}
