using MeshLab.Core.Runs;
using MeshLab.Web.Components;

namespace MeshLab.Web.Pages.Scenarios;

/// <summary>Words for a scenario's runs.</summary>
internal static class RunWords
{
    /// <summary>E.g. <c>Deploy succeeded</c>.</summary>
    public static string Status(RunHeader run) => $"{Action(run.Action)} {run.Status.ToString().ToLowerInvariant()}";

    /// <summary>E.g. <c>Run 12 on demo</c>.</summary>
    public static string Describe(RunHeader run) => $"Run {run.Id} on {string.Join(", ", run.Clusters.Values.Distinct())}";

    /// <summary>The tone of a run's status.</summary>
    public static StatusTone Tone(RunHeader run) => run.Status switch
    {
        RunStatus.Running => StatusTone.Info,
        RunStatus.Succeeded => StatusTone.Success,
        RunStatus.Failed => StatusTone.Error,
        RunStatus.Cancelled => StatusTone.Warning,
        _ => StatusTone.Neutral,
    };

    /// <summary>E.g. <c>Dry run</c>.</summary>
    public static string Action(RunAction action) => action switch
    {
        RunAction.DryRun => "Dry run",
        RunAction.Verify => "Verify",
        RunAction.Teardown => "Teardown",
        _ => "Deploy",
    };
}
