namespace MeshLab.Core.Measurements.Sampling;

/// <summary>How long to wait after attempts that failed: twice as long each time up to a limit, with jitter so that many samplers do not knock together.</summary>
internal static class Backoff
{
    /// <summary>The longest wait, jitter included.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>The wait after a number of failures in a row (1 for the first), 80 to 100 % of the doubled interval or of the limit.</summary>
    public static TimeSpan After(int failures, TimeSpan interval, Random random)
    {
        var doubled = interval.TotalSeconds * Math.Pow(2, Math.Min(failures, 16));
        var seconds = Math.Min(doubled, Math.Max(Limit.TotalSeconds, interval.TotalSeconds));
        return TimeSpan.FromSeconds(seconds * (0.8 + (0.2 * random.NextDouble())));
    }
}
