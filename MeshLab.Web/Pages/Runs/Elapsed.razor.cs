using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Runs;

/// <summary>How long something took, or takes so far; it counts on by itself until there is an end.</summary>
public sealed partial class Elapsed : IAsyncDisposable
{
    private ITimer? _timer;

    /// <summary>The start; null shows a dash.</summary>
    [Parameter]
    [EditorRequired]
    public DateTimeOffset? From { get; set; }

    /// <summary>The end; null while it goes on.</summary>
    [Parameter]
    public DateTimeOffset? To { get; set; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Clock { get; set; }

    private string Text => From is { } from ? RunWords.Of((To ?? Clock.GetUtcNow()) - from) : "–";

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var counts = From is not null && To is null;
        if (counts && _timer is null)
        {
            var second = TimeSpan.FromSeconds(1);
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(StateHasChanged), null, second, second);
        }
        else if (!counts && _timer is not null)
        {
            await _timer.DisposeAsync();
            _timer = null;
        }
    }
}
