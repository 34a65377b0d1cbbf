using MeshLab.Core.Measurements;
using MeshLab.Core.Statistics;

namespace MeshLab.Core.Experiments.Results;

/// <summary>What an experiment found: one cell a variant and load.</summary>
/// <param name="Baseline">The variant the others are compared with.</param>
/// <param name="Cells">In the order of the variants, then of the loads.</param>
/// <param name="Method">How the intervals and verdicts were computed, in sentences.</param>
public sealed record ExperimentResults(string Baseline, IReadOnlyList<ResultCell> Cells, IReadOnlyList<string> Method);

/// <summary>A variant under a load.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Level">The load's place in the definition.</param>
/// <param name="Measured">How many repetitions were measured.</param>
/// <param name="Used">How many of them are averaged.</param>
/// <param name="LeftOut">The others, by reason; one repetition can have several.</param>
/// <param name="UsageLeftOut">Repetitions whose CPU and memory are not averaged although their latencies are.</param>
/// <param name="Origin">Where its figures come from; null when nothing was measured.</param>
/// <param name="Metrics">Its figures.</param>
public sealed record ResultCell(
    string Variant, int Level, int Measured, int Used, IReadOnlyDictionary<TrialFlag, int> LeftOut, int UsageLeftOut, Origin? Origin, IReadOnlyList<MetricResult> Metrics)
{
    /// <summary>One of its figures; null when it was not measured.</summary>
    public MetricResult? Find(string metric) => Metrics.FirstOrDefault(one => one.Metric == metric);
}

/// <summary>A figure of a cell.</summary>
/// <param name="Metric">One of <see cref="ResultMetrics"/>, e.g. <c>p99</c> or <c>cpu.proxy</c>.</param>
/// <param name="Unit"><c>ms</c>, <c>1/s</c>, <c>cores</c> or <c>bytes</c>.</param>
/// <param name="Count">How many repetitions it is the mean of.</param>
/// <param name="Mean">The mean over repetitions.</param>
/// <param name="Interval">Its 95 % confidence interval; null for a single repetition.</param>
/// <param name="Effect">How it differs from the baseline under the same load; null for the baseline, and where there is nothing to compare.</param>
public sealed record MetricResult(string Metric, string Unit, int Count, double Mean, Interval? Interval, MetricEffect? Effect);

/// <summary>How a figure differs from the baseline's.</summary>
/// <param name="Pairs">Repetitions in which both were measured.</param>
/// <param name="Difference">Variant minus baseline, in the metric's unit.</param>
/// <param name="DifferenceInterval">Its 95 % confidence interval; null for a single pair.</param>
/// <param name="Ratio">The difference as a share of the baseline; null where that is zero.</param>
/// <param name="RatioInterval">Its 95 % confidence interval.</param>
/// <param name="Verdict">Whether the difference is more than chance, corrected for the number of variants compared.</param>
public sealed record MetricEffect(int Pairs, double Difference, Interval? DifferenceInterval, double? Ratio, Interval? RatioInterval, EffectVerdict Verdict);

/// <summary>Whether a difference is more than chance.</summary>
public enum EffectVerdict
{
    /// <summary>The corrected interval excludes zero.</summary>
    Significant,

    /// <summary>The corrected interval holds zero.</summary>
    NotSignificant,

    /// <summary>There are too few pairs for any difference to be called significant.</summary>
    TooFewRepetitions,
}
