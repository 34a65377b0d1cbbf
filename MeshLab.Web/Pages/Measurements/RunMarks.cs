using MeshLab.Core.Runs;
using MeshLab.Web.Components.Charts;

namespace MeshLab.Web.Pages.Measurements;

/// <summary>Runs as a chart marks them.</summary>
internal static class RunMarks
{
    /// <summary>A band from a run's start to its end, or to now while it goes on.</summary>
    public static IReadOnlyList<ChartBand> Bands(IEnumerable<Run> runs, DateTimeOffset now) =>
        [.. runs.Where(run => run.StartedAt is not null).Select(run => new ChartBand(run.StartedAt!.Value, run.FinishedAt ?? now, $"Run {run.Id}: {Verb(run)} {run.Scenario}"))];

    /// <summary>A mark where each step on the cluster began.</summary>
    public static IReadOnlyList<ChartMark> Steps(IEnumerable<Run> runs, string cluster) =>
    [
        .. runs.SelectMany(run => run.Steps
            .Where(step => step.StartedAt is not null && step.Cluster == cluster)
            .Select(step => new ChartMark(step.StartedAt!.Value, $"Run {run.Id}: {System.Net.WebUtility.HtmlEncode(step.Title)} ({step.Status.ToString().ToLowerInvariant()})"))),
    ];

    /// <summary>What a run does, in words.</summary>
    public static string Verb(Run run) => run.Action switch
    {
        RunAction.Deploy => "deploy",
        RunAction.Teardown => "tear down",
        RunAction.DryRun => "dry run of",
        _ => "verify",
    };
}
