using System.Data.Common;
using MeshLab.Core.Measurements.Store;

namespace MeshLab.Core.Measurements.Queries;

/// <summary>A stretch of time that sums of one width serve.</summary>
/// <param name="From">Its first minute since the epoch.</param>
/// <param name="To">The minute after its last.</param>
/// <param name="Width">The width of the sums in minutes: 1 for minutes themselves.</param>
internal readonly record struct SumPart(long From, long To, int Width)
{
    /// <summary>Its start, in Unix milliseconds.</summary>
    public long FromMs => From * BucketSplit.MinuteMs;

    /// <summary>Its end, in Unix milliseconds.</summary>
    public long ToMs => To * BucketSplit.MinuteMs;

    /// <summary>
    /// Divides a range: whole buckets of the widest sums that divide the plan's buckets and are summed up already, and what is left on either
    /// side by the next narrower ones.
    /// </summary>
    public static IEnumerable<SumPart> Divide(DbConnection connection, Rollups rollups, BucketPlan plan, long from, long to, int below = int.MaxValue)
    {
        if (to <= from)
        {
            return [];
        }

        foreach (var width in Rollups.Widths.OrderDescending().Where(width => width < below && Divides(width, plan)))
        {
            var first = (from + width - 1) / width * width;
            var last = Math.Min(to, rollups.UntilMinute(connection, width)) / width * width;
            if (last > first)
            {
                return [.. Divide(connection, rollups, plan, from, first, width), new SumPart(first, last, width), .. Divide(connection, rollups, plan, last, to, width)];
            }
        }

        return [new SumPart(from, to, 1)];
    }

    private static bool Divides(int width, BucketPlan plan) =>
        plan.WidthMs % (width * BucketSplit.MinuteMs) == 0 && plan.FromMs % (width * BucketSplit.MinuteMs) == 0;
}
