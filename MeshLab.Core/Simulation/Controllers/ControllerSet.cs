using MeshLab.Core.Simulation.Pods;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>All controllers of a cluster.</summary>
internal static class ControllerSet
{
    public static IReadOnlyList<IController> Of(ControllerContext context) =>
    [
        new PodController(context),
        new ReplicaSetController(context),
        new DeploymentController(context),
    ];
}
