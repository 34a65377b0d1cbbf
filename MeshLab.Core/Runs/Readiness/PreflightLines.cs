using MeshLab.Core.Runs.Journal;

namespace MeshLab.Core.Runs.Readiness;

/// <summary>A report as the first lines of a run's log.</summary>
internal static class PreflightLines
{
    public static LogEntry? Of(PreflightReport report) => report.Checks.Count == 0
        ? null
        : new(LogStream.MeshLab, string.Join('\n', report.Checks.Select(Line).Prepend("Before anything changes:")));

    private static string Line(PreflightCheck check) =>
        $"  {Mark(check.Status)} {check.Name}{(check.Cluster is null ? "" : $" ({check.Cluster})")}: {check.Sentence.ReplaceLineEndings(" ")}";

    private static string Mark(PreflightStatus status) => status switch
    {
        PreflightStatus.Ok => "✓",
        PreflightStatus.Warning => "!",
        PreflightStatus.Problem => "✗",
        _ => "–",
    };
}
