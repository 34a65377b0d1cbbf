using System.Data.Common;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MeshLab.Core.Measurements.Store;

/// <summary>
/// Sums minutes up to ten minutes and hours, so that a chart of months reads a few hundred rows a series. It follows the minutes at a
/// distance, because late samples find their minute, and computes its newest buckets again each time. What it says is summed up is;
/// the rest is read from the minutes. The sums of groups of series (<see cref="GroupRollups"/>) are written with those of the series.
/// </summary>
internal sealed class Rollups(IDbContextFactory<MeshLabDbContext> databases, TimeProvider clock)
{
    /// <summary>The widths, in minutes.</summary>
    public static readonly int[] Widths = [10, 60];

    /// <summary>How far it stays behind, for samples that come a little late. What comes later, as from a node whose clock is behind or at an interval of minutes, is found the next time.</summary>
    public const int LagMinutes = 3;

    /// <summary>How much is computed again each time, for samples that came later than that.</summary>
    public const int AgainMinutes = 120;

    /// <summary>How much one transaction sums up, so that samplers get in between.</summary>
    private const int StepMinutes = 360;

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(10);

    private const string Sum = """
        WITH m AS MATERIALIZED (
            SELECT s.Cluster, s.Source, s.Origin, s.Node, m.SeriesId, m.Minute, m.CoveredMs, m.CpuCoreMs, m.MemoryByteMs
            FROM UsageSeries s CROSS JOIN UsageMinutes m ON m.SeriesId = s.Id
            WHERE s.LastAt >= @fromMs AND s.FirstAt < @toMs AND m.Minute >= @from AND m.Minute < @to),
        each AS (SELECT Cluster, Source, Origin, Node, Minute, MAX(CoveredMs) AS Ms FROM m GROUP BY Cluster, Source, Origin, Node, Minute),
        nodes AS (SELECT Cluster, Source, Origin, Node, Minute / @width AS Bucket, SUM(Ms) AS Ms FROM each GROUP BY Cluster, Source, Origin, Node, Minute / @width)
        INSERT INTO UsageRollups (WidthMinutes, SeriesId, Bucket, CoveredMs, NodeCoveredMs, CpuCoreMs, MemoryByteMs)
        SELECT @width, m.SeriesId, m.Minute / @width, SUM(m.CoveredMs), n.Ms, SUM(m.CpuCoreMs), SUM(m.MemoryByteMs)
        FROM m JOIN nodes n ON n.Cluster = m.Cluster AND n.Source = m.Source AND n.Origin = m.Origin AND n.Node = m.Node AND n.Bucket = m.Minute / @width
        GROUP BY m.SeriesId, m.Minute / @width, n.Ms
        ON CONFLICT (SeriesId, WidthMinutes, Bucket) DO UPDATE SET
            CoveredMs = excluded.CoveredMs, NodeCoveredMs = excluded.NodeCoveredMs, CpuCoreMs = excluded.CpuCoreMs, MemoryByteMs = excluded.MemoryByteMs
        """;

    private readonly Dictionary<int, (long Minute, long ReadAt)> _untilMinute = [];

    /// <summary>The minute (since the epoch) up to which a width is summed up; 0 while nothing is.</summary>
    public long UntilMinute(DbConnection connection, int width)
    {
        lock (_untilMinute)
        {
            // Another process may have summed up more since: what was known is not wrong then, but leaves more minutes to read.
            if (_untilMinute.TryGetValue(width, out var known) && (connection is not NpgsqlConnection || clock.GetElapsedTime(known.ReadAt) < LookAgainAfter))
            {
                return known.Minute;
            }

            var stored = Stored(connection, width);
            _untilMinute[width] = (stored, clock.GetTimestamp());
            return stored;
        }
    }

    /// <summary>Sums up what is old enough.</summary>
    public async Task CatchUpAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var connection = await UsageStore.OpenAsync(database, cancellationToken);
        var newest = (now.ToUnixTimeMilliseconds() / BucketSplit.MinuteMs) - LagMinutes;
        await MinuteSums.SettleAsync(connection, newest, cancellationToken);
        await GroupRollups.PlaceAsync(connection, cancellationToken);
        foreach (var width in Widths)
        {
            var until = newest / width * width;
            var done = UntilMinute(connection, width);
            var from = done > 0 ? (done - AgainMinutes) / width * width : First(connection) / width * width;
            for (var at = from; at < until; at += StepMinutes)
            {
                await SumAsync(connection, width, at, Math.Min(at + StepMinutes, until), cancellationToken);
            }

            lock (_untilMinute)
            {
                _untilMinute[width] = (until, clock.GetTimestamp());
            }
        }
    }

    private static async Task SumAsync(DbConnection connection, int width, long from, long to, CancellationToken cancellationToken)
    {
        await using var transaction = await UsageSql.BeginWritingAsync(connection, cancellationToken);
        await using var command = UsageSql.Command(
            connection, Sum, ("width", (long)width), ("from", from), ("to", to), ("fromMs", (from * BucketSplit.MinuteMs) - SeriesDictionary.LagMs), ("toMs", to * BucketSplit.MinuteMs));
        command.Transaction = transaction;
        await command.ExecuteNonQueryAsync(cancellationToken);
        GroupRollups.Add(connection, width, from, to);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Up to where an earlier process came: every step sums up all series, and steps go forwards.</summary>
    private static long Stored(DbConnection connection, int width)
    {
        using var statement = Statement.On(connection, "SELECT MAX((SELECT MAX(r.Bucket) FROM UsageRollups r WHERE r.SeriesId = s.Id AND r.WidthMinutes = ?1)) FROM UsageSeries s");
        statement.Bind(1, width);
        return statement.Read() && statement.IntegerOrNull(0) is { } bucket ? (bucket + 1) * width : 0;
    }

    private static long First(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT MIN(FirstAt) FROM UsageSeries";
        return command.ExecuteScalar() is long first ? first / BucketSplit.MinuteMs : long.MaxValue / 2;
    }
}
