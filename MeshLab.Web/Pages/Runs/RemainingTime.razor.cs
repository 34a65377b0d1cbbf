using MeshLab.Core.Runs;
using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Runs;

/// <summary>About how long a run under way will still take; it counts down by itself and says where the estimate is from.</summary>
public sealed partial class RemainingTime : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private ITimer? _timer;

    /// <summary>The run.</summary>
    [Parameter]
    [EditorRequired]
    public required Run Run { get; set; }

    /// <summary>What such runs usually take.</summary>
    [Parameter]
    public UsualTimes Usual { get; set; } = UsualTimes.None;

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Clock { get; set; }

    private string? Text => RunForecast.Of(Run, Usual, Clock.GetUtcNow()) switch
    {
        null => null,
        { Remaining: null } => "remaining time unknown: no earlier run to go by",
        { Overdue: true, Runs: var runs } => $"longer than {Earlier(runs)}",
        { Remaining: { } left, Runs: var runs } => $"about {Rough(left)} left, by {Earlier(runs)}",
    };

    private string Why => $"Estimated from earlier runs of {Run.Scenario} that succeeded at the first attempt";

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    protected override void OnInitialized() => _timer = Clock.CreateTimer(_ => _ = InvokeAsync(StateHasChanged), null, Second, Second);

    private static string Earlier(int runs) => runs == 1 ? "one earlier run" : $"the median of {runs} earlier runs";

    private static string Rough(TimeSpan time) => time.TotalSeconds < 60 ? $"{(int)Math.Ceiling(time.TotalSeconds)} s" : RunWords.Of(time);
}
