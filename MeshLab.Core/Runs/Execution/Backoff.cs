namespace MeshLab.Core.Runs.Execution;

/// <summary>How long to wait before another attempt: 1, 2, 4 … at most 30 seconds, half to one and a half times, so that steps that failed together do not come back together.</summary>
internal static class Backoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static TimeSpan After(int failures, double random)
    {
        var seconds = Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(failures - 1, 10)));
        return TimeSpan.FromSeconds(seconds * (0.5 + random));
    }
}
