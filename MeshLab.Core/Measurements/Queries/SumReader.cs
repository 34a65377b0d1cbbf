using System.Data.Common;
using MeshLab.Core.Measurements.Store;

namespace MeshLab.Core.Measurements.Queries;

/// <summary>Reads minutes, their rollups and the rollups of groups into a query's figures.</summary>
internal static class SumReader
{
    /// <summary>Reads a part of the range.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="metric">What to read.</param>
    /// <param name="plan">The query's buckets.</param>
    /// <param name="part">The part, with the width of the sums that serve it.</param>
    /// <param name="entries">The series, or the groups.</param>
    /// <param name="groups">Whether the entries are groups.</param>
    /// <param name="table">Where the figures go.</param>
    public static void Read(DbConnection connection, Metric metric, BucketPlan plan, SumPart part, IEnumerable<SeriesEntry> entries, bool groups, UsageTable table)
    {
        var first = part.From / part.Width;
        var count = (int)((part.To / part.Width) - first);
        using var statement = Statement.On(connection, Text(metric, part.Width, groups));
        statement.Bind(2, first);
        statement.Bind(3, first + count);
        if (part.Width > 1)
        {
            statement.Bind(4, part.Width);
        }

        var coverages = new Dictionary<(string Source, string Node), int[]>();
        foreach (var entry in entries)
        {
            var usage = entry.Line is { } line ? table.UsageOf(line, entry.Node) : null;
            var covered = coverages.TryGetValue((entry.Source, entry.Node), out var known) ? known : coverages[(entry.Source, entry.Node)] = new int[count];
            statement.Bind(1, entry.Id);
            while (statement.Read())
            {
                var bucket = statement.Integer(0);
                ref var node = ref covered[bucket - first];
                node = Math.Max(node, (int)statement.Integer(1));
                if (usage is not null && statement.RealOrNull(2) is { } value)
                {
                    usage.Add(Index(bucket), value);
                }
            }

            statement.Reset();
        }

        foreach (var ((source, node), covered) in coverages)
        {
            var coverage = table.CoverageOf(source, node);
            for (var index = 0; index < count; index++)
            {
                coverage[Index(first + index)] += covered[index];
            }
        }

        int Index(long bucket) => (int)(((bucket * part.Width * BucketSplit.MinuteMs) - plan.FromMs) / plan.WidthMs);
    }

    /// <summary>
    /// Reads a part that has no sums of groups yet, the newest minutes, of all series in one statement, and adds them up to their groups here: sorting them into
    /// groups takes SQLite longer than finding them. Series that are not in their group (yet) are read one by one.
    /// </summary>
    public static void ReadMinutes(
        DbConnection connection, MeasurementQuery query, BucketPlan plan, SumPart part, IReadOnlyList<SeriesEntry> groups, IReadOnlyList<SeriesEntry> strays, UsageTable table)
    {
        var coverages = new Dictionary<(string Source, string Node), int[]>();
        var places = groups.ToDictionary(group => group.Id, Place);
        using var statement = SeriesEntry.Over(connection, GroupMinutes(query.Metric), query.Cluster, part.FromMs, part.ToMs);
        statement.Bind(4, part.From);
        statement.Bind(5, part.To);
        while (statement.Read())
        {
            Add(places[(int)statement.Integer(0)], statement.Integer(1), (int)statement.Integer(2), statement.RealOrNull(3));
        }

        using var single = Statement.On(connection, Text(query.Metric, 1, false));
        single.Bind(2, part.From);
        single.Bind(3, part.To);
        foreach (var series in strays)
        {
            var place = Place(series);
            single.Bind(1, series.Id);
            while (single.Read())
            {
                Add(place, single.Integer(0), (int)single.Integer(1), single.RealOrNull(2));
            }

            single.Reset();
        }

        foreach (var ((source, node), covered) in coverages)
        {
            var coverage = table.CoverageOf(source, node);
            for (var index = 0; index < covered.Length; index++)
            {
                coverage[Index(part.From + index)] += covered[index];
            }
        }

        (int[] Covered, NodeUsage? Usage) Place(SeriesEntry entry) => (
            coverages.TryGetValue((entry.Source, entry.Node), out var known) ? known : coverages[(entry.Source, entry.Node)] = new int[part.To - part.From],
            entry.Line is { } line ? table.UsageOf(line, entry.Node) : null);

        void Add((int[] Covered, NodeUsage? Usage) place, long minute, int ms, double? value)
        {
            ref var node = ref place.Covered[minute - part.From];
            node = Math.Max(node, ms);
            if (value is { } used)
            {
                place.Usage?.Add(Index(minute), used);
            }
        }

        int Index(long minute) => (int)(((minute * BucketSplit.MinuteMs) - plan.FromMs) / plan.WidthMs);
    }

    private static string GroupMinutes(Metric metric) => $"""
        SELECT s.GroupId, m.Minute, m.CoveredMs, m.{(metric == Metric.Cpu ? "CpuCoreMs" : "MemoryByteMs")}
        FROM UsageSeries s CROSS JOIN UsageGroups g ON g.Id = s.GroupId AND g.Class = s.Class AND g.Mesh = s.Mesh
            CROSS JOIN UsageMinutes m ON m.SeriesId = s.Id AND m.Minute >= ?4 AND m.Minute < ?5
        WHERE s.Cluster = ?1 AND s.LastAt >= ?2 AND s.FirstAt < ?3
        """;

    private static string Text(Metric metric, int width, bool groups)
    {
        var value = metric == Metric.Cpu ? "CpuCoreMs" : "MemoryByteMs";
        return (width, groups) switch
        {
            (1, _) => $"SELECT Minute, CoveredMs, {value} FROM UsageMinutes WHERE SeriesId = ?1 AND Minute >= ?2 AND Minute < ?3",
            (_, true) => $"SELECT Bucket, NodeCoveredMs, {value} FROM UsageGroupRollups WHERE GroupId = ?1 AND WidthMinutes = ?4 AND Bucket >= ?2 AND Bucket < ?3",
            _ => $"SELECT Bucket, NodeCoveredMs, {value} FROM UsageRollups WHERE SeriesId = ?1 AND WidthMinutes = ?4 AND Bucket >= ?2 AND Bucket < ?3",
        };
    }
}
