using MeshLab.Core.Costs.Attribution;

namespace MeshLab.Core.Costs.Comparison;

/// <summary>What an experiment measured, as far as it counts.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Running">Whether it is still being carried out, so that more will come.</param>
/// <param name="Imported">Where it was read from; null when it was measured here.</param>
/// <param name="Loads">Its loads, in the order of its definition.</param>
/// <param name="Periods">The measurements that count, each with its <see cref="MeasuredPeriod.Cell"/>.</param>
/// <param name="LeftOut">Those that do not, and why.</param>
public sealed record MeasuredExperiment(
    long Id, string Name, bool Running, string? Imported, IReadOnlyList<CellLoad> Loads, IReadOnlyList<MeasuredPeriod> Periods, IReadOnlyList<LeftOutCell> LeftOut)
{
    /// <summary>Its address within MeshLab.</summary>
    public string Path => $"/experiments/{Id}";

    /// <summary>The load under which most variants have figures, the largest of them: what is shown unless another is asked for.</summary>
    public CellLoad MainLoad => Loads.OrderByDescending(load => Periods.Where(period => period.Cell!.Load == load).Select(period => period.Cell!.Label).Distinct().Count())
        .ThenByDescending(load => load.Qps).First();
}

/// <summary>An experiment to choose.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Measurements">How many measurements it has so far.</param>
/// <param name="Simulated">Whether any of its figures come from a demo cluster.</param>
public sealed record ExperimentChoice(long Id, string Name, int Measurements, bool Simulated);

/// <summary>One measurement of an experiment: a variant under a load in one repetition. Its figures are those of the experiment's journal, so that they are the same wherever they are shown.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="ExperimentName">Its name.</param>
/// <param name="Label">The variant, as the experiment names it.</param>
/// <param name="Repetition">The repetition, from 1.</param>
/// <param name="Load">The load that was asked for.</param>
/// <param name="AchievedQps">The rate that was reached, in requests a second.</param>
/// <param name="Percentiles">Percentile (50, 75, 90, 95, 99, 99.9) to milliseconds.</param>
/// <param name="Cost">What was held over the load; null where CPU and memory are not known well enough.</param>
public sealed record MeasuredCell(
    long ExperimentId, string ExperimentName, string Label, int Repetition, CellLoad Load, double AchievedQps, IReadOnlyDictionary<string, double> Percentiles, ClusterCost? Cost);

/// <summary>A load of an experiment.</summary>
/// <param name="Level">Its place in the definition, from 0.</param>
/// <param name="Qps">Requests a second that were asked for.</param>
/// <param name="Connections">Connections.</param>
/// <param name="Duration">For how long.</param>
public sealed record CellLoad(int Level, double Qps, int Connections, TimeSpan Duration);

/// <summary>A measurement that is in no figure, or only in some.</summary>
/// <param name="Label">The variant, as the experiment names it.</param>
/// <param name="Load">The load.</param>
/// <param name="Repetition">The repetition.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="UsageOnly">Whether its latencies count nevertheless.</param>
public sealed record LeftOutCell(string Label, CellLoad Load, int Repetition, string Reason, bool UsageOnly);
