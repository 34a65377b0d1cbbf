using MeshLab.Core.Measurements.Store;

namespace MeshLab.Core.Measurements.Queries;

/// <summary>How a query's range is cut into equal buckets.</summary>
/// <param name="FromMs">Start of the first bucket, in Unix milliseconds.</param>
/// <param name="Count">How many.</param>
/// <param name="WidthMs">Their width, in milliseconds.</param>
internal sealed record BucketPlan(long FromMs, int Count, long WidthMs)
{
    private const long HourMs = 3_600_000;

    private static readonly long[] _widths =
    [
        1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 2 * 60_000, 5 * 60_000, 10 * 60_000, 15 * 60_000, 30 * 60_000,
        HourMs, 2 * HourMs, 3 * HourMs, 6 * HourMs, 12 * HourMs, 24 * HourMs,
    ];

    /// <summary>Whether the minutes' rollup serves it.</summary>
    public bool FromMinutes => WidthMs % BucketSplit.MinuteMs == 0 && FromMs % BucketSplit.MinuteMs == 0;

    /// <summary>End of the last bucket, in Unix milliseconds.</summary>
    public long ToMs => FromMs + (Count * WidthMs);

    /// <summary>A bucket is believed when at least this much of it was observed, in milliseconds.</summary>
    public double LeastCoverageMs => Math.Min(WidthMs / 2.0, 30_000);

    /// <summary>The start of a bucket.</summary>
    public DateTimeOffset TimeOf(int index) => DateTimeOffset.FromUnixTimeMilliseconds(FromMs + (index * WidthMs));

    /// <summary>
    /// The finest round width that gives at most the points asked for and is not below the least width. Round widths are aligned
    /// to the epoch, so that a refreshed chart keeps its points; few points over a crooked range take whole minutes from its start.
    /// </summary>
    public static BucketPlan For(DateTimeOffset from, DateTimeOffset to, int points, TimeSpan leastWidth)
    {
        var (fromMs, toMs) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        var exact = (toMs - fromMs) / (double)points;
        foreach (var width in _widths.Where(width => width >= leastWidth.TotalMilliseconds && width >= exact && (width <= 2 * exact || exact < 60_000)))
        {
            var start = Floor(fromMs, width);
            var count = (Floor(toMs - 1, width) - start) / width + 1;
            if (count <= points)
            {
                return new(start, (int)count, width);
            }
        }

        // Rollups serve only what is aligned to them.
        var step = leastWidth.TotalMilliseconds >= HourMs ? HourMs : leastWidth.TotalMilliseconds >= 10 * BucketSplit.MinuteMs ? 10 * BucketSplit.MinuteMs : BucketSplit.MinuteMs;
        var first = Floor(fromMs, step);
        var steps = (long)Math.Ceiling((toMs - first) / (double)points / step);
        var wide = Math.Max(steps * step, Floor((long)leastWidth.TotalMilliseconds + step - 1, step));
        return new(first, (int)Math.Ceiling((toMs - first) / (double)wide), wide);
    }

    private static long Floor(long value, long step) => value - (((value % step) + step) % step);
}
