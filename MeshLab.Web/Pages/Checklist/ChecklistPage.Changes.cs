using System.Data.Common;
using MeshLab.Core.Audit;
using MeshLab.Core.Roadmap;
using Microsoft.EntityFrameworkCore;
using MudBlazor;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>What a person does to tasks: tick, note, undo.</summary>
public sealed partial class ChecklistPage
{
    private const string ViewersMay = "You may look here. Ticking, notes and undo need the role operator.";

    private async Task ActAsync(RowAction action)
    {
        switch (action.Kind)
        {
            case RowActionKind.Set:
                await KeepAsync(() => SetAsync(action.Row, action.Done));
                break;
            case RowActionKind.EditNote when RefuseToViewers():
                break;
            case RowActionKind.EditNote:
                _openTask = new OpenTask(action.Row.Id, ++_notesAsked);
                break;
            default:
                _openTask = _openTask?.Id == action.Row.Id ? null : new OpenTask(action.Row.Id, NoteAsked: 0);
                break;
        }
    }

    /// <summary>A database that cannot be written must not cost the page.</summary>
    private async Task KeepAsync(Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (Exception error) when (error is DbException or DbUpdateException)
        {
            Snackbar.Add($"Nothing was kept: {error.GetBaseException().Message}", Severity.Error);
        }
    }

    private async Task SetAsync(ChecklistRow row, bool done)
    {
        if (RefuseToViewers())
        {
            return;
        }

        if (row.IsParent)
        {
            var confirmed = await Dialogs.ShowMessageBoxAsync(TaskQuestion.Of(row, done)) == true;
            await _browser!.FocusAsync(row.Id, Disposed);
            if (!confirmed)
            {
                return;
            }
        }

        var update = await States.SetAsync(row.Id, done, null, Actor.Current.Signature, Disposed);
        await RefreshAsync();
        if (update is null)
        {
            Snackbar.Add("The roadmap no longer has this task: its file was edited.", Severity.Warning);
        }
        else if (row.IsParent && update.ChangeId is { } change)
        {
            Snackbar.Add($"{(done ? "Ticked" : "Opened")} {TaskQuestion.Count(update.Changed.Count)}.", Severity.Normal, options =>
            {
                options.Action = "Undo";
                options.OnClick = _ => InvokeAsync(() => UndoAsync(change));
            });
        }
    }

    private Task UndoAsync() => UndoAsync(_lastChange?.Id);

    private Task UndoAsync(long? change) => KeepAsync(() => UndoNowAsync(change));

    private async Task UndoNowAsync(long? change)
    {
        if (RefuseToViewers())
        {
            return;
        }

        var undone = await States.UndoAsync(change, Actor.Current.Signature, Disposed);
        await RefreshAsync();
        Snackbar.Add(undone is null ? "That change was taken back already." : $"Undid: {undone.Summary}.", undone is null ? Severity.Info : Severity.Normal);
    }

    /// <summary>Keys work without the buttons that are left out, so they are answered here.</summary>
    private bool RefuseToViewers()
    {
        if (Person.May(Role.Operator))
        {
            return false;
        }

        Snackbar.Add(ViewersMay, Severity.Warning, options => options.DuplicatesBehavior = SnackbarDuplicatesBehavior.Prevent);
        return true;
    }
}
