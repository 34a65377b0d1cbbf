using MeshLab.Core.Roadmap;
using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace MeshLab.Web.Pages.Scenarios;

/// <summary>Links from what covers roadmap tasks to the tasks, with their state.</summary>
public sealed partial class CoverLinks
{
    /// <summary>The tasks.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<CoveredTask> Tasks { get; set; }

    private static string Icon(CoveredTask task) => task.State switch
    {
        TaskCompletion.Done => Icons.Material.Outlined.CheckBox,
        TaskCompletion.Partial => Icons.Material.Outlined.IndeterminateCheckBox,
        _ => Icons.Material.Outlined.CheckBoxOutlineBlank,
    };

    private static string State(CoveredTask task) => task.State switch
    {
        TaskCompletion.Done => task.Simulated ? "done, on a simulated cluster" : "done",
        TaskCompletion.Partial => "partly done",
        _ => "open",
    };
}
