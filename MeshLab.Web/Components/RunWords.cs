using MeshLab.Core.Runs;

namespace MeshLab.Web.Components;

/// <summary>How pages call actions, states and spans of time.</summary>
internal static class RunWords
{
    /// <summary>E.g. <c>Dry run</c>.</summary>
    public static string Of(RunAction action) => action switch
    {
        RunAction.DryRun => "Dry run",
        _ => action.ToString(),
    };

    /// <summary>E.g. <c>Deploy succeeded</c>.</summary>
    public static string Status(RunHeader run) => $"{Of(run.Action)} {run.Status.ToString().ToLowerInvariant()}";

    /// <summary>E.g. <c>Run 12 on demo</c>.</summary>
    public static string Describe(RunHeader run) => $"Run {run.Id} on {string.Join(", ", run.Clusters.Values.Distinct())}";

    public static StatusTone Tone(RunStatus status) => status switch
    {
        RunStatus.Running => StatusTone.Info,
        RunStatus.Succeeded => StatusTone.Success,
        RunStatus.Failed => StatusTone.Error,
        RunStatus.Cancelled => StatusTone.Warning,
        _ => StatusTone.Neutral,
    };

    public static StatusTone Tone(StepStatus status) => status switch
    {
        StepStatus.Running => StatusTone.Info,
        StepStatus.Succeeded => StatusTone.Success,
        StepStatus.Failed => StatusTone.Error,
        StepStatus.Cancelled => StatusTone.Warning,
        _ => StatusTone.Neutral,
    };

    /// <summary><c>4.2 s</c>, <c>3 min 07 s</c>, <c>1 h 02 min</c>.</summary>
    public static string Of(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => $"{Math.Max(0, time.TotalSeconds):0.0} s",
        { TotalMinutes: < 60 } => $"{(int)time.TotalMinutes} min {time.Seconds:00} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes:00} min",
    };
}
