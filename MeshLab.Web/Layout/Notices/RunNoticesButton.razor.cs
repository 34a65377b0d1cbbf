using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace MeshLab.Web.Layout.Notices;

/// <summary>Asks the browser to notify of ended runs, or not to; the browser remembers it.</summary>
public sealed partial class RunNoticesButton : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private string? _state;

    /// <summary>The browser.</summary>
    [Inject]
    public required IJSRuntime Js { get; set; }

    private string Icon => _state == "on" ? Icons.Material.Filled.NotificationsActive : Icons.Material.Outlined.NotificationsNone;

    private string Title => _state switch
    {
        "on" => "Do not notify me when long runs end",
        "denied" => "The browser was told to block MeshLab's notifications; allow them in its settings for this address",
        _ => "Notify me when long runs end",
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser has left.
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/run-notices.js");
            _state = await _module.InvokeAsync<string?>("state");
            StateHasChanged();
        }
        catch (Exception error) when (error is JSDisconnectedException or OperationCanceledException)
        {
            // The browser has left.
        }
    }

    private async Task ToggleAsync()
    {
        if (_module is not null)
        {
            _state = await _module.InvokeAsync<string?>("toggle");
        }
    }
}
