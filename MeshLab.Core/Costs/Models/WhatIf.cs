using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Prices;

namespace MeshLab.Core.Costs.Models;

/// <summary>A cluster to reckon with.</summary>
/// <param name="Pods">Application pods.</param>
/// <param name="PodsPerNode">Pods on one node; nodes = pods ÷ this, rounded up.</param>
/// <param name="CallsPerSecond">Calls from one service to another, a second, of all the cluster.</param>
/// <param name="MeshedShare">The share of pods in the mesh, 0 to 1, when only some namespaces are injected. Calls are taken to be spread evenly, so the same share of them passes through it.</param>
/// <param name="HighAvailability">Whether the control plane has its replicas for high availability.</param>
/// <param name="Waypoints">Waypoints, for meshes that have them.</param>
/// <param name="App">What one application pod is charged for.</param>
/// <param name="ZoneGBMonth">Traffic between zones that is there because of the mesh, in GB a month.</param>
/// <param name="ClusterGBMonth">Traffic between clusters or regions that is there because of the mesh, in GB a month.</param>
/// <param name="Basis">What is charged.</param>
public sealed record WhatIfInput(
    double Pods,
    double PodsPerNode,
    double CallsPerSecond,
    double MeshedShare,
    bool HighAvailability,
    double Waypoints,
    Consumption App,
    double ZoneGBMonth = 0,
    double ClusterGBMonth = 0,
    CostBasis Basis = CostBasis.RequestOrUsage)
{
    /// <summary>A middling cluster: 100 pods of 250m and 512 MiB, 20 on a node, 1,000 calls a second.</summary>
    public static readonly WhatIfInput Middling = new(100, 20, 1_000, 1, false, 5, new Consumption(0.25, 512.0 * (1 << 20)));

    /// <summary>The nodes.</summary>
    public double Nodes => Math.Ceiling(Pods / Math.Max(1, PodsPerNode));
}

/// <summary>What a mesh would cost.</summary>
/// <param name="Model">The model.</param>
/// <param name="Month">The cost of each share for a month, in the price book's currency.</param>
/// <param name="Held">The resources behind it.</param>
/// <param name="NotPriced">Shares that have an amount but no price in the book.</param>
public sealed record WhatIfResult(
    MeshCostModel Model, IReadOnlyDictionary<CostShare, double> Month, IReadOnlyDictionary<CostShare, UsedAndCharged> Held, IReadOnlyList<CostShare> NotPriced)
{
    /// <summary>Everything, the application too.</summary>
    public double Total => Month.Values.Sum();

    /// <summary>What is there because of the mesh.</summary>
    public double Mesh => CostShares.Mesh.Sum(share => Month.GetValueOrDefault(share));

    /// <summary>What the mesh costs for each 100 the application costs; null without an application.</summary>
    public double? OverheadPercent => Month.GetValueOrDefault(CostShare.App) is > 0 and var app ? 100 * Mesh / app : null;
}

/// <summary>
/// What a mesh would cost in a given cluster at given prices. A pure function without input or output: hundreds of estimates take about
/// a millisecond, so that sliders can be followed.
/// </summary>
public static class WhatIf
{
    /// <summary>The cost by shares.</summary>
    public static WhatIfResult Estimate(MeshCostModel model, WhatIfInput input, PriceBook prices)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(prices);
        var held = Hold(model, input);
        var month = new Dictionary<CostShare, double>();
        foreach (var (share, amount) in held)
        {
            month[share] = amount.On(input.Basis).Month(prices);
        }

        var unpriced = new List<CostShare>();
        Egress(CostShare.CrossZone, input.ZoneGBMonth, prices.ZoneEgressGB);
        Egress(CostShare.CrossCluster, input.ClusterGBMonth, prices.RegionEgressGB);
        return new(model, month, held, unpriced);

        void Egress(CostShare share, double gigabytes, double? price)
        {
            if (gigabytes <= 0)
            {
                return;
            }

            if (price is { } known)
            {
                month[share] = gigabytes * known;
            }
            else
            {
                unpriced.Add(share);
            }
        }
    }

    /// <summary>What the mesh alone costs for a month: the same as <see cref="WhatIfResult.Mesh"/>, without the shares, for curves of hundreds of points.</summary>
    public static double MeshMonth(MeshCostModel model, WhatIfInput input, PriceBook prices)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(prices);
        var egress = (Math.Max(0, input.ZoneGBMonth) * (prices.ZoneEgressGB ?? 0)) + (Math.Max(0, input.ClusterGBMonth) * (prices.RegionEgressGB ?? 0));
        var share = Math.Clamp(input.MeshedShare, 0, 1);
        var meshed = input.Pods * share;
        if (meshed <= 0)
        {
            return egress;
        }

        var calls = input.CallsPerSecond * share;
        var held = model.ControlPlane.Hold(input.HighAvailability ? model.HaReplicas : 1, 0, meshed);
        held += model.Sidecar?.Hold(meshed, calls, meshed) ?? default;
        held += model.Waypoint?.Hold(input.Waypoints, calls, meshed) ?? default;
        foreach (var agent in model.NodeAgents)
        {
            held += agent.Hold(input.Nodes, calls, meshed);
        }

        return held.On(input.Basis).Month(prices) + egress;
    }

    private static Dictionary<CostShare, UsedAndCharged> Hold(MeshCostModel model, WhatIfInput input)
    {
        var share = Math.Clamp(input.MeshedShare, 0, 1);
        var meshed = input.Pods * share;
        var calls = input.CallsPerSecond * share;
        var held = new Dictionary<CostShare, UsedAndCharged> { [CostShare.App] = new UsedAndCharged(input.App, input.App) * input.Pods };
        if (meshed <= 0)
        {
            return held;
        }

        if (model.Sidecar is { } sidecar)
        {
            held[CostShare.Sidecars] = sidecar.Hold(meshed, calls, meshed);
        }

        if (model.NodeAgents.Count > 0)
        {
            held[CostShare.NodeAgents] = model.NodeAgents.Aggregate(default(UsedAndCharged), (sum, agent) => sum + agent.Hold(input.Nodes, calls, meshed));
        }

        if (model.Waypoint is { } waypoint && input.Waypoints > 0)
        {
            held[CostShare.Gateways] = waypoint.Hold(input.Waypoints, calls, meshed);
        }

        held[CostShare.ControlPlane] = model.ControlPlane.Hold(input.HighAvailability ? model.HaReplicas : 1, 0, meshed);
        return held;
    }
}
