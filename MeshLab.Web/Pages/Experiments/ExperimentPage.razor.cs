using MeshLab.Core.Experiments;
using MeshLab.Core.Experiments.Results;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Experiments;

/// <summary>One experiment: how far it is, what it found, and every measurement.</summary>
public sealed partial class ExperimentPage
{
    private static readonly string[] Formats = ["CSV", "JSON", "SMP"];

    private static readonly (string Metric, string Title)[] Charts =
    [
        ("p50", "Median latency"),
        ("p99", "99th percentile of latency"),
        ("cpu.mesh", "CPU of the mesh"),
        ("cpu.node", "CPU of the nodes"),
    ];

    private Experiment? _experiment;
    private ExperimentResults? _results;
    private ExperimentStage? _stage;
    private TimeSpan? _left;
    private IReadOnlyList<string> _problems = [];
    private int _measured;
    private long _shown;
    private bool _busy;

    /// <summary>The experiment's number.</summary>
    [Parameter]
    public long Id { get; set; }

    /// <summary>Where experiments come from.</summary>
    [Inject]
    public required ExperimentService Experiments { get; set; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _shown = Id;
        Listen<ExperimentChanged>(change => change.ExperimentId == Id);
        return base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_shown != Id)
        {
            (_shown, _experiment, _results, _problems) = (Id, null, null, []);
            await RefreshAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _experiment = await Experiments.GetAsync(Id, cancellationToken);
        if (_experiment is { } experiment)
        {
            // Bootstrapping takes a moment; the page's own thread stays free.
            _results = await Task.Run(() => Experiments.GetResults(experiment), cancellationToken);
            _left = Experiments.GetTimeLeft(experiment);
            _measured = experiment.Trials.Count(trial => trial.Figures is not null);
            _stage = experiment.Stages.FirstOrDefault(stage => stage.Status is not (StageStatus.Pending or StageStatus.Done));
        }
    }

    private static string Subtitle(Experiment experiment) =>
        $"{experiment.Definition.Variants.Count} variants × {experiment.Definition.Levels.Count} loads × {experiment.Definition.Repetitions} repetitions, compared with {experiment.Definition.BaselineName}";

    private static string Latency(ExperimentTrial trial, string percentile) =>
        trial.Figures is { } figures && figures.Percentiles.TryGetValue(percentile, out var value) ? $"{ExperimentWords.Number(value, "ms")} ms" : "";

    private static string Remarks(ExperimentTrial trial) => trial.Error ?? (trial.Figures is { Flags.Count: > 0 } figures
        ? $"{string.Join(", ", figures.Flags.Select(ExperimentWords.Of))}: {string.Join("; ", figures.Notes)}" : "");

    private Task CancelAsync() => TryAsync(() => Experiments.CancelAsync(Id, Disposed));

    private Task ResumeAsync() => TryAsync(() => Experiments.ResumeAsync(Id, Disposed));

    private async Task TryAsync(Func<Task> act)
    {
        (_busy, _problems) = (true, []);
        try
        {
            await act();
            await RefreshAsync();
        }
        catch (ExperimentRefusedException refused)
        {
            _problems = refused.Problems;
        }
        finally
        {
            _busy = false;
        }
    }
}
