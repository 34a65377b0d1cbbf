using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Components;

/// <summary>A component that shows how the inventory of a run is: looks every ten seconds while it is shown, and when the run or another viewer's look tells of a change.</summary>
public abstract class HealthComponent : LiveComponent
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private ITimer? _timer;

    /// <summary>The run.</summary>
    [Parameter]
    [EditorRequired]
    public long RunId { get; set; }

    /// <summary>Where runs come from.</summary>
    [Inject]
    public required RunService Runs { get; set; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        Listen<InventoryHealthChanged>(change => change.RunId == RunId);
        Listen<RunChanged>(change => change.RunId == RunId);
        _timer = Clock.CreateTimer(_ => _ = InvokeAsync(RefreshAsync), null, Every, Every);
        return base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken) => Take(await Runs.GetHealthAsync(RunId, cancellationToken));

    /// <summary>Takes what was found.</summary>
    protected abstract void Take(IReadOnlyList<InventoryHealth> health);

    /// <inheritdoc/>
    protected override async ValueTask DisposeAsyncCore()
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }

        await base.DisposeAsyncCore();
    }
}
