using MeshLab.Core.Roadmap;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>What one row shows. Two rows that show the same are equal, so that a row renders only when something on it changed.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Title">Inline Markdown.</param>
/// <param name="Depth">0 for a top task.</param>
/// <param name="IsContext">Whether it is there only for a task below it.</param>
/// <param name="State">The state.</param>
/// <param name="IsVerified">Whether runs verified it.</param>
/// <param name="Origin">Where the state comes from.</param>
/// <param name="Who">Who set the state.</param>
/// <param name="When">When it was set.</param>
/// <param name="Note">The note.</param>
/// <param name="Evidence">What the run found.</param>
/// <param name="RunId">The run that verified it.</param>
/// <param name="Simulated">Whether that run was on a simulated cluster.</param>
/// <param name="Leaves">Leaves below it; 0 of a leaf.</param>
/// <param name="LeavesDone">Those that are done.</param>
public sealed record ChecklistRow(
    string Id,
    string Title,
    int Depth,
    bool IsContext,
    TaskCompletion State,
    bool IsVerified,
    string? Origin,
    string? Who,
    DateTimeOffset? When,
    string? Note,
    string? Evidence,
    long? RunId,
    bool Simulated,
    int Leaves,
    int LeavesDone)
{
    /// <summary>Whether its state is derived.</summary>
    public bool IsParent => Leaves > 0;

    internal static ChecklistRow Of(FilteredTask filtered)
    {
        var task = filtered.Task;
        var isParent = task.Children.Count > 0;
        return new ChecklistRow(
            task.Id, task.Title, filtered.Depth, filtered.IsContext, task.State, task.IsVerified, task.Origin, task.Who, task.When, task.Note, task.Evidence, task.RunId, task.Simulated,
            isParent ? task.Leaves().Count() : 0,
            isParent ? task.Leaves().Count(leaf => leaf.State == TaskCompletion.Done) : 0);
    }
}
