using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Network;

namespace MeshLab.Core.Costs.Attribution;

/// <summary>What a cluster held on average in a stretch of time, by what it was for. Prices are applied when it is shown, so that they can be changed without reading again.</summary>
/// <param name="Origin">Where the figures come from.</param>
/// <param name="Source">The source they were read from.</param>
/// <param name="From">The start.</param>
/// <param name="To">The end.</param>
/// <param name="Observed">How long the longest-observed node was observed.</param>
/// <param name="Shares">What each share held; shares that hold nothing are missing, and so is what was not measured.</param>
/// <param name="Pods">What each pod held.</param>
/// <param name="Nodes">How many nodes there were.</param>
/// <param name="Proxies">How many sidecars there were on average.</param>
/// <param name="AppPods">How many pods with application containers there were on average.</param>
/// <param name="ControlPlanePods">How many control-plane pods there were on average.</param>
/// <param name="RequestsKnown">Whether the requests of every container are known; where they are not, usage alone is charged.</param>
public sealed record ClusterCost(
    Origin Origin,
    string Source,
    DateTimeOffset From,
    DateTimeOffset To,
    TimeSpan Observed,
    IReadOnlyDictionary<CostShare, UsedAndCharged> Shares,
    IReadOnlyList<PodCost> Pods,
    int Nodes,
    double Proxies,
    double AppPods,
    double ControlPlanePods,
    bool RequestsKnown)
{
    /// <summary>What each share reserved on average; shares that reserve nothing may be missing.</summary>
    public IReadOnlyDictionary<CostShare, Consumption> Requests { get; init; } = new Dictionary<CostShare, Consumption>();

    /// <summary>What is known of its network; null when nothing is.</summary>
    public NetworkUse? Network { get; init; }

    /// <summary>How many pods with gateways or waypoints there were on average.</summary>
    public double GatewayPods { get; init; }

    /// <summary>What a share held; nothing when it is missing.</summary>
    public UsedAndCharged Of(CostShare share) => Shares.GetValueOrDefault(share);

    /// <summary>All shares together.</summary>
    public UsedAndCharged Total => Shares.Values.Aggregate(default(UsedAndCharged), (sum, share) => sum + share);

    /// <summary>The shares that are there because of a mesh.</summary>
    public UsedAndCharged Mesh => CostShares.Mesh.Aggregate(default(UsedAndCharged), (sum, share) => sum + Of(share));

    /// <summary>The mean of one sidecar; null without any.</summary>
    public UsedAndCharged? PerProxy => Proxies > 0 ? Of(CostShare.Sidecars) * (1 / Proxies) : null;
}

/// <summary>What one pod held, with its part of the node agents beside it.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Pod">Its name.</param>
/// <param name="Node">Its node.</param>
/// <param name="App">Its application containers.</param>
/// <param name="Sidecar">Its sidecar.</param>
/// <param name="Rest">Its containers that are neither.</param>
/// <param name="NodeAgents">Its part of the agents of its node.</param>
public sealed record PodCost(string Namespace, string Pod, string Node, UsedAndCharged App, UsedAndCharged Sidecar, UsedAndCharged Rest, UsedAndCharged NodeAgents)
{
    /// <summary>Everything but other containers: application, sidecar and part of the agents.</summary>
    public UsedAndCharged Workload => App + Sidecar + NodeAgents;
}
