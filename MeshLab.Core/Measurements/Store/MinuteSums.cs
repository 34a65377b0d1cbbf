using System.Data.Common;

namespace MeshLab.Core.Measurements.Store;

/// <summary>
/// Keeps minutes as sums of the raw samples. A stored mark says up to which minute they are: before it, the minutes hold every part of
/// every raw sample, and from it on, none. Samplers move it on when a minute is over, so that a minute is written once and not once a
/// sample; readers of minutes move it on to what they need; and the part of a late sample that lies before it is added to its minute
/// at once. Mark, minutes and samples change in the same transactions, so that a process that is killed leaves nothing to mend.
/// </summary>
internal static class MinuteSums
{
    private const string Samples = """
        SELECT r.SeriesId, r.EndMs, r.LengthMs, r.CpuCores, r.MemoryBytes
        FROM UsageSeries s CROSS JOIN UsageSamples r ON r.SeriesId = s.Id
        WHERE s.LastAt > ?2 AND s.FirstAt < ?3 AND r.EndMs > ?1
        """;

    /// <summary>The minute (since the epoch) up to which samples are summed up.</summary>
    public static long Until(DbConnection connection)
    {
        using var statement = Statement.On(connection, "SELECT Minute FROM UsageMinutesUntil WHERE Id = 1");
        return statement.Read() ? statement.Integer(0) : 0;
    }

    /// <summary>Sums up for a reader who needs the minutes before the one given. What lies beyond the newest sample is left for later.</summary>
    public static async Task SettleAsync(DbConnection connection, long untilMinute, CancellationToken cancellationToken)
    {
        var until = Math.Min(untilMinute, Newest(connection));
        if (Until(connection) >= until)
        {
            return;
        }

        await using var transaction = await UsageSql.BeginWritingAsync(connection, cancellationToken);
        using (var minutes = MinuteWriter.On(connection))
        {
            Advance(connection, minutes, Until(connection), until);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Adds the part of a sample before the mark to its minutes.</summary>
    public static void AddLate(MinuteWriter minutes, int seriesId, long fromMs, long toMs, double? cores, long? bytes, long untilMinute)
    {
        foreach (var (minute, ms) in BucketSplit.Over(fromMs, Math.Min(toMs, untilMinute * BucketSplit.MinuteMs), BucketSplit.MinuteMs))
        {
            var sum = default(MinuteSum);
            sum.Add(ms, cores, bytes);
            minutes.Add(seriesId, minute, sum);
        }
    }

    /// <summary>Writes the sums that are kept back, sums up the minutes between the mark and another, and moves the mark, within the caller's transaction.</summary>
    public static void Advance(DbConnection connection, MinuteWriter minutes, long from, long until)
    {
        if (until <= from)
        {
            minutes.Flush();
            return;
        }

        SumUp(connection, minutes, from, until);
        minutes.Flush();
        using var mark = Statement.On(connection, "INSERT INTO UsageMinutesUntil (Id, Minute) VALUES (1, ?1) ON CONFLICT (Id) DO UPDATE SET Minute = excluded.Minute");
        mark.Bind(1, until);
        mark.Execute();
    }

    private static void SumUp(DbConnection connection, MinuteWriter minutes, long from, long until)
    {
        var (fromMs, untilMs) = (from * BucketSplit.MinuteMs, until * BucketSplit.MinuteMs);
        using var samples = Statement.On(connection, Samples);
        samples.Bind(1, fromMs);
        samples.Bind(2, fromMs - SeriesDictionary.LagMs);
        samples.Bind(3, untilMs);
        var (seriesId, open, sum) = (-1L, -1L, default(MinuteSum));
        while (samples.Read())
        {
            var (id, end) = (samples.Integer(0), samples.Integer(1));
            var (start, cores, bytes) = (end - samples.Integer(2), samples.RealOrNull(3), samples.IntegerOrNull(4));
            foreach (var (minute, ms) in BucketSplit.Over(Math.Max(start, fromMs), Math.Min(end, untilMs), BucketSplit.MinuteMs))
            {
                // A series' samples come in order of time, so that a minute is complete when another begins.
                if (sum.CoveredMs > 0 && (id != seriesId || minute != open))
                {
                    minutes.Add(seriesId, open, sum);
                    sum = default;
                }

                (seriesId, open) = (id, minute);
                sum.Add(ms, cores, bytes);
            }
        }

        if (sum.CoveredMs > 0)
        {
            minutes.Add(seriesId, open, sum);
        }
    }

    /// <summary>The minute after the newest sample, give or take how far the dictionary lags.</summary>
    private static long Newest(DbConnection connection)
    {
        using var statement = Statement.On(connection, "SELECT MAX(LastAt) FROM UsageSeries");
        return statement.Read() && statement.IntegerOrNull(0) is { } last ? ((last + SeriesDictionary.LagMs) / BucketSplit.MinuteMs) + 1 : 0;
    }
}
