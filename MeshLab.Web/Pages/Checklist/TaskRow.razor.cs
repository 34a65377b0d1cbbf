using MeshLab.Core.Roadmap;
using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>One task. It renders only when what it shows has changed, so that a tick costs one row and its parents.</summary>
public sealed partial class TaskRow
{
    /// <summary>The height of a row without note and details, in CSS pixels; the style sheet keeps to it.</summary>
    internal const int Height = 44;

    private const int MaxCoversShown = 2;
    private const int MaxEvidence = 200;

    private (ChecklistRow Row, OpenTask? Open, int Covers) _rendered;
    private bool _acted;
    private IReadOnlyList<TaskCover> _sources = [];

    /// <summary>Who looks at the page.</summary>
    [CascadingParameter]
    public Person Person { get; set; } = Person.Local;

    /// <summary>What to show.</summary>
    [Parameter]
    [EditorRequired]
    public required ChecklistRow Row { get; set; }

    /// <summary>What does the task.</summary>
    [Parameter]
    [EditorRequired]
    public required IEnumerable<TaskCover> Covers { get; set; }

    /// <summary>Set while the task's details are shown.</summary>
    [Parameter]
    public OpenTask? Open { get; set; }

    /// <summary>A person asked something of the row.</summary>
    [Parameter]
    public EventCallback<RowAction> OnAction { get; set; }

    /// <summary>How often it was rendered.</summary>
    internal int Renders { get; private set; }

    private bool IsDone => Row.State == TaskCompletion.Done;

    private string BoxId => $"box-{Row.Id}";

    /// <summary>One cover for each scenario and document.</summary>
    private IReadOnlyList<TaskCover> Sources => _sources;

    private string Classes => $"task-row{(Row.IsContext ? " task-context" : "")}{(IsDone ? " task-done" : "")}{(Row.IsParent ? " task-parent" : "")}";

    /// <summary>The rest is in the details: a page of rows must not carry every run's output.</summary>
    private string? EvidenceStart => Row.Evidence?.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) is { } line ? line.Length > MaxEvidence ? line[..MaxEvidence] + "…" : line : null;

    private string OriginTitle => Row.Origin == "file" ? "Ticked in the Markdown file" : Row.When is { } when ? $"{Row.Who}, {when.ToLocalTime():yyyy-MM-dd HH:mm}" : "";

    /// <inheritdoc/>
    protected override void OnParametersSet() => _sources = [.. Covers.DistinctBy(cover => (cover.IsDocument, cover.Source))];

    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        // After an event the browser's own view of the box may differ from the state, so it is rendered once more.
        var changed = _acted || _rendered != (Row, Open, Covers.Count());
        _rendered = (Row, Open, Covers.Count());
        _acted = false;
        return changed;
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        Renders++;
        if (firstRender)
        {
            // The first rendering does not ask ShouldRender.
            _rendered = (Row, Open, Covers.Count());
        }
    }

    private async Task SetAsync(bool done)
    {
        _acted = true;
        await OnAction.InvokeAsync(new RowAction(RowActionKind.Set, Row, done));
        _acted = true;
    }

    private Task ToggleAsync() => OnAction.InvokeAsync(new RowAction(RowActionKind.ToggleDetails, Row));

    private Task EditNoteAsync() => OnAction.InvokeAsync(new RowAction(RowActionKind.EditNote, Row));
}
