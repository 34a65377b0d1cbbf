using MeshLab.Core.Simulation.Charts;
using MeshLab.Core.Simulation.Federation;
using MeshLab.Core.Simulation.Federation.Admiralty;
using MeshLab.Core.Simulation.Federation.Liqo;
using MeshLab.Core.Simulation.GitOps.Argo;
using MeshLab.Core.Simulation.GitOps.Fleet;
using MeshLab.Core.Simulation.Meshes;
using MeshLab.Core.Simulation.Pods;
using MeshLab.Core.Simulation.Traffic.Cilium;
using MeshLab.Core.Simulation.Traffic.MultiCluster;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>All controllers of a cluster.</summary>
internal static class ControllerSet
{
    public static IReadOnlyList<IController> Of(ControllerContext context) =>
    [
        new PodController(context),
        new ReplicaSetController(context),
        new DeploymentController(context),
        new StatefulSetController(context),
        new DaemonSetController(context),
        new JobController(context),
        new EndpointsController(context),
        new LoadBalancerController(context),
        new NamespaceController(context),
        new TokenController(context),
        new VolumeClaimController(context),
        new EventController(context),
        new GarbageController(context),
        new AmbientController(context),
        new IstiodController(context),
        new GatewayController(context),
        new RouteController(context),
        new AddressPoolController(context),
        new ServiceImportController(context),
        new FederationController(context),
        new TaintController(context),
        new TenantController(context),
        new ResourceSliceController(context),
        new VirtualNodeController(context),
        new NamespaceOffloadingController(context),
        new OffloadedPodController(context),
        new ShadowPodController(context),
        new SourceController(context),
        new ClusterSummaryController(context),
        new TargetController(context),
        new ProxyPodController(context),
        new PodChaperonController(context),
        new ApplicationSetController(context),
        new ApplicationController(context),
        new FleetClusterController(context),
        new ClusterGroupController(context),
        new GitRepoController(context),
        new BundleController(context),
        new BundleDeploymentController(context),
    ];
}
