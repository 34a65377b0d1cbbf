using System.Data.Common;
using MeshLab.Core.Audit;
using MeshLab.Core.Roadmap;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>A task's note, evidence, covers and history.</summary>
public sealed partial class TaskDetails
{
    private IReadOnlyList<RoadmapHistoryEntry> _history = [];
    private bool _editing;
    private int _asked;
    private string? _problem;

    /// <summary>The task.</summary>
    [Parameter]
    [EditorRequired]
    public required ChecklistRow Row { get; set; }

    /// <summary>What does it.</summary>
    [Parameter]
    [EditorRequired]
    public required IEnumerable<TaskCover> Covers { get; set; }

    /// <summary>How often a note to write was asked for; a greater number than before opens the editor.</summary>
    [Parameter]
    public int NoteAsked { get; set; }

    /// <summary>Knows the history, and keeps the note.</summary>
    [Inject]
    public required RoadmapService Roadmap { get; set; }

    private string Link => Row.Id.IndexOf(':', StringComparison.Ordinal) is > 0 and var at ? $"/checklist?roadmap={Row.Id[..at]}#{Row.Id}" : $"/checklist#{Row.Id}";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Listen<RoadmapChanged>(change => change.TaskIds.Count == 0 || change.TaskIds.Contains(Row.Id));
        await base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // Only a new request opens the editor: a tick of somebody else renders this too, and must not.
        if (NoteAsked > _asked)
        {
            _editing = true;
            _asked = NoteAsked;
        }
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken) => _history = await Roadmap.GetHistoryAsync(Row.Id, cancellationToken);

    private async Task SaveAsync(string note)
    {
        try
        {
            if (await Roadmap.SetNoteAsync(Row.Id, note, Actor.Current.Signature, Disposed) is null)
            {
                _problem = "The roadmap no longer has this task: its file was edited. The note was not kept; copy it before you leave.";
                return;
            }

            StopEditing();
        }
        catch (Exception error) when (error is DbException or DbUpdateException)
        {
            _problem = $"The note was not kept: {error.GetBaseException().Message}";
        }
    }

    private void StopEditing()
    {
        _editing = false;
        _problem = null;
    }

    private static string Words(RoadmapHistoryEntry entry) => entry.Kind switch
    {
        RoadmapChangeKind.Ticked => "Ticked",
        RoadmapChangeKind.Reopened => "Opened again",
        RoadmapChangeKind.Noted => entry.Note is null ? "Note removed" : "Noted",
        RoadmapChangeKind.Verified => $"Verified by run {entry.RunId}",
        _ => entry.Summary,
    };
}
