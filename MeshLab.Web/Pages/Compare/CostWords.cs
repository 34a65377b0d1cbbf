using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Models;
using MeshLab.Core.Measurements;
using MeshLab.Web.Components;

namespace MeshLab.Web.Pages.Compare;

/// <summary>Names and colours of shares and meshes.</summary>
internal static class CostWords
{
    /// <summary>The shares in the order they are stacked.</summary>
    public static readonly IReadOnlyList<CostShare> Order =
        [CostShare.App, CostShare.Sidecars, CostShare.NodeAgents, CostShare.Gateways, CostShare.ControlPlane, CostShare.LoadBalancers, CostShare.CrossZone, CostShare.CrossCluster, CostShare.Other, CostShare.Unattributed];

    /// <summary>A share in words.</summary>
    public static string Of(CostShare share) => share switch
    {
        CostShare.App => "Application",
        CostShare.NodeAgents => "Node agents",
        CostShare.Gateways => "Gateways and waypoints",
        CostShare.ControlPlane => "Control plane",
        CostShare.LoadBalancers => "Load balancers of gateways",
        CostShare.CrossZone => "Traffic between zones",
        CostShare.CrossCluster => "Traffic between clusters",
        CostShare.Other => "Other containers",
        CostShare.Unattributed => "Unattributed (kernel, kubelet)",
        _ => share.ToString(),
    };

    /// <summary>The colour of a share: that of its class of workloads.</summary>
    public static string ColorOf(CostShare share) => share switch
    {
        CostShare.App => ChartColors.App,
        CostShare.Sidecars => ChartColors.Proxy,
        CostShare.NodeAgents => ChartColors.NodeAgent,
        CostShare.Gateways => ChartColors.Gateway,
        CostShare.ControlPlane => ChartColors.ControlPlane,
        CostShare.LoadBalancers => ChartColors.Cilium,
        CostShare.CrossZone => ChartColors.IstioAmbient,
        CostShare.CrossCluster => ChartColors.Linkerd,
        CostShare.Other => ChartColors.Other,
        _ => ChartColors.None,
    };

    /// <summary>The colour of a model.</summary>
    public static string ColorOf(MeshCostModel model) => model.Mesh == "istio-ambient-l7" ? ChartColors.NodeAgent : ChartColors.OfMesh(model.Mesh);

    /// <summary>How a line of a model is drawn: measured whole, simulated dashed, published dotted.</summary>
    public static string DashOf(MeshCostModel model) => model.Origin switch
    {
        Origin.Measured => "solid",
        Origin.Simulated => "dash",
        _ => "dot",
    };

    /// <summary>A model with its origin, unless its name has it already.</summary>
    public static string NameOf(MeshCostModel model) => model.Origin == Origin.Published ? $"{model.Name} (published)" : model.Name;
}
