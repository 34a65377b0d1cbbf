using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>The checklist's script in the browser: its keys, half-ticked boxes, and jumps to a task.</summary>
internal sealed class ChecklistBrowser(IJSRuntime js) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _listeners;

    /// <summary>Whether the script listens.</summary>
    public bool IsAttached => _module is not null;

    /// <summary>Loads the script and lets it listen on the page.</summary>
    public async Task AttachAsync(ElementReference root, CancellationToken cancellationToken)
    {
        _module = await js.InvokeAsync<IJSObjectReference>("import", cancellationToken, "./Pages/Checklist/ChecklistPage.razor.js");
        _listeners = await _module.InvokeAsync<IJSObjectReference>("attach", cancellationToken, root);
    }

    /// <summary>Puts the keyboard on a task's box.</summary>
    public async Task FocusAsync(string id, CancellationToken cancellationToken)
    {
        if (_module is not null)
        {
            await _module.InvokeVoidAsync("focusTask", cancellationToken, id);
        }
    }

    /// <summary>Scrolls to a section, or to one of its tasks by its place in it.</summary>
    public async Task RevealAsync(string id, string listId, int index, CancellationToken cancellationToken)
    {
        if (_module is not null)
        {
            await _module.InvokeVoidAsync("reveal", cancellationToken, id, listId, index);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_listeners is not null)
            {
                await _listeners.InvokeVoidAsync("detach");
                await _listeners.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser went away, and its listeners with it.
        }
    }
}
