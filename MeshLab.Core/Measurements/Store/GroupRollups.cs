using System.Data.Common;

namespace MeshLab.Core.Measurements.Store;

/// <summary>
/// Adds the rollups of series up to rollups of groups. Every series knows the group that holds it. One that has none yet, because it is
/// new or was stored before there were groups, or whose class was corrected, is put into its group here, and the old and the new group
/// are computed again for its time. Until then it is out of place, and readers take the rollups of series.
/// </summary>
internal static class GroupRollups
{
    private const string SameGroup = "g.Cluster = s.Cluster AND g.Source = s.Source AND g.Origin = s.Origin AND g.Scope = s.Scope AND g.Node = s.Node AND g.Class = s.Class AND g.Mesh = s.Mesh";

    private const string AddGroups = """
        INSERT INTO UsageGroups (Cluster, Source, Origin, Scope, Node, Class, Mesh)
        SELECT DISTINCT Cluster, Source, Origin, Scope, Node, Class, Mesh FROM UsageSeries WHERE true
        ON CONFLICT DO NOTHING
        """;

    private const string OutOfPlace = $"""
        SELECT s.Id, s.GroupId, g.Id, s.FirstAt, s.LastAt, CASE WHEN EXISTS (SELECT 1 FROM UsageRollups r WHERE r.SeriesId = s.Id) THEN 1 ELSE 0 END
        FROM UsageSeries s JOIN UsageGroups g ON {SameGroup}
        WHERE s.GroupId IS NULL OR s.GroupId <> g.Id
        """;

    private const string Clear = "DELETE FROM UsageGroupRollups WHERE GroupId = ?1 AND WidthMinutes = ?2 AND Bucket >= ?3 AND Bucket <= ?4";

    private const string Again = $"""
        INSERT INTO UsageGroupRollups (GroupId, WidthMinutes, Bucket, NodeCoveredMs, CpuCoreMs, MemoryByteMs)
        SELECT g.Id, ?2, r.Bucket, MAX(r.NodeCoveredMs), SUM(r.CpuCoreMs), SUM(r.MemoryByteMs)
        FROM UsageGroups g CROSS JOIN UsageSeries s ON {SameGroup}
            CROSS JOIN UsageRollups r ON r.SeriesId = s.Id AND r.WidthMinutes = ?2 AND r.Bucket >= ?3 AND r.Bucket <= ?4
        WHERE g.Id = ?1
        GROUP BY g.Id, r.Bucket
        """;

    private const string Sum = """
        INSERT INTO UsageGroupRollups (GroupId, WidthMinutes, Bucket, NodeCoveredMs, CpuCoreMs, MemoryByteMs)
        SELECT s.GroupId, ?1, r.Bucket, MAX(r.NodeCoveredMs), SUM(r.CpuCoreMs), SUM(r.MemoryByteMs)
        FROM UsageSeries s CROSS JOIN UsageRollups r ON r.SeriesId = s.Id AND r.WidthMinutes = ?1 AND r.Bucket >= ?2 AND r.Bucket < ?3
        WHERE s.GroupId IS NOT NULL AND s.LastAt >= ?4 AND s.FirstAt < ?5
        GROUP BY s.GroupId, r.Bucket
        ON CONFLICT (GroupId, WidthMinutes, Bucket) DO UPDATE SET
            NodeCoveredMs = excluded.NodeCoveredMs, CpuCoreMs = excluded.CpuCoreMs, MemoryByteMs = excluded.MemoryByteMs
        """;

    /// <summary>Puts every series into its group.</summary>
    public static async Task PlaceAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        Run(connection, AddGroups);
        var moved = Moved(connection);
        var stale = new Dictionary<long, (long FromMs, long ToMs)>();
        foreach (var series in moved.Where(series => series.Rolled))
        {
            foreach (var group in new[] { series.Old, series.New }.OfType<long>())
            {
                var (from, to) = stale.GetValueOrDefault(group, (long.MaxValue, 0));
                stale[group] = (Math.Min(from, series.FirstMs), Math.Max(to, series.LastMs + SeriesDictionary.LagMs));
            }
        }

        // A group at a time, so that samplers get in between. Series are told last: a process that ends before does it again.
        foreach (var (group, (fromMs, toMs)) in stale)
        {
            foreach (var width in Rollups.Widths)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await using var transaction = await UsageSql.BeginWritingAsync(connection, cancellationToken);
                var (first, last) = (fromMs / BucketSplit.MinuteMs / width, toMs / BucketSplit.MinuteMs / width);
                Run(connection, Clear, group, width, first, last);
                Run(connection, Again, group, width, first, last);
                await transaction.CommitAsync(cancellationToken);
            }
        }

        if (moved.Count > 0)
        {
            await using var transaction = await UsageSql.BeginWritingAsync(connection, cancellationToken);
            foreach (var series in moved)
            {
                Run(connection, "UPDATE UsageSeries SET GroupId = ?2 WHERE Id = ?1", series.Id, series.New);
            }

            await transaction.CommitAsync(cancellationToken);
        }
    }

    /// <summary>Adds up the rollups of some minutes, within the transaction that made them.</summary>
    public static void Add(DbConnection connection, int width, long from, long to) => Run(
        connection, Sum, width, from / width, to / width, (from * BucketSplit.MinuteMs) - SeriesDictionary.LagMs, to * BucketSplit.MinuteMs);

    private static List<MovedSeries> Moved(DbConnection connection)
    {
        using var statement = Statement.On(connection, OutOfPlace);
        var moved = new List<MovedSeries>();
        while (statement.Read())
        {
            moved.Add(new(statement.Integer(0), statement.IntegerOrNull(1), statement.Integer(2), statement.Integer(3), statement.Integer(4), statement.Integer(5) > 0));
        }

        return moved;
    }

    private static void Run(DbConnection connection, string text, params ReadOnlySpan<long> parameters)
    {
        using var statement = Statement.On(connection, text);
        for (var index = 0; index < parameters.Length; index++)
        {
            statement.Bind(index + 1, parameters[index]);
        }

        statement.Execute();
    }

    private sealed record MovedSeries(long Id, long? Old, long New, long FirstMs, long LastMs, bool Rolled);
}
