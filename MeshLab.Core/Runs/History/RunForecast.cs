namespace MeshLab.Core.Runs;

/// <summary>How long a run under way will still take, as far as earlier runs tell.</summary>
/// <param name="Elapsed">Since it began.</param>
/// <param name="Remaining">The median of what earlier runs still needed from the same place; null when no earlier run tells.</param>
/// <param name="Runs">How many earlier runs the estimate rests on.</param>
public sealed record RunForecast(TimeSpan Elapsed, TimeSpan? Remaining, int Runs)
{
    /// <summary>Whether it takes longer than the earlier runs did.</summary>
    public bool Overdue => Remaining == TimeSpan.Zero;

    /// <summary>
    /// The forecast of a run. What an earlier run needed after the steps that are done here had ended, less the time since the last of them ended
    /// here, is what is left; steps that ran beside each other are therefore not counted twice. Null for a run that is not under way.
    /// </summary>
    public static RunForecast? Of(Run run, UsualTimes usual, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(usual);
        if (run is not { Status: RunStatus.Running, StartedAt: { } started })
        {
            return null;
        }

        var done = run.Steps.Where(step => step.Status is StepStatus.Succeeded or StepStatus.Skipped).ToList();
        var since = now - done.Select(step => step.FinishedAt ?? started).Append(started).Max();
        var left = usual.Past
            .Select(past => past.Total - done.Select(step => past.Steps.TryGetValue(step.Id, out var times) ? times.End : TimeSpan.Zero).Append(TimeSpan.Zero).Max() - since)
            .Select(time => time > TimeSpan.Zero ? time : TimeSpan.Zero)
            .ToList();
        return new(now - started, UsualTimes.Median(left), left.Count);
    }
}
