namespace MeshLab.Core.Runs;

/// <summary>How long a scenario's runs of one action usually take, by the earlier runs that succeeded without a second attempt.</summary>
/// <param name="Past">Those runs, the newest first; empty when there is none.</param>
public sealed record UsualTimes(IReadOnlyList<PastRun> Past)
{
    /// <summary>No earlier run is known.</summary>
    public static UsualTimes None { get; } = new([]);

    /// <summary>How many earlier runs the figures rest on.</summary>
    public int Runs => Past.Count;

    /// <summary>The median of the runs' durations; null without a run.</summary>
    public TimeSpan? Total => Median([.. Past.Select(run => run.Total)]);

    /// <summary>The median of a step's durations; null when no earlier run had the step.</summary>
    public TimeSpan? Of(string step) => Median([.. Past.Where(run => run.Steps.ContainsKey(step)).Select(run => run.Steps[step].End - run.Steps[step].Begin)]);

    /// <summary>The middle of the times, of an even number the mean of the two in the middle; null when there is none.</summary>
    internal static TimeSpan? Median(IReadOnlyCollection<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
