using MeshLab.Core.Measurements.Store;
using MeshLab.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Measurements.Queries;

/// <summary>Reads a query's figures: raw samples for short ranges, minutes and their rollups for long ones.</summary>
internal sealed class UsageReader(IDbContextFactory<MeshLabDbContext> databases, Rollups rollups)
{
    /// <summary>The longest interval a sample can have: four times the longest sampling interval.</summary>
    internal const long LongestSampleMs = 20 * 60_000;

    /// <summary>Series that are at most this far behind the newest are believed to be alive, and to follow.</summary>
    private const long LiveMs = 60_000;

    /// <summary>The figures of a query, cut as planned.</summary>
    public async Task<UsageTable> ReadAsync(MeasurementQuery query, BucketPlan plan, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var since = query.From.AddMilliseconds(-SeriesDictionary.LagMs);
        var rows = await database.Set<UsageSeriesRow>().AsNoTracking()
            .Where(row => row.Cluster == query.Cluster && row.LastAt >= since && row.FirstAt < query.To)
            .ToListAsync(cancellationToken);
        var series = rows.Select(row => SeriesEntry.Of(row, query.By)).ToList();
        var table = new UsageTable(plan.Count);
        if (series.Count == 0)
        {
            return table;
        }

        var connection = await UsageStore.OpenAsync(database, cancellationToken);
        var range = (From: query.From.ToUnixTimeMilliseconds(), To: Math.Min(query.To.ToUnixTimeMilliseconds(), Settled(connection, series)));
        if (!plan.FromMinutes)
        {
            ReadRaw(connection, query, plan, range, series, table);
            return table;
        }

        var (from, to) = (range.From / BucketSplit.MinuteMs, Math.Min(range.To, plan.ToMs) / BucketSplit.MinuteMs);
        if (range.To == query.To.ToUnixTimeMilliseconds() && range.To % BucketSplit.MinuteMs != 0)
        {
            to++;
        }

        await MinuteSums.SettleAsync(connection, to, cancellationToken);
        var parts = SumPart.Divide(connection, rollups, plan, from, to).ToList();
        var groups = await GroupsAsync(database, query, rows, parts, cancellationToken);
        foreach (var part in parts)
        {
            var grouped = groups is not null && part.Width > 1;
            SumReader.Read(connection, query.Metric, plan, part, grouped ? groups! : series, grouped, table);
        }

        return table;
    }

    /// <summary>The groups that can take the place of the series where rollups are read; null where some series is not in its group yet, or the query asks for pods.</summary>
    private static async Task<IReadOnlyList<SeriesEntry>?> GroupsAsync(
        MeshLabDbContext database, MeasurementQuery query, List<UsageSeriesRow> series, List<SumPart> parts, CancellationToken cancellationToken)
    {
        var rolled = parts.Where(part => part.Width > 1).Select(part => part.To).DefaultIfEmpty(0).Max();
        if (query.By == MeasurementGrouping.Pod || rolled == 0)
        {
            return null;
        }

        var groups = await database.Set<UsageGroupRow>().AsNoTracking().Where(group => group.Cluster == query.Cluster).ToDictionaryAsync(group => group.Id, cancellationToken);
        var before = DateTimeOffset.FromUnixTimeMilliseconds(rolled * BucketSplit.MinuteMs);
        return series.TrueForAll(row => row.FirstAt >= before
            || (row.GroupId is { } id && groups.TryGetValue(id, out var group) && group.Class == row.Class && group.Mesh == row.Mesh))
            ? [.. groups.Values.Select(group => SeriesEntry.Of(group, query.By))]
            : null;
    }

    /// <summary>
    /// Until when every living series has been heard of. Counters are read at different times; the newest seconds, for which
    /// some containers are not heard of yet, would otherwise look like a drop.
    /// </summary>
    private static long Settled(SqliteConnection connection, List<SeriesEntry> series)
    {
        using var statement = new Statement(connection, "SELECT MAX(EndMs) FROM UsageSamples WHERE SeriesId = ?1");
        var ends = new List<long>(series.Count);
        var live = series.Max(entry => entry.LastMs) - SeriesDictionary.LagMs - LiveMs;
        foreach (var entry in series.Where(entry => entry.LastMs > live))
        {
            statement.Bind(1, entry.Id);
            if (statement.Read() && statement.IntegerOrNull(0) is { } end)
            {
                ends.Add(end);
            }

            statement.Reset();
        }

        var newest = ends.Count > 0 ? ends.Max() : long.MaxValue;
        return ends.Count > 0 ? ends.Where(end => end > newest - LiveMs).Min() : newest;
    }

    private static void ReadRaw(
        SqliteConnection connection, MeasurementQuery query, BucketPlan plan, (long From, long To) range, List<SeriesEntry> series, UsageTable table)
    {
        using var statement = new Statement(connection, $"""
            SELECT EndMs, LengthMs, {(query.Metric == Metric.Cpu ? "CpuCores" : "MemoryBytes")}
            FROM UsageSamples WHERE SeriesId = ?1 AND EndMs > ?2 AND EndMs < ?3
            """);
        statement.Bind(2, range.From);
        statement.Bind(3, range.To + LongestSampleMs);
        var covered = new double[plan.Count];
        foreach (var entry in series)
        {
            Array.Clear(covered);
            statement.Bind(1, entry.Id);
            var usage = entry.Line is { } line ? table.UsageOf(line, entry.Node) : null;
            while (statement.Read())
            {
                var (end, length) = (statement.Integer(0), statement.Integer(1));
                var value = statement.RealOrNull(2);
                foreach (var (bucket, ms) in BucketSplit.Over(Math.Max(end - length, range.From) - plan.FromMs, Math.Min(end, range.To) - plan.FromMs, plan.WidthMs))
                {
                    covered[bucket] += ms;
                    if (value is { } known)
                    {
                        usage?.Add((int)bucket, known * ms);
                    }
                }
            }

            statement.Reset();
            var node = table.CoverageOf(entry.Source, entry.Node);
            for (var bucket = 0; bucket < covered.Length; bucket++)
            {
                node[bucket] = Math.Max(node[bucket], covered[bucket]);
            }
        }
    }
}
