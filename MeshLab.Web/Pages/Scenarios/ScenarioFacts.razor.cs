using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Scenarios;

/// <summary>The progress of a scenario's tasks, what it needs, and its newest runs.</summary>
public sealed partial class ScenarioFacts
{
    /// <summary>The scenario.</summary>
    [Parameter]
    [EditorRequired]
    public required Scenario Scenario { get; set; }

    /// <summary>The roadmap tasks it covers.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<CoveredTask> Tasks { get; set; }

    /// <summary>Its newest runs, the newest first.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<RunHeader> Runs { get; set; }
}
