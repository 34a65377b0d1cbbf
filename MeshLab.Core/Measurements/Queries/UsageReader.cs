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
        if (plan.FromMinutes)
        {
            ReadMinutes(connection, query, plan, range, series, table);
        }
        else
        {
            ReadRaw(connection, query, plan, range, series, table);
        }

        return table;
    }

    /// <summary>
    /// Until when every living series has been heard of. Counters are read at different times; the newest seconds, for which
    /// some containers are not heard of yet, would otherwise look like a drop.
    /// </summary>
    private static long Settled(SqliteConnection connection, List<SeriesEntry> series)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT MAX(EndMs) FROM UsageSamples WHERE SeriesId = $id";
        var id = command.Parameters.Add("$id", SqliteType.Integer);
        var ends = new List<long>(series.Count);
        foreach (var entry in series)
        {
            id.Value = entry.Id;
            if (command.ExecuteScalar() is long end)
            {
                ends.Add(end);
            }
        }

        var newest = ends.Count > 0 ? ends.Max() : long.MaxValue;
        return ends.Count > 0 ? ends.Where(end => end > newest - LiveMs).Min() : newest;
    }

    private static void ReadRaw(
        SqliteConnection connection, MeasurementQuery query, BucketPlan plan, (long From, long To) range, List<SeriesEntry> series, UsageTable table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT EndMs, LengthMs, {(query.Metric == Metric.Cpu ? "CpuCores" : "MemoryBytes")}
            FROM UsageSamples WHERE SeriesId = $id AND EndMs > $from AND EndMs < $to
            """;
        var id = command.Parameters.Add("$id", SqliteType.Integer);
        command.Parameters.AddWithValue("$from", range.From);
        command.Parameters.AddWithValue("$to", range.To + LongestSampleMs);
        var covered = new double[plan.Count];
        foreach (var entry in series)
        {
            Array.Clear(covered);
            id.Value = entry.Id;
            using var reader = command.ExecuteReader();
            var usage = entry.Line is { } line ? table.UsageOf(line, entry.Node) : null;
            while (reader.Read())
            {
                var (end, length) = (reader.GetInt64(0), reader.GetInt64(1));
                double? value = reader.IsDBNull(2) ? null : reader.GetDouble(2);
                foreach (var (bucket, ms) in BucketSplit.Over(Math.Max(end - length, range.From) - plan.FromMs, Math.Min(end, range.To) - plan.FromMs, plan.WidthMs))
                {
                    covered[bucket] += ms;
                    if (value is { } known)
                    {
                        usage?.Add((int)bucket, known * ms);
                    }
                }
            }

            var node = table.CoverageOf(entry.Source, entry.Node);
            for (var bucket = 0; bucket < covered.Length; bucket++)
            {
                node[bucket] = Math.Max(node[bucket], covered[bucket]);
            }
        }
    }

    /// <summary>
    /// Long ranges: whole buckets that are summed up already come from the widest rollup that divides them, the rest from the minutes.
    /// </summary>
    private void ReadMinutes(
        SqliteConnection connection, MeasurementQuery query, BucketPlan plan, (long From, long To) range, List<SeriesEntry> series, UsageTable table)
    {
        var from = range.From / BucketSplit.MinuteMs;
        var to = Math.Min(range.To, plan.ToMs) / BucketSplit.MinuteMs;
        if (range.To == query.To.ToUnixTimeMilliseconds() && range.To % BucketSplit.MinuteMs != 0)
        {
            to++;
        }

        var (rolledFrom, rolledTo, width) = Rolled(plan, from, to);
        if (width > 0)
        {
            ReadRollups(connection, query.Metric, plan, (rolledFrom, rolledTo, width), series, table);
            ReadMinutes(connection, query.Metric, plan, (from, rolledFrom), series, table);
            ReadMinutes(connection, query.Metric, plan, (rolledTo, to), series, table);
        }
        else
        {
            ReadMinutes(connection, query.Metric, plan, (from, to), series, table);
        }
    }

    /// <summary>The minutes that a rollup serves, and its width; a width of zero for none.</summary>
    private (long From, long To, int Width) Rolled(BucketPlan plan, long from, long to)
    {
        foreach (var width in Rollups.Widths.OrderDescending().Where(width => plan.WidthMs % (width * BucketSplit.MinuteMs) == 0 && plan.FromMs % (width * BucketSplit.MinuteMs) == 0))
        {
            var first = (from + width - 1) / width * width;
            var last = Math.Min(to, rollups.UntilMinute(width)) / width * width;
            if (last > first)
            {
                return (first, last, width);
            }
        }

        return (0, 0, 0);
    }

    private static void ReadRollups(
        SqliteConnection connection, Metric metric, BucketPlan plan, (long From, long To, int Width) part, List<SeriesEntry> series, UsageTable table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT Bucket, NodeCoveredMs, {(metric == Metric.Cpu ? "CpuCoreMs" : "MemoryByteMs")}
            FROM UsageRollups WHERE WidthMinutes = $width AND SeriesId = $id AND Bucket >= $from AND Bucket < $to
            """;
        var id = command.Parameters.Add("$id", SqliteType.Integer);
        command.Parameters.AddWithValue("$width", part.Width);
        command.Parameters.AddWithValue("$from", part.From / part.Width);
        command.Parameters.AddWithValue("$to", part.To / part.Width);
        var coverages = new Dictionary<(string Source, string Node), int[]>();
        foreach (var entry in series)
        {
            id.Value = entry.Id;
            using var reader = command.ExecuteReader();
            var usage = entry.Line is { } line ? table.UsageOf(line, entry.Node) : null;
            var covered = coverages.TryGetValue((entry.Source, entry.Node), out var known) ? known
                : coverages[(entry.Source, entry.Node)] = new int[(part.To - part.From) / part.Width];
            while (reader.Read())
            {
                var bucket = reader.GetInt64(0);
                ref var node = ref covered[bucket - (part.From / part.Width)];
                node = Math.Max(node, reader.GetInt32(1));
                if (!reader.IsDBNull(2))
                {
                    usage?.Add((int)(((bucket * part.Width * BucketSplit.MinuteMs) - plan.FromMs) / plan.WidthMs), reader.GetDouble(2));
                }
            }
        }

        foreach (var ((source, node), covered) in coverages)
        {
            var coverage = table.CoverageOf(source, node);
            for (var index = 0; index < covered.Length; index++)
            {
                coverage[((((part.From / part.Width) + index) * part.Width * BucketSplit.MinuteMs) - plan.FromMs) / plan.WidthMs] += covered[index];
            }
        }
    }

    private static void ReadMinutes(
        SqliteConnection connection, Metric metric, BucketPlan plan, (long From, long To) part, List<SeriesEntry> series, UsageTable table)
    {
        if (part.To <= part.From)
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT Minute, CoveredMs, {(metric == Metric.Cpu ? "CpuCoreMs" : "MemoryByteMs")}
            FROM UsageMinutes WHERE SeriesId = $id AND Minute >= $from AND Minute < $to
            """;
        var id = command.Parameters.Add("$id", SqliteType.Integer);
        var from = part.From;
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$to", part.To);
        var coveredMinutes = new Dictionary<(string Source, string Node), int[]>();
        foreach (var entry in series)
        {
            id.Value = entry.Id;
            using var reader = command.ExecuteReader();
            var usage = entry.Line is { } line ? table.UsageOf(line, entry.Node) : null;
            var minutes = coveredMinutes.TryGetValue((entry.Source, entry.Node), out var known) ? known
                : coveredMinutes[(entry.Source, entry.Node)] = new int[part.To - from];
            while (reader.Read())
            {
                var minute = reader.GetInt64(0);
                ref var covered = ref minutes[minute - from];
                covered = Math.Max(covered, reader.GetInt32(1));
                if (!reader.IsDBNull(2))
                {
                    usage?.Add((int)(((minute * BucketSplit.MinuteMs) - plan.FromMs) / plan.WidthMs), reader.GetDouble(2));
                }
            }
        }

        foreach (var ((source, node), minutes) in coveredMinutes)
        {
            var coverage = table.CoverageOf(source, node);
            for (var index = 0; index < minutes.Length; index++)
            {
                coverage[(((from + index) * BucketSplit.MinuteMs) - plan.FromMs) / plan.WidthMs] += minutes[index];
            }
        }
    }
}
