using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Sampling;
using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Measurements;

/// <summary>How a cluster is sampled, what is wrong, and the interval for all clusters.</summary>
public sealed partial class SamplingPanel
{
    private static readonly double[] _usual = [2, 5, 10, 15, 30, 60, 120, 300];

    private string _word = "";
    private StatusTone _tone;
    private IReadOnlyList<double> _choices = _usual;

    /// <summary>Who looks at the page.</summary>
    [CascadingParameter]
    public Person Person { get; set; } = Person.Local;

    /// <summary>The cluster.</summary>
    [Parameter]
    [EditorRequired]
    public string Cluster { get; set; } = "";

    /// <summary>Its state; null when it was never sampled.</summary>
    [Parameter]
    [EditorRequired]
    public SamplingState? State { get; set; }

    /// <summary>The interval in force.</summary>
    [Parameter]
    [EditorRequired]
    public TimeSpan Interval { get; set; }

    /// <summary>The settings.</summary>
    [Inject]
    public required SamplingSettings Settings { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        (_word, _tone) = State switch
        {
            null => ("Not sampled", StatusTone.Neutral),
            { FailingSince: not null } => ("Backing off", StatusTone.Warning),
            { Sampling: true, Error: not null } => ("Partly sampled", StatusTone.Warning),
            { Sampling: true } => ("Sampling", StatusTone.Success),
            _ => ("Stopped", StatusTone.Neutral),
        };
        _choices = [.. _usual.Append(Interval.TotalSeconds).Distinct().Order()];
    }

    private static string Words(double seconds) => seconds switch
    {
        60 => "1 minute",
        > 60 when seconds % 60 == 0 => $"{seconds / 60} minutes",
        _ => $"{seconds} seconds",
    };

    private Task SetAsync(double seconds) => Settings.SetIntervalAsync(TimeSpan.FromSeconds(seconds), CancellationToken.None);
}
