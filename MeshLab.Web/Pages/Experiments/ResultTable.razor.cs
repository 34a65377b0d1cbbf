using MeshLab.Core.Experiments;
using MeshLab.Core.Experiments.Results;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Experiments;

/// <summary>The variants side by side under one load: means, intervals, and how they differ from the baseline.</summary>
public sealed partial class ResultTable
{
    private static readonly (string Metric, string Title)[] Shown =
    [
        ("achievedQps", "Rate reached"),
        ("p50", "Median latency"),
        ("p90", "p90"),
        ("p99", "p99"),
        ("p99.9", "p99.9"),
        ("cpu.app", "CPU, application"),
        ("cpu.proxy", "CPU, sidecars"),
        ("cpu.nodeAgent", "CPU, node agents"),
        ("cpu.controlPlane", "CPU, control plane"),
        ("cpu.mesh", "CPU, mesh in all"),
        ("cpu.node", "CPU, whole nodes"),
        ("memory.app", "Memory, application"),
        ("memory.proxy", "Memory, sidecars"),
        ("memory.nodeAgent", "Memory, node agents"),
        ("memory.controlPlane", "Memory, control plane"),
        ("memory.mesh", "Memory, mesh in all"),
    ];

    private IReadOnlyList<ResultCell> _cells = [];
    private IReadOnlyList<(string Metric, string Title)> _rows = [];

    private bool _mixed;
    private bool _tooFew;

    /// <summary>The experiment.</summary>
    [Parameter]
    [EditorRequired]
    public Experiment Experiment { get; set; } = null!;

    /// <summary>Its results.</summary>
    [Parameter]
    [EditorRequired]
    public ExperimentResults Results { get; set; } = null!;

    /// <summary>The load's place in the definition.</summary>
    [Parameter]
    [EditorRequired]
    public int Level { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _cells = [.. Results.Cells.Where(cell => cell.Level == Level)];
        _mixed = _cells.Select(cell => cell.Origin).OfType<MeshLab.Core.Measurements.Origin>().Distinct().Count() > 1;
        var verdicts = _cells.SelectMany(cell => cell.Metrics).Select(metric => metric.Effect?.Verdict).OfType<EffectVerdict>().ToList();
        _tooFew = verdicts.Count > 0 && verdicts.TrueForAll(verdict => verdict == EffectVerdict.TooFewRepetitions);
        // A class that no variant has would be a row of zeros.
        _rows = [.. Shown.Where(row => _cells.Any(cell => cell.Find(row.Metric) is { Mean: not 0 }))];
    }
}
