using MeshLab.Core.Roadmap;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>Writes a note in Markdown, with a preview.</summary>
public sealed partial class NoteEditor
{
    private ElementReference _area;
    private string _text = "";
    private bool _preview;

    /// <summary>The note as it is.</summary>
    [Parameter]
    [EditorRequired]
    public string Note { get; set; } = "";

    /// <summary>Finds the button that opens it, so that what was typed comes back after a reload; null for none.</summary>
    [Parameter]
    public string? Opener { get; set; }

    /// <summary>Why the note could not be kept; null when nothing is wrong.</summary>
    [Parameter]
    public string? Problem { get; set; }

    /// <summary>A person wants the note kept.</summary>
    [Parameter]
    public EventCallback<string> OnSave { get; set; }

    /// <summary>A person does not.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => _text = Note;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _area.FocusAsync();
        }
    }

    private Task KeyAsync(KeyboardEventArgs key) => key switch
    {
        { Key: "Enter", CtrlKey: true } or { Key: "Enter", MetaKey: true } => SaveAsync(),
        { Key: "Escape" } => OnCancel.InvokeAsync(),
        _ => Task.CompletedTask,
    };

    private Task SaveAsync() => OnSave.InvokeAsync(_text);
}
