using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Runs.Journal;

/// <summary>Reads runs out of the journal.</summary>
internal sealed class RunReader(IDbContextFactory<MeshLabDbContext> databases)
{
    public async Task<Run?> GetAsync(long id, CancellationToken cancellationToken) =>
        (await ReadAsync(runs => runs.Where(run => run.Id == id), cancellationToken)).SingleOrDefault();

    public Task<IReadOnlyList<Run>> ListAsync(string? scenario, int take, CancellationToken cancellationToken) =>
        ReadAsync(runs => runs.Where(run => scenario == null || run.Scenario == scenario).OrderByDescending(run => run.Id).Take(take), cancellationToken);

    /// <summary>Runs without their steps, in one query.</summary>
    public Task<IReadOnlyList<RunHeader>> ListHeadersAsync(string? scenario, int take, CancellationToken cancellationToken) =>
        HeadersAsync(runs => runs.Where(run => scenario == null || run.Scenario == scenario).OrderByDescending(run => run.Id).Take(take), cancellationToken);

    /// <summary>The newest run of every scenario.</summary>
    public Task<IReadOnlyList<RunHeader>> ListNewestHeadersAsync(CancellationToken cancellationToken) =>
        HeadersAsync(runs => runs.Where(run => !runs.Any(later => later.Scenario == run.Scenario && later.Id > run.Id)).OrderByDescending(run => run.Id), cancellationToken);

    public Task<IReadOnlyList<Run>> ListActiveBetweenAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        ReadAsync(runs => runs.Where(run => run.StartedAt != null && run.StartedAt < to && (run.FinishedAt == null || run.FinishedAt >= from)).OrderBy(run => run.Id), cancellationToken);

    public async Task<IReadOnlyList<RunLogLine>> GetLogAsync(long id, long after, int take, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Set<RunLogLineRow>().AsNoTracking()
            .Where(line => line.RunId == id && line.Seq > after)
            .OrderBy(line => line.Seq).Take(take)
            .Select(line => new RunLogLine(line.Seq, line.Time, line.Step, line.Stream, line.Text))
            .ToListAsync(cancellationToken);
    }

    public async Task<long> CountLogAsync(long id, string? step, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return step is null
            ? await database.Set<RunRow>().Where(run => run.Id == id).Select(run => run.LastSeq).SingleOrDefaultAsync(cancellationToken)
            : await Lines(database, id, step).LongCountAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<RunLogLine>> GetLogPageAsync(long id, string? step, int skip, int take, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var lines = Lines(database, id, step);

        // Without a filter the place of a line is its number, and the key finds it without counting.
        lines = step is null ? lines.Where(line => line.Seq > skip).OrderBy(line => line.Seq) : lines.OrderBy(line => line.Seq).Skip(skip);
        return await lines.Take(take).Select(line => new RunLogLine(line.Seq, line.Time, line.Step, line.Stream, line.Text)).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<int>> SearchLogAsync(long id, string? step, string text, int take, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var pattern = $"%{text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
        var found = await Matching(database, Lines(database, id, step), pattern).OrderBy(line => line.Seq).Take(take).Select(line => line.Seq).ToListAsync(cancellationToken);
        if (step is null || found.Count == 0)
        {
            return [.. found.Select(seq => (int)(seq - 1))];
        }

        var places = new Dictionary<long, int>();
        foreach (var seq in await Lines(database, id, step).OrderBy(line => line.Seq).Select(line => line.Seq).ToListAsync(cancellationToken))
        {
            places[seq] = places.Count;
        }

        return [.. found.Select(seq => places[seq])];
    }

    /// <summary>LIKE passes over the case of ASCII letters in SQLite, as ILIKE does in PostgreSQL.</summary>
    private static IQueryable<RunLogLineRow> Matching(MeshLabDbContext database, IQueryable<RunLogLineRow> lines, string pattern) => database.Database.IsNpgsql()
        ? lines.Where(line => EF.Functions.ILike(line.Text, pattern, "\\"))
        : lines.Where(line => EF.Functions.Like(line.Text, pattern, "\\"));

    private static IQueryable<RunLogLineRow> Lines(MeshLabDbContext database, long id, string? step) =>
        database.Set<RunLogLineRow>().AsNoTracking().Where(line => line.RunId == id && (step == null || line.Step == step));

    private async Task<IReadOnlyList<RunHeader>> HeadersAsync(Func<IQueryable<RunRow>, IQueryable<RunRow>> select, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var steps = database.Set<RunStepRow>();
        var rows = await select(database.Set<RunRow>().AsNoTracking())
            .Select(run => new
            {
                Run = run,
                Current = steps.Where(step => step.RunId == run.Id && step.Status == StepStatus.Running).OrderBy(step => step.Ordinal).Select(step => step.Title).FirstOrDefault(),
                All = steps.Count(step => step.RunId == run.Id),
                Done = steps.Count(step => step.RunId == run.Id && (step.Status == StepStatus.Succeeded || step.Status == StepStatus.Skipped)),
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new RunHeader(
                row.Run.Id, row.Run.Scenario, row.Run.Action, row.Run.Status, RunJson.ReadMap(row.Run.Clusters), row.Run.RequestedBy, row.Run.QueuedAt, row.Run.StartedAt,
                row.Run.FinishedAt, row.Run.Error, row.Run.WaitsFor, row.Run.Simulated, row.Current, row.All, row.Done)),
        ];
    }

    private async Task<IReadOnlyList<Run>> ReadAsync(Func<IQueryable<RunRow>, IQueryable<RunRow>> select, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        // One transaction, so that a run, its steps and its evidence are from the same moment.
        await using var transaction = await database.BeginReadingAsync(cancellationToken);
        var runs = await select(database.Set<RunRow>().AsNoTracking()).ToListAsync(cancellationToken);
        var ids = runs.Select(run => run.Id).ToList();
        var steps = (await database.Set<RunStepRow>().AsNoTracking().Where(step => ids.Contains(step.RunId)).OrderBy(step => step.Ordinal).ToListAsync(cancellationToken)).ToLookup(step => step.RunId);
        var evidence = (await database.Set<EvidenceRow>().AsNoTracking().Where(one => ids.Contains(one.RunId)).OrderBy(one => one.Ordinal).ToListAsync(cancellationToken)).ToLookup(one => (one.RunId, one.StepId));
        return [.. runs.Select(run => ToRun(run, steps[run.Id].Select(step => ToStep(step, evidence[(run.Id, step.StepId)]))))];
    }

    private static Run ToRun(RunRow run, IEnumerable<RunStep> steps)
    {
        var secret = RunJson.ReadList(run.SecretParameters);
        return new Run(
            run.Id, run.Scenario, run.Action, run.Status,
            RunJson.ReadMap(run.Clusters),
            RunJson.ReadMap(run.Parameters).ToDictionary(one => one.Key, one => secret.Contains(one.Key) ? SecretMask.Mask : one.Value),
            run.RequestedBy, run.QueuedAt, run.StartedAt, run.FinishedAt, run.Error, run.WaitsFor, run.Simulated, [.. steps]);
    }

    private static RunStep ToStep(RunStepRow step, IEnumerable<EvidenceRow> evidence) => new(
        step.StepId, step.Title, step.Cluster, step.Status, step.Attempts, step.StartedAt, step.FinishedAt, step.WaitsFor, step.Error,
        [.. evidence.Select(EvidenceDetail.Read)]);
}
