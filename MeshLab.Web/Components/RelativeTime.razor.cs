using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Components;

/// <summary>An instant as "3 min ago", with the exact time in its title. It renders itself anew as time passes.</summary>
public sealed partial class RelativeTime : IAsyncDisposable
{
    private ITimer? _timer;

    /// <summary>The instant; null shows a dash.</summary>
    [Parameter]
    [EditorRequired]
    public DateTimeOffset? Value { get; set; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Time { get; set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            var every = TimeSpan.FromSeconds(15);
            _timer = Time.CreateTimer(_ => _ = InvokeAsync(StateHasChanged), null, every, every);
        }
    }
}
