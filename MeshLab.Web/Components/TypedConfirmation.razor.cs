using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Components;

/// <summary>Asks for a word before something that cannot be undone: the button works once the word is typed.</summary>
public sealed partial class TypedConfirmation
{
    private string _typed = "";

    /// <summary>What is asked, before the word: <c>To delete, type</c>.</summary>
    [Parameter]
    [EditorRequired]
    public string Question { get; set; } = "";

    /// <summary>What has to be typed.</summary>
    [Parameter]
    [EditorRequired]
    public string Word { get; set; } = "";

    /// <summary>The button's text.</summary>
    [Parameter]
    [EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>The text of the button that goes back, which is there when <see cref="OnCancel"/> is.</summary>
    [Parameter]
    public string CancelText { get; set; } = "Cancel";

    /// <summary>Whether it is being done.</summary>
    [Parameter]
    public bool Busy { get; set; }

    /// <summary>The word was typed and the button pressed.</summary>
    [Parameter]
    public EventCallback OnConfirm { get; set; }

    /// <summary>A person changed their mind.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    private bool Fits => _typed.Trim() == Word;

    private Task ConfirmAsync() => Fits && !Busy ? OnConfirm.InvokeAsync() : Task.CompletedTask;
}
