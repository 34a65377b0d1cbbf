using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Queries;

namespace MeshLab.Core.Costs.Comparison;

/// <summary>Sets side by side what variants held in the periods in which they were on clusters: one row a variant, cluster, origin and source.</summary>
public sealed class CostComparison(ContainerUseReader uses, IMeasuredPeriods periods)
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
        var read = new List<(PeriodCost Period, ClusterUse Use, IReadOnlyList<ContainerMinute> Minutes)>();
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
                // The first and last minute are touched by what was there before and after; only the period's own containers count.
                var own = use.Containers.Select(container => (container.Namespace, container.Pod)).ToHashSet();
                IReadOnlyList<ContainerMinute> minutes =
                    [.. (await uses.ReadMinutesAsync(cut.Cluster, cut.From, cut.To, cancellationToken)).Where(minute => own.Contains((minute.Namespace, minute.Pod)))];
                read.AddRange(costs.Select(cost => (new PeriodCost(cut, cost, Calls(cut, use)), use, minutes)));
            }
        }

        return
        [
            .. read.GroupBy(each => (each.Period.Period.Cluster, each.Period.Period.Variant, each.Period.Period.HighAvailability, each.Period.Cost.Origin, each.Period.Cost.Source))
                .Select(group => Row(group.Key.Variant, [.. group.OrderBy(each => each.Period.Period.From)]))
                .OrderBy(row => row.Cluster, StringComparer.Ordinal).ThenBy(row => row.Variant != "baseline").ThenBy(row => row.Variant, StringComparer.Ordinal).ThenBy(row => row.HighAvailability),
        ];
    }

    private static VariantCost Row(string variant, List<(PeriodCost Period, ClusterUse Use, IReadOnlyList<ContainerMinute> Minutes)> read)
    {
        var newest = read[^1].Period;
        var minutes = read.SelectMany(each => each.Minutes).ToList();
        return new(
            variant, newest.Period.HighAvailability, newest.Period.Cluster, newest.Cost.Origin, newest.Cost.Source, [.. read.Select(each => each.Period)],
            Cpu(minutes.Where(IsProxy)), Memory(minutes.Where(IsProxy)),
            Cpu(minutes.Where(minute => minute.Class == WorkloadClass.ControlPlane)), Memory(minutes.Where(minute => minute.Class == WorkloadClass.ControlPlane)),
            MeasuredModel.Of(variant, [.. read.Select(each => each.Period)], [.. read.Select(each => each.Use)], [.. read.Select(each => each.Minutes)]))
        {
            ProxyCpuByNamespace = minutes.Where(IsProxy).GroupBy(minute => minute.Namespace)
                .Select(space => (space.Key, Spread: Cpu(space)))
                .Where(space => space.Spread is not null)
                .ToDictionary(space => space.Key, space => space.Spread!.P95),
            ProxyFit = LoadFit.Of([.. read.SelectMany(each => MeasuredModel.Points(each.Period.Period, each.Minutes, WorkloadClass.Proxy))]),
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
