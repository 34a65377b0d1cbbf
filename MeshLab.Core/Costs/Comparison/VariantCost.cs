using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Models;
using MeshLab.Core.Costs.Prices;
using MeshLab.Core.Measurements;

namespace MeshLab.Core.Costs.Comparison;

/// <summary>One measured period with what it held.</summary>
/// <param name="Period">The period, cut to the time asked for.</param>
/// <param name="Cost">What it held.</param>
/// <param name="CallsPerSecond">Calls a second on average; null when the load is not known.</param>
public sealed record PeriodCost(MeasuredPeriod Period, ClusterCost Cost, double? CallsPerSecond);

/// <summary>A variant on a cluster: the row of a comparison. Its figures are means over its periods, each of which counts as one repetition.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="HighAvailability">Whether its control plane has high availability.</param>
/// <param name="Cluster">The target cluster.</param>
/// <param name="Origin">Measured or simulated.</param>
/// <param name="Source">The source its figures were read from.</param>
/// <param name="Periods">Its periods, the oldest first.</param>
/// <param name="ProxyCpu">CPU of one sidecar over its minutes, in cores; null without sidecars.</param>
/// <param name="ProxyMemory">Memory of one sidecar over its minutes, in bytes; null without sidecars.</param>
/// <param name="ControlPlaneCpu">CPU of one control-plane container over its minutes, in cores.</param>
/// <param name="ControlPlaneMemory">Memory of one control-plane container over its minutes, in bytes.</param>
/// <param name="Model">What it takes as a function of pods and calls, fitted to its minutes; null without a mesh.</param>
public sealed record VariantCost(
    string Variant,
    bool HighAvailability,
    string Cluster,
    Origin Origin,
    string Source,
    IReadOnlyList<PeriodCost> Periods,
    Spread? ProxyCpu,
    Spread? ProxyMemory,
    Spread? ControlPlaneCpu,
    Spread? ControlPlaneMemory,
    MeshCostModel? Model)
{
    /// <summary>CPU of all sidecars over calls; null where the load is not known or explains nothing.</summary>
    public LoadFit? ProxyFit { get; init; }

    /// <summary>The namespaces with sidecars, each with the 95th percentile of the CPU of its sidecars over their minutes, in cores.</summary>
    public IReadOnlyDictionary<string, double> ProxyCpuByNamespace { get; init; } = new Dictionary<string, double>();

    /// <summary>What identifies the row: variant, control plane, cluster, origin and source.</summary>
    public string Key => $"{Variant}{(HighAvailability ? "-ha" : "")}@{Cluster}/{Origin.ToString().ToLowerInvariant()}/{Source}{(Cell is { } cell ? $"/{cell.ExperimentId}/{cell.Label}/{cell.Load.Level}" : "")}";

    /// <summary>A measurement of the experiment it comes from, for the experiment's number and name and for the load; null when it comes from runs.</summary>
    public MeasuredCell? Cell => Periods[^1].Period.Cell;

    /// <summary>Its name for people: the variant, and whether its control plane has high availability.</summary>
    public string Name => Cell?.Label ?? (HighAvailability ? $"{Variant} (HA)" : Variant);

    /// <summary>The start of its first period.</summary>
    public DateTimeOffset From => Periods.Min(period => period.Cost.From);

    /// <summary>The end of its last period.</summary>
    public DateTimeOffset To => Periods.Max(period => period.Cost.To);

    /// <summary>How much of it was observed.</summary>
    public TimeSpan Observed => Periods.Aggregate(TimeSpan.Zero, (sum, period) => sum + period.Cost.Observed);

    /// <summary>Application pods on average.</summary>
    public double AppPods => Periods.Average(period => period.Cost.AppPods);

    /// <summary>Sidecars on average.</summary>
    public double Proxies => Periods.Average(period => period.Cost.Proxies);

    /// <summary>Control-plane pods on average.</summary>
    public double ControlPlanePods => Periods.Average(period => period.Cost.ControlPlanePods);

    /// <summary>Nodes.</summary>
    public int Nodes => Periods.Max(period => period.Cost.Nodes);

    /// <summary>Calls a second on average; null when the load of a period is not known.</summary>
    public double? CallsPerSecond => Periods.All(period => period.CallsPerSecond is not null) ? Periods.Average(period => period.CallsPerSecond) : null;

    /// <summary>Whether <see cref="CallsPerSecond"/> is, at least in part, the rate that was asked for, because the one that was reached is not known.</summary>
    public bool CallsAreAsked => Periods.Any(period => period.Period.Loads.Any(load => load.Asked));

    /// <summary>CPU of one sidecar over the periods, each a repetition, in cores; null where a period has none.</summary>
    public MeanInterval? ProxyCpuMean => PerProxy(held => held.CpuCores);

    /// <summary>Memory of one sidecar over the periods, in bytes; null where a period has none.</summary>
    public MeanInterval? ProxyMemoryMean => PerProxy(held => held.MemoryBytes);

    /// <summary>Whether all requests are known.</summary>
    public bool RequestsKnown => Periods.All(period => period.Cost.RequestsKnown);

    /// <summary>What a share held on average.</summary>
    public UsedAndCharged Of(CostShare share) => Periods.Aggregate(default(UsedAndCharged), (sum, period) => sum + period.Cost.Of(share)) * (1.0 / Periods.Count);

    /// <summary>Somebody's estimate of traffic, for where nobody counted it.</summary>
    public TrafficEstimate Estimate { get; init; } = TrafficEstimate.None;

    /// <summary>What load balancers and traffic cost, and what of it is not known.</summary>
    public IReadOnlyList<NetworkCost> Network(PriceBook prices) => NetworkCost.Of([.. Periods.Select(period => period.Cost.Network)], Estimate, prices);

    /// <summary>The cost of every share that is known, for a month.</summary>
    public IReadOnlyDictionary<CostShare, double> Month(PriceBook prices, CostBasis basis) => Periods.SelectMany(period => period.Cost.Shares.Keys).Distinct()
        .Select(share => (Share: share, Month: Of(share).On(basis).Month(prices)))
        .Concat(Network(prices).Where(part => part.Month > 0).Select(part => (part.Share, Month: part.Month!.Value)))
        .OrderBy(part => part.Share).ToDictionary(part => part.Share, part => part.Month);

    /// <summary>Everything for a month.</summary>
    public MeanInterval Total(PriceBook prices, CostBasis basis) => MeanInterval.Of([.. Periods.Select(period => period.Cost.Total.On(basis).Month(prices) + Network(prices).Sum(part => part.Month ?? 0))]);

    /// <summary>What is there because of the mesh, for a month: its containers and the load balancers of its gateways. Traffic is the application's, with a mesh or without.</summary>
    public MeanInterval Mesh(PriceBook prices, CostBasis basis) => MeanInterval.Of([.. Periods.Select(period => period.Cost.Mesh.On(basis).Month(prices) + Balancers(prices))]);

    /// <summary>What sidecars cost for each 100 that the application costs; null without an application.</summary>
    public double? SidecarPercent(PriceBook prices, CostBasis basis) => Percent(Of(CostShare.Sidecars).On(basis).Month(prices), prices, basis);

    /// <summary>What the whole mesh costs for each 100 that the application costs; null without an application.</summary>
    public double? MeshPercent(PriceBook prices, CostBasis basis) => Percent(Mesh(prices, basis).Mean, prices, basis);

    /// <summary>The cost of the mesh for one application pod and month; null without pods.</summary>
    public double? MeshPerPod(PriceBook prices, CostBasis basis) => AppPods > 0 ? Mesh(prices, basis).Mean / AppPods : null;

    /// <summary>CPU of the agents of one node over the periods, in cores; null without agents.</summary>
    public MeanInterval? AgentCpuMean => PerNode(held => held.CpuCores);

    /// <summary>Memory of the agents of one node over the periods, in bytes; null without agents.</summary>
    public MeanInterval? AgentMemoryMean => PerNode(held => held.MemoryBytes);

    private double Balancers(PriceBook prices) => Network(prices).First(part => part.Share == CostShare.LoadBalancers).Month ?? 0;

    private MeanInterval? PerNode(Func<Consumption, double> of) => Nodes > 0 && Of(CostShare.NodeAgents).Used != Consumption.None
        ? MeanInterval.Of([.. Periods.Select(period => of(period.Cost.Of(CostShare.NodeAgents).Used) / Math.Max(1, period.Cost.Nodes))]) : null;

    private MeanInterval? PerProxy(Func<Consumption, double> of) =>
        Periods.All(period => period.Cost.PerProxy is not null) ? MeanInterval.Of([.. Periods.Select(period => of(period.Cost.PerProxy!.Value.Used))]) : null;

    private double? Percent(double part, PriceBook prices, CostBasis basis) => Of(CostShare.App).On(basis).Month(prices) is > 0 and var app ? 100 * part / app : null;
}
