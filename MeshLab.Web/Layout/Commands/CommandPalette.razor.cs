using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace MeshLab.Web.Layout.Commands;

/// <summary>
/// Finds pages, tasks, scenarios, runs, documents and actions by a few letters, from everywhere. A modal dialog around a combobox: the
/// keyboard stays in the field, and the option it is on is told by <c>aria-activedescendant</c>.
/// </summary>
public sealed partial class CommandPalette : IAsyncDisposable
{
    private const int Page = 8;

    private readonly CancellationTokenSource _disposed = new();
    private ElementReference _dialog;
    private DotNetObjectReference<CommandPalette>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _browser;
    private Task _loading = Task.CompletedTask;
    private IReadOnlyList<PaletteEntry>? _entries;
    private IReadOnlyList<PaletteResults> _results = [];
    private IReadOnlyList<PaletteEntry> _options = [];
    private string _text = "";
    private string? _problem;
    private int _active;
    private bool _open;

    /// <summary>Knows what there is.</summary>
    [Inject]
    public required PaletteIndex Index { get; set; }

    /// <summary>Goes where a person chose to.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>The browser.</summary>
    [Inject]
    public required IJSRuntime Js { get; set; }

    /// <summary>Holds the theme.</summary>
    [CascadingParameter]
    public ThemeHost? Host { get; set; }

    /// <summary>Called by the browser when the dialog was opened.</summary>
    [JSInvokable]
    public async Task OpenedAsync()
    {
        (_open, _text, _active, _entries, _problem) = (true, "", 0, null, null);
        _loading = LoadAsync();
        await _loading;
        StateHasChanged();
    }

    /// <summary>Called by the browser when the dialog was closed. Nothing is kept while it is: what it lists would grow old.</summary>
    [JSInvokable]
    public void Closed()
    {
        (_open, _text, _entries) = (false, "", null);
        Show([]);
        StateHasChanged();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        try
        {
            if (_browser is not null)
            {
                await _browser.InvokeVoidAsync("detach");
                await _browser.DisposeAsync();
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
        _disposed.Dispose();
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
            _self = DotNetObjectReference.Create(this);
            _module = await Js.InvokeAsync<IJSObjectReference>("import", _disposed.Token, "./Layout/Commands/CommandPalette.razor.js");
            _browser = await _module.InvokeAsync<IJSObjectReference>("attach", _disposed.Token, _dialog, _self);
        }
        catch (Exception error) when (error is JSDisconnectedException or OperationCanceledException)
        {
            // The browser went away.
        }
    }

    private static string OptionId(int index) => $"palette-option-{index}";

    private async Task LoadAsync()
    {
        try
        {
            _entries = await Index.LoadAsync(_disposed.Token);
            Show(PaletteResults.Find(_entries, _text));
        }
        catch (OperationCanceledException)
        {
            // The page went away.
        }
        catch (DbException error)
        {
            _problem = $"What there is could not be read: {error.Message}";
        }
    }

    private async Task SearchAsync(ChangeEventArgs change)
    {
        var text = change.Value?.ToString()?.Trim() ?? "";
        _text = text;
        await _loading;
        if (_entries is null || _text != text)
        {
            return;
        }

        _active = 0;
        Show(PaletteResults.Find(_entries, text));
        StateHasChanged();
        if (text.Length > 1)
        {
            await AddDocumentsAsync(text);
        }
    }

    /// <summary>Documents come below what was found at once, so that the option a person is on stays where it is.</summary>
    private async Task AddDocumentsAsync(string text)
    {
        var documents = await Task.Run(() => Index.SearchDocuments(text), _disposed.Token);
        if (_text == text && _open && documents.Count > 0)
        {
            Show([.. _results, new PaletteResults(PaletteGroup.Documents, documents)]);
        }
    }

    private void Show(IReadOnlyList<PaletteResults> results)
    {
        _results = results;
        _options = [.. results.SelectMany(group => group.Entries)];
        _active = Math.Clamp(_active, 0, Math.Max(0, _options.Count - 1));
    }

    private async Task PressAsync(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown":
                Move((_active + 1) % Math.Max(1, _options.Count));
                break;
            case "ArrowUp":
                Move((_active + _options.Count - 1) % Math.Max(1, _options.Count));
                break;
            case "PageDown":
                Move(_active + Page);
                break;
            case "PageUp":
                Move(_active - Page);
                break;
            case "Enter":
                await _loading;
                if (_options.Count > 0)
                {
                    await ChooseAsync(_options[_active]);
                }

                break;
            default:
                break;
        }
    }

    private void Move(int to) => _active = Math.Clamp(to, 0, Math.Max(0, _options.Count - 1));

    private async Task ChooseAsync(PaletteEntry entry)
    {
        if (_browser is not null)
        {
            await _browser.InvokeVoidAsync("close", _disposed.Token);
        }

        switch (entry.Command)
        {
            case PaletteCommand.ToggleTheme when Host is not null:
                await Host.ChooseAsync(Host.State.IsDark ? ThemeChoice.Light : ThemeChoice.Dark);
                break;
            case PaletteCommand.Download when _browser is not null:
                await _browser.InvokeVoidAsync("download", _disposed.Token, entry.Href);
                break;
            case PaletteCommand.Open:
                Navigation.NavigateTo(entry.Href);
                break;
            default:
                break;
        }
    }
}
