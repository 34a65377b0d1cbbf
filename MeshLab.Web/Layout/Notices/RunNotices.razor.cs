using System.Collections.Concurrent;
using MeshLab.Core.Runs;
using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace MeshLab.Web.Layout.Notices;

/// <summary>
/// Says that a long run ended, wherever a person is in MeshLab: in the page, in the tab's title and icon, and through the operating system when
/// they asked for it. The page of the run itself shows it anyway.
/// </summary>
public sealed partial class RunNotices
{
    /// <summary>Nobody has looked away from what takes less.</summary>
    internal static readonly TimeSpan Long = TimeSpan.FromSeconds(15);

    private readonly ConcurrentQueue<long> _ended = new();
    private IJSObjectReference? _module;

    /// <summary>Where runs come from.</summary>
    [Inject]
    public required RunService Runs { get; set; }

    /// <summary>Short messages.</summary>
    [Inject]
    public required ISnackbar Messages { get; set; }

    /// <summary>Where the browser is.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>The browser.</summary>
    [Inject]
    public required IJSRuntime Js { get; set; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        Listen<RunEnded>(change =>
        {
            _ended.Enqueue(change.RunId);
            return true;
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        while (_ended.TryDequeue(out var id))
        {
            if (await Runs.GetAsync(id, cancellationToken) is { StartedAt: { } started, FinishedAt: { } finished } run && finished - started >= Long)
            {
                await TellAsync(run, finished - started, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
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

    private async Task TellAsync(Run run, TimeSpan took, CancellationToken cancellationToken)
    {
        var page = $"/runs/{run.Id}";
        var title = $"Run {run.Id} {(run.Status == RunStatus.Cancelled ? "was cancelled" : run.Status.ToString().ToLowerInvariant())}";
        var text = $"{RunWords.Of(run.Action)} of {run.Scenario} after {RunWords.Of(took)}{(run.Simulated ? " (simulated)" : "")}";
        if (new Uri(Navigation.Uri).AbsolutePath != page)
        {
            var severity = run.Status switch { RunStatus.Succeeded => Severity.Success, RunStatus.Failed => Severity.Error, _ => Severity.Normal };
            Messages.Add($"{title}: {text}", severity, options =>
            {
                options.Action = "Open";
                options.OnClick = _ =>
                {
                    Navigation.NavigateTo(page);
                    return Task.CompletedTask;
                };
            });
        }

        try
        {
            _module ??= await Js.InvokeAsync<IJSObjectReference>("import", cancellationToken, "./js/run-notices.js");
            await _module.InvokeVoidAsync("tell", cancellationToken, title, text, page, run.Status == RunStatus.Succeeded);
        }
        catch (Exception error) when (error is JSDisconnectedException or OperationCanceledException)
        {
            // The browser has left.
        }
    }
}
