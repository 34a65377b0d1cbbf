namespace MeshLab.Core.Measurements.Store;

/// <summary>Divides an interval at the borders of equal buckets.</summary>
internal static class BucketSplit
{
    public const long MinuteMs = 60_000;

    /// <summary>The buckets an interval touches, by number since the epoch, and the milliseconds it has in each. They add up to its length.</summary>
    public static IEnumerable<(long Bucket, long Ms)> Over(long fromMs, long toMs, long bucketMs)
    {
        for (var at = fromMs; at < toMs;)
        {
            var bucket = Math.DivRem(at, bucketMs).Quotient;
            var end = Math.Min(toMs, (bucket + 1) * bucketMs);
            yield return (bucket, end - at);
            at = end;
        }
    }
}
