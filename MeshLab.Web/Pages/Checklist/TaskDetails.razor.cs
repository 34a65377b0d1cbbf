using MeshLab.Core.Roadmap;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>A task's note, evidence, covers and history.</summary>
public sealed partial class TaskDetails
{
    private IReadOnlyList<RoadmapHistoryEntry> _history = [];
    private bool _editing;
    private bool _asked;

    /// <summary>The task.</summary>
    [Parameter]
    [EditorRequired]
    public required ChecklistRow Row { get; set; }

    /// <summary>What does it.</summary>
    [Parameter]
    [EditorRequired]
    public required IEnumerable<TaskCover> Covers { get; set; }

    /// <summary>Whether to open with the note ready to write.</summary>
    [Parameter]
    public bool EditNote { get; set; }

    /// <summary>A person asked something of the task.</summary>
    [Parameter]
    public EventCallback<RowAction> OnAction { get; set; }

    /// <summary>Knows the history.</summary>
    [Inject]
    public required RoadmapService Roadmap { get; set; }

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
        if (EditNote && !_asked)
        {
            _editing = true;
        }

        _asked = EditNote;
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken) => _history = await Roadmap.GetHistoryAsync(Row.Id, cancellationToken);

    private async Task SaveAsync(string note)
    {
        _editing = false;
        await OnAction.InvokeAsync(new RowAction(RowActionKind.SaveNote, Row, Note: note));
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
