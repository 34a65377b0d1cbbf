using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;

namespace MeshLab.Core.Runs.Readiness;

/// <summary>What pods ask for.</summary>
/// <param name="Cores">CPU requests in cores.</param>
/// <param name="Bytes">Memory requests in bytes.</param>
/// <param name="Pods">How many pods.</param>
internal sealed record PodRequests(double Cores, double Bytes, double Pods)
{
    public static readonly PodRequests None = new(0, 0, 0);

    public static PodRequests operator +(PodRequests one, PodRequests other) => new(one.Cores + other.Cores, one.Bytes + other.Bytes, one.Pods + other.Pods);

    public static PodRequests operator *(PodRequests one, double times) => new(one.Cores * times, one.Bytes * times, one.Pods * times);

    /// <summary>
    /// The requests of one pod as the scheduler counts them: containers and sidecars (init containers that restart) together, or the largest
    /// other init container when that is more; and the overhead. Source: Kubernetes documentation, "Sidecar containers", resource sharing.
    /// </summary>
    public static PodRequests Of(JsonNode? podSpec)
    {
        double Sum(string resource)
        {
            var inits = (podSpec?["initContainers"] as JsonArray ?? []).OfType<JsonObject>().ToList();
            var running = (podSpec?["containers"] as JsonArray ?? []).OfType<JsonObject>().Concat(inits.Where(IsSidecar)).Sum(one => Request(one, resource));
            var starting = inits.Where(one => !IsSidecar(one)).Select(one => Request(one, resource)).DefaultIfEmpty(0).Max();
            return Math.Max(running, starting) + ResourceQuantity.Of(podSpec?["overhead"]?[resource]?.ToString());
        }

        return new(Sum("cpu"), Sum("memory"), 1);
    }

    /// <summary>The requests of all pods of a workload; <see cref="None"/> for what makes no pods.</summary>
    public static PodRequests OfWorkload(JsonObject resource, int nodes) => resource["kind"]?.ToString() switch
    {
        "Pod" => Of(PodTemplate.SpecOf(resource)),
        "Deployment" or "StatefulSet" or "ReplicaSet" => Of(PodTemplate.SpecOf(resource)) * Number(resource["spec"]?["replicas"], 1),
        "DaemonSet" => Of(PodTemplate.SpecOf(resource)) * nodes,
        "Job" => Of(PodTemplate.SpecOf(resource)) * Number(resource["spec"]?["parallelism"], 1),
        _ => None,
    };

    private static bool IsSidecar(JsonObject container) => container["restartPolicy"]?.ToString() == "Always";

    private static double Request(JsonObject container, string resource) =>
        ResourceQuantity.Of((container["resources"]?["requests"]?[resource] ?? container["resources"]?["limits"]?[resource])?.ToString());

    private static double Number(JsonNode? node, double otherwise) => double.TryParse(node?.ToString(), out var number) ? number : otherwise;
}
