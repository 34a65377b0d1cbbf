using System.Data.Common;
using System.Globalization;
using MeshLab.Core.Measurements.Store;

namespace MeshLab.Core.Measurements.Queries;

/// <summary>What one series used in a stretch of time, as integrals.</summary>
/// <param name="SeriesId">The series.</param>
/// <param name="CoveredMs">How much of the stretch was observed, in milliseconds.</param>
/// <param name="CpuCoreMs">CPU, in core-milliseconds; null when not known.</param>
/// <param name="MemoryByteMs">Working sets, in byte-milliseconds; null when not known.</param>
/// <param name="MemoryMax">The largest working set, in bytes; null when not known.</param>
internal readonly record struct UsePiece(int SeriesId, double CoveredMs, double? CpuCoreMs, double? MemoryByteMs, long? MemoryMax);

/// <summary>
/// Reads a part of a minute. A sample that reaches over the part's border is divided by time, which is to read its cumulative counter at the border by linear
/// interpolation. Where the samples are no longer kept, the minute's sums are divided by time in the same way.
/// </summary>
internal static class UsePieces
{
    private static string FromSamples(DbConnection connection) => $"""
        SELECT m.SeriesId, {UsageSql.Smaller(connection)}(m.EndMs, @to) - {UsageSql.Larger(connection)}(m.EndMs - m.LengthMs, @from), m.CpuCores, m.MemoryBytes
        FROM UsageSeries s JOIN UsageSamples m ON m.SeriesId = s.Id
        WHERE s.Cluster = @cluster AND s.LastAt >= @from - @lag AND s.FirstAt < @to
            AND m.EndMs > @from AND m.EndMs < @to + @longest AND m.EndMs - m.LengthMs < @to
        """;

    private const string AnySample = """
        SELECT CASE WHEN EXISTS (SELECT 1 FROM UsageSeries s JOIN UsageSamples m ON m.SeriesId = s.Id
        WHERE s.Cluster = @cluster AND s.LastAt >= @from - @lag AND s.FirstAt < @to
            AND m.EndMs > @from AND m.EndMs < @to + @longest AND m.EndMs - m.LengthMs < @to) THEN 1 ELSE 0 END
        """;

    private const string FromMinute = """
        SELECT m.SeriesId, m.CoveredMs, m.CpuCoreMs, m.MemoryByteMs, m.MemoryMax
        FROM UsageSeries s JOIN UsageMinutes m ON m.SeriesId = s.Id
        WHERE s.Cluster = @cluster AND s.LastAt >= @from - @lag AND s.FirstAt < @to AND m.Minute = @minute
        """;

    private const string LastOfEach = """
        SELECT (SELECT MAX(m.EndMs) FROM UsageSamples m WHERE m.SeriesId = s.Id)
        FROM UsageSeries s WHERE s.Cluster = @cluster AND s.LastAt >= @from - @lag AND s.FirstAt < @to
        """;

    /// <summary>Series that are at most this far behind the newest are believed to be alive, and to follow.</summary>
    private const long LiveMs = 60_000;

    /// <summary>The parts of minutes at the edges of a window: what lies before its first whole minute and after its last.</summary>
    public static IEnumerable<(long FromMs, long ToMs)> Edges(long fromMs, long toMs)
    {
        var (first, last) = Whole(fromMs, toMs);
        if (first >= last)
        {
            var border = (fromMs / BucketSplit.MinuteMs * BucketSplit.MinuteMs) + BucketSplit.MinuteMs;
            if (fromMs < toMs)
            {
                yield return (fromMs, Math.Min(border, toMs));
            }

            if (border < toMs)
            {
                yield return (border, toMs);
            }

            yield break;
        }

        if (fromMs < first * BucketSplit.MinuteMs)
        {
            yield return (fromMs, first * BucketSplit.MinuteMs);
        }

        if (last * BucketSplit.MinuteMs < toMs)
        {
            yield return (last * BucketSplit.MinuteMs, toMs);
        }
    }

    /// <summary>The whole minutes of a window, since the Unix epoch; the first is not below the last when there are none.</summary>
    public static (long First, long Last) Whole(long fromMs, long toMs) => ((fromMs + BucketSplit.MinuteMs - 1) / BucketSplit.MinuteMs, toMs / BucketSplit.MinuteMs);

    /// <summary>What each series used in a part of one minute.</summary>
    public static IReadOnlyList<UsePiece> Read(DbConnection connection, string cluster, long fromMs, long toMs)
    {
        var minute = fromMs / BucketSplit.MinuteMs;
        using var any = Command(connection, AnySample, cluster, minute * BucketSplit.MinuteMs, (minute + 1) * BucketSplit.MinuteMs);
        return Convert.ToInt64(any.ExecuteScalar(), CultureInfo.InvariantCulture) == 1 ? Samples(connection, cluster, fromMs, toMs) : Minute(connection, cluster, minute, fromMs, toMs);
    }

    /// <summary>Until when every series that still lives was heard of, and no later than asked for: the newest seconds would otherwise look like a drop.</summary>
    public static long Settled(DbConnection connection, string cluster, long fromMs, long toMs)
    {
        var ends = new List<long>();
        using var command = Command(connection, LastOfEach, cluster, fromMs, toMs);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (!reader.IsDBNull(0))
            {
                ends.Add(reader.GetInt64(0));
            }
        }

        return ends.Count == 0 ? toMs : Math.Min(toMs, ends.Where(end => end > ends.Max() - LiveMs).Min());
    }

    private static List<UsePiece> Samples(DbConnection connection, string cluster, long fromMs, long toMs)
    {
        var pieces = new Dictionary<int, UsePiece>();
        using var command = Command(connection, FromSamples(connection), cluster, fromMs, toMs);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var (id, overlap) = (reader.GetInt32(0), reader.GetInt64(1));
            var before = pieces.GetValueOrDefault(id);
            double? cpu = reader.IsDBNull(2) ? null : reader.GetDouble(2) * overlap;
            long? memory = reader.IsDBNull(3) ? null : reader.GetInt64(3);
            pieces[id] = new(
                id, before.CoveredMs + overlap, Sum(before.CpuCoreMs, cpu), Sum(before.MemoryByteMs, (double?)memory * overlap),
                memory is null || before.MemoryMax > memory ? before.MemoryMax : memory);
        }

        return [.. pieces.Values];
    }

    private static List<UsePiece> Minute(DbConnection connection, string cluster, long minute, long fromMs, long toMs)
    {
        var pieces = new List<UsePiece>();
        var share = (toMs - fromMs) / (double)BucketSplit.MinuteMs;
        using var command = Command(connection, FromMinute, cluster, fromMs, toMs, ("minute", minute));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            pieces.Add(new(
                reader.GetInt32(0), reader.GetInt64(1) * share, reader.IsDBNull(2) ? null : reader.GetDouble(2) * share,
                reader.IsDBNull(3) ? null : reader.GetDouble(3) * share, reader.IsDBNull(4) ? null : reader.GetInt64(4)));
        }

        return pieces;
    }

    private static double? Sum(double? left, double? right) => left is null ? right : left + (right ?? 0);

    private static DbCommand Command(DbConnection connection, string text, string cluster, long fromMs, long toMs, params ReadOnlySpan<(string Name, object Value)> more) => UsageSql.Command(
        connection, text, [("cluster", cluster), ("from", fromMs), ("to", toMs), ("lag", SeriesDictionary.LagMs), ("longest", UsageReader.LongestSampleMs), .. more]);
}
