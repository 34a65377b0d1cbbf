using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Scenarios;

/// <summary>A scenario in the list.</summary>
public sealed partial class ScenarioCard
{
    /// <summary>The scenario.</summary>
    [Parameter]
    [EditorRequired]
    public required Scenario Scenario { get; set; }

    /// <summary>The roadmap tasks it covers.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<CoveredTask> Tasks { get; set; }

    /// <summary>Its newest run; null when it never ran.</summary>
    [Parameter]
    public RunHeader? LastRun { get; set; }

    private static string Counted(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
