using MudBlazor;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>What is asked before a parent's tasks are all set at once.</summary>
internal static class TaskQuestion
{
    /// <summary>The dialog's text; its yes-button says how many tasks change.</summary>
    public static MessageBoxOptions Of(ChecklistRow row, bool done)
    {
        var count = done ? row.Leaves - row.LeavesDone : row.LeavesDone;
        return new MessageBoxOptions
        {
            Title = done ? $"Tick all of “{PlainTitle.Of(row.Title)}”?" : $"Open all of “{PlainTitle.Of(row.Title)}” again?",
            Message = done
                ? row.LeavesDone == 0 ? $"There are {Count(row.Leaves)} below it." : $"There are {Count(row.Leaves)} below it, of which {row.LeavesDone} {(row.LeavesDone == 1 ? "is" : "are")} done already."
                : $"All {Count(row.Leaves)} below it are done. Their history stays.",
            YesText = done ? $"Tick {Count(count)}" : $"Open {Count(count)}",
            CancelText = "Cancel",
        };
    }

    /// <summary><c>1 task</c>, <c>12 tasks</c>.</summary>
    public static string Count(int tasks) => tasks == 1 ? "1 task" : $"{tasks} tasks";
}
