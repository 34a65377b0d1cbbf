using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace MeshLab.Web.Pages.Scenarios;

/// <summary>What was looked at before a run, check by check.</summary>
public sealed partial class PreflightView
{
    /// <summary>The report; null before the first look ended.</summary>
    [Parameter]
    public PreflightReport? Report { get; set; }

    /// <summary>Whether a look is under way.</summary>
    [Parameter]
    public bool Checking { get; set; }

    private bool SeveralClusters => Report?.Checks.Select(check => check.Cluster).OfType<string>().Distinct().Count() > 1;

    private string Summary => (Checking, Report) switch
    {
        (true, _) => "looking at the clusters…",
        (_, null) => "choose clusters first",
        (_, { Ready: false } report) => Count(report, PreflightStatus.Problem, "problem"),
        var (_, report) when report.Checks.Any(check => check.Status == PreflightStatus.Warning) => Count(report, PreflightStatus.Warning, "warning"),
        _ => "nothing is in the way",
    };

    private static string Count(PreflightReport report, PreflightStatus status, string word)
    {
        var count = report.Checks.Count(check => check.Status == status);
        return $"{count} {word}{(count == 1 ? "" : "s")}";
    }

    private static string Class(PreflightStatus status) => $"preflight-{status.ToString().ToLowerInvariant()}";

    private static string Icon(PreflightStatus status) => status switch
    {
        PreflightStatus.Ok => Icons.Material.Outlined.CheckCircle,
        PreflightStatus.Warning => Icons.Material.Outlined.WarningAmber,
        PreflightStatus.Problem => Icons.Material.Outlined.ErrorOutline,
        _ => Icons.Material.Outlined.HorizontalRule,
    };
}
