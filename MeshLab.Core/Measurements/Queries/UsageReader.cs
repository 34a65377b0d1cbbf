using System.Data;
using System.Data.Common;
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

    /// <summary>In buckets of this width a minute more or less at the end changes nothing that can be seen: they are means over what was observed.</summary>
    private const long WideMs = 10 * 60_000;

    /// <summary>The figures of a query, cut as planned.</summary>
    public async Task<UsageTable> ReadAsync(MeasurementQuery query, BucketPlan plan, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var connection = await UsageStore.OpenAsync(database, cancellationToken);
        var table = new UsageTable(plan.Count);
        var asked = (From: query.From.ToUnixTimeMilliseconds(), To: query.To.ToUnixTimeMilliseconds());
        var range = (asked.From, To: Math.Min(asked.To, plan.WidthMs >= WideMs ? SettledRoughly(connection, query.Cluster, asked.From, asked.To) : Settled(connection, query.Cluster, asked.From, asked.To)));
        if (!plan.FromMinutes)
        {
            ReadRaw(connection, query, plan, range, SeriesEntry.ReadSeries(connection, query.Cluster, query.By, range.From, range.To), table);
            return table;
        }

        var (from, to) = (range.From / BucketSplit.MinuteMs, Math.Min(range.To, plan.ToMs) / BucketSplit.MinuteMs);
        if (range.To == asked.To && range.To % BucketSplit.MinuteMs != 0)
        {
            to++;
        }

        await MinuteSums.SettleAsync(connection, to, cancellationToken);
        // What is summed up is told before the database's state is held, because sums are told after they are committed.
        var parts = SumPart.Divide(connection, rollups, plan, from, to).ToList();
        await using var snapshot = connection is SqliteConnection sqlite
            ? sqlite.BeginTransaction(deferred: true)
            : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        if (query.By == MeasurementGrouping.Pod)
        {
            ReadSeries(connection, query, plan, parts, table);
        }
        else
        {
            ReadGroups(connection, query, plan, parts, table);
        }

        return table;
    }

    private static void ReadSeries(DbConnection connection, MeasurementQuery query, BucketPlan plan, List<SumPart> parts, UsageTable table)
    {
        foreach (var part in parts)
        {
            var series = SeriesEntry.ReadSeries(connection, query.Cluster, query.By, part.FromMs, part.ToMs);
            SumReader.Read(connection, query.Metric, plan, part, series, false, table);
        }
    }

    private static void ReadGroups(DbConnection connection, MeasurementQuery query, BucketPlan plan, List<SumPart> parts, UsageTable table)
    {
        if (parts.Count == 0)
        {
            return;
        }

        var groups = SeriesEntry.ReadGroups(connection, query.Cluster, query.By);
        var strays = SeriesEntry.ReadOutOfPlace(connection, query.Cluster, query.By, parts[0].FromMs, parts[^1].ToMs);
        foreach (var part in parts)
        {
            var own = strays.Where(series => series.Within(part.FromMs, part.ToMs)).ToList();
            if (part.Width == 1)
            {
                SumReader.ReadMinutes(connection, query, plan, part, groups, own, table);
                continue;
            }

            // Sums of groups cannot stand for a series that is in none yet, or in a wrong one.
            var entries = own.Count == 0 ? groups : SeriesEntry.ReadSeries(connection, query.Cluster, query.By, part.FromMs, part.ToMs);
            SumReader.Read(connection, query.Metric, plan, part, entries, own.Count == 0, table);
        }
    }

    /// <summary>
    /// Until when every living series has been heard of. Counters are read at different times; the newest seconds, for which
    /// some containers are not heard of yet, would otherwise look like a drop.
    /// </summary>
    private static long Settled(DbConnection connection, string cluster, long fromMs, long toMs)
    {
        using var statement = Statement.On(connection, """
            SELECT (SELECT MAX(r.EndMs) FROM UsageSamples r WHERE r.SeriesId = s.Id)
            FROM UsageSeries s
            WHERE s.Cluster = ?1 AND s.LastAt >= ?2 AND s.FirstAt < ?3
                AND s.LastAt > (SELECT MAX(LastAt) FROM UsageSeries WHERE Cluster = ?1 AND LastAt >= ?2 AND FirstAt < ?3) - ?4
            """);
        statement.Bind(1, cluster);
        statement.Bind(2, fromMs - SeriesDictionary.LagMs);
        statement.Bind(3, toMs);
        statement.Bind(4, SeriesDictionary.LagMs + LiveMs);
        var ends = new List<long>();
        while (statement.Read())
        {
            if (statement.IntegerOrNull(0) is { } end)
            {
                ends.Add(end);
            }
        }

        var newest = ends.Count > 0 ? ends.Max() : long.MaxValue;
        return ends.Count > 0 ? ends.Where(end => end > newest - LiveMs).Min() : newest;
    }

    /// <summary>The same from the dictionary alone, which lags by up to a minute: a look at each series' newest sample would cost more than a chart of hours.</summary>
    private static long SettledRoughly(DbConnection connection, string cluster, long fromMs, long toMs)
    {
        using var statement = Statement.On(connection, """
            SELECT MIN(LastAt) FROM UsageSeries
            WHERE Cluster = ?1 AND LastAt >= ?2 AND FirstAt < ?3 AND LastAt > (SELECT MAX(LastAt) FROM UsageSeries WHERE Cluster = ?1 AND LastAt >= ?2 AND FirstAt < ?3) - ?4
            """);
        statement.Bind(1, cluster);
        statement.Bind(2, fromMs - SeriesDictionary.LagMs);
        statement.Bind(3, toMs);
        statement.Bind(4, SeriesDictionary.LagMs + LiveMs);
        return statement.Read() && statement.IntegerOrNull(0) is { } end ? end : long.MaxValue;
    }

    private static void ReadRaw(
        DbConnection connection, MeasurementQuery query, BucketPlan plan, (long From, long To) range, List<SeriesEntry> series, UsageTable table)
    {
        using var statement = Statement.On(connection, $"""
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
