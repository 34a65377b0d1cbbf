using System.Globalization;
using MeshLab.Core.Costs.Prices;
using MeshLab.Core.Measurements.Network;

namespace MeshLab.Core.Costs.Attribution;

/// <summary>Somebody's own estimate of traffic, for where nobody counts it.</summary>
/// <param name="ZoneGBMonth">Between zones, in GB a month; null for none.</param>
/// <param name="ClusterGBMonth">Between clusters or regions, in GB a month; null for none.</param>
public sealed record TrafficEstimate(double? ZoneGBMonth, double? ClusterGBMonth)
{
    /// <summary>No estimate.</summary>
    public static readonly TrafficEstimate None = new(null, null);
}

/// <summary>What a part of the network costs.</summary>
/// <param name="Share"><see cref="CostShare.LoadBalancers"/>, <see cref="CostShare.CrossZone"/> or <see cref="CostShare.CrossCluster"/>.</param>
/// <param name="Amount">Load balancers, or GB a month; null when not known.</param>
/// <param name="Month">The cost of a month; null when the amount or its price is not known.</param>
/// <param name="Basis">Where the amount comes from, or why it is not known.</param>
/// <param name="Estimated">Whether it is somebody's estimate.</param>
public sealed record NetworkCost(CostShare Share, double? Amount, double? Month, string Basis, bool Estimated)
{
    private const double SecondsPerMonth = CostUnits.HoursPerMonth * 3600;

    /// <summary>The three parts. What a source counted goes before an estimate; what neither knows stays unknown.</summary>
    /// <param name="periods">What is known of each period.</param>
    /// <param name="estimate">Somebody's estimate.</param>
    /// <param name="prices">The prices.</param>
    public static IReadOnlyList<NetworkCost> Of(IReadOnlyList<NetworkUse?> periods, TrafficEstimate estimate, PriceBook prices)
    {
        ArgumentNullException.ThrowIfNull(periods);
        ArgumentNullException.ThrowIfNull(estimate);
        ArgumentNullException.ThrowIfNull(prices);
        var known = periods.OfType<NetworkUse>().ToList();
        var complete = known.Count == periods.Count && known.Count > 0;
        return
        [
            Balancers(complete ? known.Average(one => one.GatewayLoadBalancers) : null, prices),
            Traffic(CostShare.CrossZone, complete ? Mean(known, one => one.CrossZoneBytesPerSecond) : null, Counted(known, one => one.Zones == 1), NoZones(known), estimate.ZoneGBMonth, prices.ZoneEgressGB),
            Traffic(CostShare.CrossCluster, complete ? Mean(known, one => one.CrossClusterBytesPerSecond) : null, Counted(known, _ => false), "no telemetry of traffic between workloads", estimate.ClusterGBMonth, prices.RegionEgressGB),
        ];
    }

    private static NetworkCost Balancers(double? count, PriceBook prices) => count switch
    {
        null => new(CostShare.LoadBalancers, null, null, "not known: the Services of that time were not read", false),
        0 => new(CostShare.LoadBalancers, 0, 0, "no Service of type LoadBalancer in front of a gateway", false),
        { } some => new(
            CostShare.LoadBalancers, some, some * prices.LoadBalancerHour * CostUnits.HoursPerMonth,
            prices.LoadBalancerHour is null ? "Services of type LoadBalancer in front of gateways; their price is not known" : "Services of type LoadBalancer in front of gateways", false),
    };

    private static NetworkCost Traffic(CostShare share, double? bytesPerSecond, string counted, string why, double? estimate, double? price) => (bytesPerSecond, estimate) switch
    {
        ({ } bytes, _) => new(share, bytes * SecondsPerMonth / CostUnits.GB, Price(bytes * SecondsPerMonth / CostUnits.GB, price), counted, false),
        (null, { } given) => new(share, given, Price(given, price), "your estimate", true),
        _ => new(share, null, null, $"not known: {why}", false),
    };

    /// <summary>Nothing costs nothing, whatever its price.</summary>
    private static double? Price(double gigabytes, double? price) => gigabytes <= 0 ? 0 : gigabytes * price;

    private static double? Mean(List<NetworkUse> known, Func<NetworkUse, double?> of) => known.TrueForAll(one => of(one) is not null) ? known.Average(of) : null;

    private static string NoZones(List<NetworkUse> known) => known.Count == 0 ? "the cluster of that time was not read"
        : known.Exists(one => one.Zones is null) ? "nodes have no label topology.kubernetes.io/zone" : "no telemetry of traffic between workloads";

    private static string Counted(List<NetworkUse> known, Predicate<NetworkUse> none) => known.Count > 0 && known.TrueForAll(none)
        ? "all nodes are in one zone"
        : $"counted by {string.Join(", ", known.SelectMany(one => one.Traffic?.Metrics ?? []).Distinct())}"
            + (known.Exists(one => one.Traffic?.SpreadAssumed == true) ? "; calls taken to be spread evenly over pods in several zones" : "")
            + (known.Sum(one => one.Traffic?.UnplacedBytes ?? 0) is > 0 and var bytes ? string.Create(CultureInfo.InvariantCulture, $"; {bytes / CostUnits.GB:0.###} GB between workloads that were not found are in neither") : "");
}
