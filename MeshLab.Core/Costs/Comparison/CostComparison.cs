using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Network;
using MeshLab.Core.Measurements.Queries;

namespace MeshLab.Core.Costs.Comparison;

/// <summary>Sets side by side what variants held in the periods in which they were on clusters: one row a variant, cluster, origin and source.</summary>
public sealed class CostComparison(ContainerUseReader uses, IMeasuredPeriods periods, NetworkReader? network = null)
{
    /// <summary>The rows between two instants, by cluster and variant, the baseline first.</summary>
    /// <param name="clusters">The clusters to take; empty for all.</param>
    /// <param name="from">The start.</param>
    /// <param name="to">The end.</param>
    /// <param name="sharing">How node agents are divided among pods.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<VariantCost>> CompareAsync(
        IReadOnlyCollection<string> clusters, DateTimeOffset from, DateTimeOffset to, AgentSharing sharing, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, to);
        var read = new List<(PeriodCost Period, IReadOnlyList<ContainerMinute> Minutes)>();
        foreach (var period in await periods.GetAsync(from, to, cancellationToken))
        {
            if (clusters.Count > 0 && !clusters.Contains(period.Cluster))
            {
                continue;
            }

            var cut = period with { From = period.From > from ? period.From : from, To = period.To < to ? period.To : to };
            var use = await uses.ReadAsync(cut.Cluster, cut.From, cut.To, cancellationToken);
            var costs = CostAttribution.Attribute(use, sharing);
            if (costs.Count > 0)
            {
                var minutes = await uses.ReadMinutesAsync(cut.Cluster, cut.From, cut.To, cancellationToken);
                var net = network is null ? null : await network.ReadAsync(cut.Cluster, cut.From, cut.To, cancellationToken);
                read.AddRange(costs.Select(cost => (new PeriodCost(cut, cost with { Network = net }, Calls(cut, use)), minutes)));
            }
        }

        return
        [
            .. read.GroupBy(each => (each.Period.Period.Cluster, each.Period.Period.Variant, each.Period.Period.HighAvailability, each.Period.Cost.Origin, each.Period.Cost.Source))
                .Select(group => RunRow(group.Key.Variant, [.. group.OrderBy(each => each.Period.Period.From)]))
                .OrderBy(row => row.Cluster, StringComparer.Ordinal).ThenBy(row => row.Variant != "baseline").ThenBy(row => row.Variant, StringComparer.Ordinal).ThenBy(row => row.HighAvailability),
        ];
    }

    private static VariantCost RunRow(string variant, List<(PeriodCost Period, IReadOnlyList<ContainerMinute> Minutes)> read) => Row(
        variant, [.. read.Select(each => each.Period)], [.. read.SelectMany(each => each.Minutes)],
        of => [.. read.SelectMany(each => MeasuredModel.Points(each.Period.Period, each.Minutes, of))]);

    /// <summary>The experiments to choose from, the newest first.</summary>
    public Task<IReadOnlyList<ExperimentChoice>> ListExperimentsAsync(CancellationToken cancellationToken) => periods.ListExperimentsAsync(cancellationToken);

    /// <summary>The measurements of an experiment; null when there is none with this number.</summary>
    public Task<MeasuredExperiment?> FindExperimentAsync(long id, CancellationToken cancellationToken) => periods.GetExperimentAsync(id, cancellationToken);

    /// <summary>
    /// The rows of an experiment: one a variant and load, each repetition that counts a period. What was held is the experiment's own; the spread over minutes,
    /// which advice needs, is read as long as minutes are kept.
    /// </summary>
    /// <param name="experiment">The experiment's measurements.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<VariantCost>> CompareAsync(MeasuredExperiment experiment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var read = new List<(PeriodCost Period, IReadOnlyList<ContainerMinute> Minutes)>();
        foreach (var period in experiment.Periods)
        {
            if (period.Cell?.Cost is { } cost)
            {
                IReadOnlyList<ContainerMinute> minutes = experiment.Imported is null ? await uses.ReadMinutesAsync(period.Cluster, period.From, period.To, cancellationToken) : [];
                read.Add((new(period, cost, MeasuredModel.CallsBetween(period, period.From, period.To) / (period.To - period.From).TotalSeconds), minutes));
            }
        }

        // Points of all loads together: only different loads tell what a call costs.
        var variants = read.GroupBy(each => (each.Period.Period.Cell!.Label, each.Period.Cost.Origin, each.Period.Cost.Source)).ToDictionary(group => group.Key, group => group.ToList());
        return
        [
            .. read.GroupBy(each => (each.Period.Period.Cell!.Label, each.Period.Cost.Origin, each.Period.Cost.Source, each.Period.Period.Cell.Load.Level))
                .Select(group => CellRow([.. group], variants[(group.Key.Label, group.Key.Origin, group.Key.Source)])),
        ];
    }

    private static VariantCost CellRow(List<(PeriodCost Period, IReadOnlyList<ContainerMinute> Minutes)> own, List<(PeriodCost Period, IReadOnlyList<ContainerMinute> Minutes)> all)
    {
        var newest = own[^1].Period;
        return Row(newest.Period.Variant, [.. own.Select(each => each.Period)], [.. own.SelectMany(each => each.Minutes)], Points);

        IReadOnlyList<(double Calls, double Cores)> Points(WorkloadClass of) =>
            [.. all.Select(each => (each.Period.CallsPerSecond ?? 0, each.Period.Cost.Of(CostShares.Of(of)).Used.CpuCores))];
    }

    private static VariantCost Row(
        string variant, IReadOnlyList<PeriodCost> periods, List<ContainerMinute> minutes, Func<WorkloadClass, IReadOnlyList<(double Calls, double Cores)>> points)
    {
        var newest = periods[^1];
        return new(
            variant, newest.Period.HighAvailability, newest.Period.Cluster, newest.Cost.Origin, newest.Cost.Source, periods,
            Cpu(minutes.Where(IsProxy)), Memory(minutes.Where(IsProxy)),
            Cpu(minutes.Where(minute => minute.Class == WorkloadClass.ControlPlane)), Memory(minutes.Where(minute => minute.Class == WorkloadClass.ControlPlane)),
            MeasuredModel.Of(variant, periods, points))
        {
            ProxyCpuByNamespace = minutes.Where(IsProxy).GroupBy(minute => minute.Namespace)
                .Select(space => (space.Key, Spread: Cpu(space)))
                .Where(space => space.Spread is not null)
                .ToDictionary(space => space.Key, space => space.Spread!.P95),
            ProxyFit = LoadFit.Of(points(WorkloadClass.Proxy)),
        };
    }

    private static bool IsProxy(ContainerMinute minute) => minute is { Class: WorkloadClass.Proxy, Container: "istio-proxy" or "linkerd-proxy" };

    private static Spread? Cpu(IEnumerable<ContainerMinute> minutes) =>
        Spread.Of(minutes.Where(minute => minute.CpuCores is not null).Select(minute => (minute.CpuCores!.Value, minute.ObservedSeconds)));

    private static Spread? Memory(IEnumerable<ContainerMinute> minutes) =>
        Spread.Of(minutes.Where(minute => minute.MemoryBytes is not null).Select(minute => ((double)minute.MemoryBytes!.Value, minute.ObservedSeconds)));

    /// <summary>Calls a second on average over the minutes that were read; null when the load is not known.</summary>
    private static double? Calls(MeasuredPeriod period, ClusterUse use) =>
        period.Loads.Count == 0 || use.To <= use.From ? null : MeasuredModel.CallsBetween(period, use.From, use.To) / (use.To - use.From).TotalSeconds;
}
