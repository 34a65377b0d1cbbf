using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.JSInterop;

namespace MeshLab.Web.Components;

/// <summary>The live log of a run. Only the lines in view are fetched and rendered, so that 100,000 lines scroll like ten.</summary>
public sealed partial class LogView
{
    /// <summary>The height of a line in pixels; the style sheet has the same.</summary>
    internal const float LineHeight = 20;

    private static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _closed = new();
    private ElementReference _scroller;
    private Virtualize<RunLogLine>? _lines;
    private IJSObjectReference? _script;
    private DotNetObjectReference<LogView>? _self;
    private CancellationTokenSource? _typing;
    private IReadOnlyList<int> _found = [];
    private int _current = -1;
    private long _shownRun;
    private string? _shownStep;
    private long? _shownLine;
    private long? _goTo;
    private string _text = "";
    private bool _follow = true;
    private bool _scroll;

    /// <summary>The run.</summary>
    [Parameter]
    [EditorRequired]
    public long RunId { get; set; }

    /// <summary>The run's steps, to filter by.</summary>
    [Parameter]
    public IReadOnlyList<RunStep> Steps { get; set; } = [];

    /// <summary>The step whose lines are shown; null for all.</summary>
    [Parameter]
    public string? Step { get; set; }

    /// <summary>Raised when another step is chosen.</summary>
    [Parameter]
    public EventCallback<string?> StepChanged { get; set; }

    /// <summary>A line to show and to mark, by its number; null for none.</summary>
    [Parameter]
    public long? Line { get; set; }

    /// <summary>Where the lines are.</summary>
    [Inject]
    public required RunService Runs { get; set; }

    /// <summary>The browser.</summary>
    [Inject]
    public required IJSRuntime Js { get; set; }

    private long Count { get; set; }

    private string Matches => _found.Count == 0 ? "no match" : _current < 0 ? $"{_found.Count:N0} matches" : $"{_current + 1:N0} of {_found.Count:N0}";

    /// <summary>Called by the script when a person scrolls away from, or back to, the end.</summary>
    [JSInvokable]
    public async Task TailAsync(bool atEnd)
    {
        if (_follow != atEnd)
        {
            _follow = atEnd;
            await InvokeAsync(StateHasChanged);
        }
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        (_shownRun, _shownStep) = (RunId, Step);
        ShowLine();
        Listen<RunLogAppended>(change => change.RunId == RunId);
        return base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        ShowLine();
        if ((_shownRun, _shownStep) != (RunId, Step))
        {
            (_shownRun, _shownStep) = (RunId, Step);
            _current = -1;
            await RefreshAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        Count = await Runs.CountLogAsync(RunId, Step, cancellationToken);
        if (_text is { Length: > 0 } text)
        {
            var (run, step) = (RunId, Step);
            var found = await Runs.SearchLogAsync(run, step, text, cancellationToken);

            // What was typed or chosen meanwhile has a search of its own; an answer to the old question must not replace the new one.
            if ((run, step, text) == (RunId, Step, _text))
            {
                _found = found;
                _current = Math.Min(_current, found.Count - 1);
            }
        }

        if (_lines is not null)
        {
            await _lines.RefreshDataAsync();
        }

        _scroll = _follow;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            if (firstRender)
            {
                _self = DotNetObjectReference.Create(this);
                _script = await Js.InvokeAsync<IJSObjectReference>("import", Disposed, "./Components/LogView/LogView.razor.js");
                await _script.InvokeVoidAsync("attach", Disposed, _scroller, _self);
            }

            if (_goTo is { } line && _script is not null && Count > 0)
            {
                _goTo = null;
                await _script.InvokeVoidAsync("toLine", Disposed, _scroller, (line - 1) * LineHeight);
            }
            else if (_scroll && _script is not null)
            {
                _scroll = false;
                await _script.InvokeVoidAsync("toEnd", Disposed, _scroller);
            }
        }
        catch (Exception error) when (error is JSDisconnectedException or OperationCanceledException)
        {
            // The browser has left.
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await _closed.CancelAsync();
        _closed.Dispose();
        _typing?.Dispose();
        _self?.Dispose();
        if (_script is not null)
        {
            try
            {
                await _script.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser has left.
            }
        }
    }

    private async ValueTask<ItemsProviderResult<RunLogLine>> ProvideAsync(ItemsProviderRequest request)
    {
        var lines = await Runs.GetLogPageAsync(RunId, Step, request.StartIndex, request.Count, request.CancellationToken);
        return new ItemsProviderResult<RunLogLine>(lines, (int)Count);
    }

    /// <summary>A new line to show ends following; numbers are places only while all steps are shown.</summary>
    private void ShowLine()
    {
        if (_shownLine != Line)
        {
            _shownLine = Line;
            (_goTo, _follow) = Step is null && Line is not null ? (Line, false) : (null, _follow);
        }
    }

    private string ClassOf(RunLogLine line)
    {
        var kind = line.Stream switch
        {
            LogStream.Error => "log-line log-error",
            LogStream.MeshLab => "log-line log-meshlab",
            _ => "log-line",
        };
        var found = _current >= 0 && _current < _found.Count && _found[_current] == line.Seq - 1;
        return Step is null && (found || line.Seq == Line) ? kind + " log-current" : kind;
    }

    /// <summary>The line's coloured spans, cut further where the searched text stands.</summary>
    private IEnumerable<AnsiSpan> Spans(RunLogLine line)
    {
        var spans = AnsiText.Parse(line.Text);
        return _text.Length == 0 ? spans : spans.SelectMany(Highlight);
    }

    private IEnumerable<AnsiSpan> Highlight(AnsiSpan span)
    {
        var from = 0;
        while (span.Text.IndexOf(_text, from, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            if (at > from)
            {
                yield return span with { Text = span.Text[from..at] };
            }

            yield return new AnsiSpan(span.Text.Substring(at, _text.Length), span.Classes + " log-match");
            from = at + _text.Length;
        }

        if (from < span.Text.Length)
        {
            yield return span with { Text = span.Text[from..] };
        }
    }

    private Task StepChangedAsync(ChangeEventArgs change) => StepChanged.InvokeAsync(change.Value is string { Length: > 0 } step ? step : null);

    private async Task FollowChangedAsync(bool follow)
    {
        _follow = follow;
        if (follow && _script is not null)
        {
            await _script.InvokeVoidAsync("toEnd", Disposed, _scroller);
        }
    }

    private async Task SearchSoonAsync()
    {
        if (_typing is not null)
        {
            await _typing.CancelAsync();
            _typing.Dispose();
        }

        _typing = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token);
        try
        {
            await Task.Delay(TypingPause, Clock, _typing.Token);
            await SearchAsync();
        }
        catch (OperationCanceledException)
        {
            // More was typed.
        }
    }

    private async Task SearchAsync()
    {
        var text = _text;
        var found = text.Length == 0 ? [] : await Runs.SearchLogAsync(RunId, Step, text, Disposed);
        if (text != _text)
        {
            return;
        }

        (_found, _current) = (found, -1);
        await GoAsync(1);
    }

    private Task SearchKeyAsync(KeyboardEventArgs key) => key.Key == "Enter" ? GoAsync(key.ShiftKey ? -1 : 1) : Task.CompletedTask;

    private async Task GoAsync(int by)
    {
        if (_found.Count == 0)
        {
            return;
        }

        _current = (_current + by + _found.Count) % _found.Count;
        _follow = false;
        if (_script is not null)
        {
            await _script.InvokeVoidAsync("toLine", Disposed, _scroller, _found[_current] * LineHeight);
        }
    }
}
