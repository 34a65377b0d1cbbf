using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace MeshLab.Web.Layout;

/// <summary>Holds the theme in use, follows the operating system until a person chooses, and remembers the choice.</summary>
public sealed partial class ThemeHost : IAsyncDisposable
{
    private readonly MudTheme _theme = MeshLabTheme.Create();
    private DotNetObjectReference<ThemeHost>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _watch;

    /// <summary>The theme the server read from the request's cookies.</summary>
    [Parameter]
    public ThemeState Initial { get; set; } = new(ThemeChoice.System, false);

    /// <summary>The pages.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>The browser.</summary>
    [Inject]
    public required IJSRuntime Js { get; set; }

    /// <summary>The theme in use.</summary>
    public ThemeState State { get; private set; } = new(ThemeChoice.System, false);

    /// <summary>Takes a choice and remembers it.</summary>
    public async Task ChooseAsync(ThemeChoice choice)
    {
        State = State with { Choice = choice };
        if (_module is not null)
        {
            await _module.InvokeVoidAsync("remember", choice.ToString().ToLowerInvariant());
            await ApplyAsync();
        }

        StateHasChanged();
    }

    /// <summary>Called by the browser when the operating system's preference changed.</summary>
    [JSInvokable]
    public async Task SystemThemeChanged(bool dark)
    {
        State = State with { SystemIsDark = dark };
        await ApplyAsync();
        StateHasChanged();
    }

    /// <summary>Called by the browser when the page's text is not as large as it last said, or as 1 at first; a size at which no page can be read counts as 1.</summary>
    /// <param name="scale">As <see cref="ThemeState.TextScale"/>.</param>
    [JSInvokable]
    public void TextScaleChanged(double scale)
    {
        State = State with { TextScale = scale is > 0.5 and < 8 ? Math.Round(scale, 2) : 1 };
        StateHasChanged();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_watch is not null)
            {
                await _watch.InvokeVoidAsync("stop");
                await _watch.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its listeners with it.
        }

        _self?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => State = Initial;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _self = DotNetObjectReference.Create(this);
        _module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/theme.js");
        _watch = await _module.InvokeAsync<IJSObjectReference>("watch", _self);
        var dark = await _module.InvokeAsync<bool>("systemIsDark");
        if (dark != State.SystemIsDark)
        {
            await SystemThemeChanged(dark);
        }
    }

    private async Task ApplyAsync()
    {
        if (_module is not null)
        {
            await _module.InvokeVoidAsync("apply", State.IsDark ? "dark" : "light");
        }
    }
}
