using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Measurements;

namespace MeshLab.Core.Costs.Models;

/// <summary>A part of a mesh that comes in instances: a sidecar, a node agent, a waypoint, a replica of the control plane.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Request">What one instance reserves.</param>
/// <param name="Idle">What one instance uses without calls.</param>
/// <param name="CpuCoresPerPass">CPU for each call a second that passes through, in cores.</param>
/// <param name="PassesPerCall">Through how many instances one call passes: two sidecars, two ztunnels, one waypoint.</param>
public sealed record PartModel(string Name, Consumption Request, Consumption Idle, double CpuCoresPerPass = 0, double PassesPerCall = 0)
{
    /// <summary>What one instance uses for each meshed pod of the cluster, beside <see cref="Idle"/>; for control planes.</summary>
    public Consumption PerMeshedPod { get; init; }

    /// <summary>What a number of instances hold while calls are spread evenly over them. Each is charged the larger of its request and its use.</summary>
    /// <param name="instances">How many; may be a fraction.</param>
    /// <param name="callsPerSecond">Calls from one service to another, a second, of all the cluster.</param>
    /// <param name="meshedPods">Pods in the mesh.</param>
    public UsedAndCharged Hold(double instances, double callsPerSecond, double meshedPods)
    {
        if (instances <= 0)
        {
            return default;
        }

        var each = Idle + (PerMeshedPod * meshedPods) + new Consumption(CpuCoresPerPass * PassesPerCall * callsPerSecond / instances, 0);
        return new UsedAndCharged(each, Consumption.Larger(each, Request)) * instances;
    }
}

/// <summary>What a mesh takes, as a linear function of pods, nodes and calls.</summary>
/// <param name="Id">Its identifier, e.g. <c>published-istio-sidecar</c>.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="Mesh">The mesh by the name scenarios use, which gives its colour.</param>
/// <param name="Origin">Where its figures come from.</param>
/// <param name="Basis">What they are and under which conditions they hold, for people.</param>
/// <param name="Sidecar">One for each meshed pod; null for a mesh without.</param>
/// <param name="NodeAgents">Each once a node.</param>
/// <param name="Waypoint">One for each waypoint; null for a mesh without.</param>
/// <param name="ControlPlane">One replica of it.</param>
/// <param name="HaReplicas">Its replicas with high availability.</param>
/// <param name="UseIsKnown">Whether what it uses is known; false where only its requests are, and figures are a lower bound.</param>
/// <param name="Citations">Where the figures come from.</param>
public sealed record MeshCostModel(
    string Id,
    string Name,
    string Mesh,
    Origin Origin,
    string Basis,
    PartModel? Sidecar,
    IReadOnlyList<PartModel> NodeAgents,
    PartModel? Waypoint,
    PartModel ControlPlane,
    int HaReplicas,
    bool UseIsKnown,
    IReadOnlyList<Citation> Citations);

/// <summary>Where a published figure can be read.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Url">Its address.</param>
public sealed record Citation(string Title, string Url);
