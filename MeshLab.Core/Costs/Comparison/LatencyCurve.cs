using System.Globalization;
using MeshLab.Core.Measurements;

namespace MeshLab.Core.Costs.Comparison;

/// <summary>The percentiles of a variant's latency under one load, each with its 95 % confidence interval over repetitions.</summary>
/// <param name="Label">The variant, as the experiment names it.</param>
/// <param name="Variant">What it is: <c>baseline</c>, <c>istio-sidecar</c>, <c>istio-ambient</c>, <c>linkerd</c> or <c>cilium</c>.</param>
/// <param name="Load">The load.</param>
/// <param name="Origin">Where its figures come from; null when CPU and memory, which tell, are not known.</param>
/// <param name="Points">Percentile (0 to 100) and milliseconds, in order.</param>
public sealed record LatencyCurve(string Label, string Variant, CellLoad Load, Origin? Origin, IReadOnlyList<LatencyPoint> Points)
{
    /// <summary>The curves of an experiment under one load, in the order of its variants. Measurements that are left out are in none.</summary>
    public static IReadOnlyList<LatencyCurve> Of(MeasuredExperiment experiment, CellLoad load)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        return
        [
            .. experiment.Periods.Where(period => period.Cell!.Load == load).GroupBy(period => period.Cell!.Label).Select(group => new LatencyCurve(
                group.Key, group.First().Variant, load, group.First().Cell!.Cost?.Origin,
                [
                    .. group.SelectMany(period => period.Cell!.Percentiles)
                        .GroupBy(percentile => double.Parse(percentile.Key, CultureInfo.InvariantCulture), percentile => percentile.Value)
                        .OrderBy(percentile => percentile.Key)
                        .Select(percentile => new LatencyPoint(percentile.Key, MeanInterval.Of([.. percentile]))),
                ])),
        ];
    }
}

/// <summary>A percentile of latency.</summary>
/// <param name="Percentile">0 to 100.</param>
/// <param name="Milliseconds">The mean over repetitions, with its interval.</param>
public sealed record LatencyPoint(double Percentile, MeanInterval Milliseconds);
