using System.Globalization;
using MeshLab.Core.Runs;
using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Runs;

/// <summary>When each step of a run began and ended, beside what it took in earlier runs.</summary>
public sealed partial class RunTimeline : IAsyncDisposable
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

    /// <summary>The clock: a run under way goes on until now.</summary>
    [Inject]
    public required TimeProvider Clock { get; set; }

    private TimeSpan Range => Max((Run.FinishedAt ?? Clock.GetUtcNow()) - (Run.StartedAt ?? Clock.GetUtcNow()), Run.FinishedAt is null ? Usual.Total ?? Second : Second);

    private string Basis => Usual.Runs == 0
        ? $"No earlier {RunWords.Of(Run.Action).ToLowerInvariant()} of {Run.Scenario} succeeded at the first attempt{(Run.Simulated ? " on a simulated cluster" : "")}, so there is nothing to compare with."
        : $"Usually: the median of {(Usual.Runs == 1 ? "one earlier run" : $"{Usual.Runs} earlier runs")} of this scenario and action{(Run.Simulated ? " on simulated clusters" : "")}, drawn as a line below each bar.";

    private IEnumerable<(RunStep Step, TimeSpan? Begin, TimeSpan Taken, TimeSpan? Usual)> Rows => Run.Steps.Select(step =>
    {
        var begin = step.Status is StepStatus.Pending or StepStatus.Skipped || Run.StartedAt is null ? null : step.StartedAt - Run.StartedAt;
        var end = step.FinishedAt ?? (Run.FinishedAt ?? Clock.GetUtcNow());
        return (step, begin, Max(end - (step.StartedAt ?? end), TimeSpan.Zero), Usual.Of(step.Id));
    });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var counts = Run is { StartedAt: not null, FinishedAt: null };
        if (counts && _timer is null)
        {
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(StateHasChanged), null, Second, Second);
        }
        else if (!counts && _timer is not null)
        {
            await _timer.DisposeAsync();
            _timer = null;
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private string Place(TimeSpan begin, TimeSpan length)
    {
        var left = Math.Clamp(begin / Range, 0, 1) * 100;
        return string.Create(CultureInfo.InvariantCulture, $"left: {left:0.##}%; width: {Math.Clamp(length / Range * 100, 0, 100 - left):0.##}%");
    }
}
