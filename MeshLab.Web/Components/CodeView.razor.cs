using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace MeshLab.Web.Components;

/// <summary>A block of monospaced text with a button that copies it.</summary>
public sealed partial class CodeView
{
    private bool _copied;

    /// <summary>The text, shown as it is.</summary>
    [Parameter]
    [EditorRequired]
    public string? Text { get; set; }

    /// <summary>What the text is, for screen readers; null where the text around it says so.</summary>
    [Parameter]
    public string? Label { get; set; }

    /// <summary>The browser.</summary>
    [Inject]
    public required IJSRuntime Js { get; set; }

    private async Task CopyAsync()
    {
        await using var clipboard = await Js.InvokeAsync<IJSObjectReference>("import", "./js/clipboard.js");
        _copied = await clipboard.InvokeAsync<bool>("copy", Text ?? "");
    }
}
