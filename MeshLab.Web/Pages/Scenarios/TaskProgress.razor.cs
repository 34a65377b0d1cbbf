using MeshLab.Core.Roadmap;
using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Scenarios;

/// <summary>How many of the covered tasks are done, as text and as a bar.</summary>
public sealed partial class TaskProgress
{
    /// <summary>The tasks.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<CoveredTask> Tasks { get; set; }

    private int Simulated => Tasks.Count(task => task is { State: TaskCompletion.Done, Simulated: true });

    private int Done => Tasks.Count(task => task.State == TaskCompletion.Done);
}
