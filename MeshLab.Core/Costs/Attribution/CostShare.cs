using MeshLab.Core.Measurements;

namespace MeshLab.Core.Costs.Attribution;

/// <summary>What money is spent on. The shares add up to the total.</summary>
public enum CostShare
{
    /// <summary>The application's own containers.</summary>
    App,

    /// <summary>Sidecars, and the init work they bring.</summary>
    Sidecars,

    /// <summary>A mesh's agents, one a node.</summary>
    NodeAgents,

    /// <summary>Gateways and waypoints.</summary>
    Gateways,

    /// <summary>A mesh's control plane.</summary>
    ControlPlane,

    /// <summary>Load balancers in front of the mesh's gateways, by the hour.</summary>
    LoadBalancers,

    /// <summary>Traffic between zones of a region.</summary>
    CrossZone,

    /// <summary>Traffic between clusters or regions.</summary>
    CrossCluster,

    /// <summary>Containers that are neither application nor mesh: load generators, monitoring, the cluster's own.</summary>
    Other,

    /// <summary>What nodes used beyond their containers: the kernel, with the packet work of eBPF and ambient meshes, the kubelet, the runtime.</summary>
    Unattributed,
}

/// <summary>How shares belong together.</summary>
public static class CostShares
{
    /// <summary>The shares that are there because of a mesh. Traffic is among them where it was entered as the mesh's own; what telemetry counts is the application's.</summary>
    public static readonly IReadOnlyList<CostShare> Mesh =
        [CostShare.Sidecars, CostShare.NodeAgents, CostShare.Gateways, CostShare.ControlPlane, CostShare.LoadBalancers, CostShare.CrossZone, CostShare.CrossCluster];

    /// <summary>The share a class of containers is counted in.</summary>
    public static CostShare Of(WorkloadClass workloadClass) => workloadClass switch
    {
        WorkloadClass.App => CostShare.App,
        WorkloadClass.Proxy => CostShare.Sidecars,
        WorkloadClass.NodeAgent => CostShare.NodeAgents,
        WorkloadClass.Gateway => CostShare.Gateways,
        WorkloadClass.ControlPlane => CostShare.ControlPlane,
        _ => CostShare.Other,
    };
}

/// <summary>What is charged for a container.</summary>
public enum CostBasis
{
    /// <summary>max(request, usage), as OpenCost reckons: what is requested cannot be sold twice.</summary>
    RequestOrUsage,

    /// <summary>Usage alone.</summary>
    Usage,
}
