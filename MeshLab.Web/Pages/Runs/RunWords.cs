using MeshLab.Core.Runs;
using MeshLab.Web.Components;

namespace MeshLab.Web.Pages.Runs;

/// <summary>How the pages call actions, states and spans of time.</summary>
internal static class RunWords
{
    public static string Of(RunAction action) => action switch
    {
        RunAction.DryRun => "Dry run",
        _ => action.ToString(),
    };

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
