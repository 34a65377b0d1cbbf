using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Pods;

/// <summary>
/// Picks a node for a pod: one that its taints, selector and affinity allow and that has room for its requests. Of those, the one that the pod
/// prefers most, and then the one with the fewest pods. A real scheduler weighs spreading against preference; here preference comes first.
/// </summary>
internal sealed class Scheduler(ObjectStore store)
{
    /// <summary>The node, or null with why there is none, in the scheduler's words.</summary>
    public (string? Node, string? Problem) Pick(JsonObject pod) => Pick(pod, store.List("", "nodes"), _ => null);

    /// <summary>The node out of <paramref name="nodes"/>; <paramref name="filter"/> gives a further reason against a node, or null.</summary>
    public (string? Node, string? Problem) Pick(JsonObject pod, IReadOnlyList<JsonObject> nodes, Func<JsonObject, string?> filter)
    {
        var running = store.List("", "pods").Where(one => one.Text("spec", "nodeName") is not null && one.Text("status", "phase") is not ("Succeeded" or "Failed") && one.Uid() != pod.Uid())
            .ToLookup(one => one.Text("spec", "nodeName")!, StringComparer.Ordinal);
        var judged = nodes.Select(node => (Node: node, Problem: NodeFit.Problem(pod, node) ?? Room(pod, node, running[node.Name()]) ?? filter(node))).ToList();

        // A control plane takes pods too, as a single-node Kind cluster does, but workers come first.
        var best = judged.Where(one => one.Problem is null).Select(one => one.Node)
            .OrderByDescending(node => NodeFit.Preference(pod, node))
            .ThenBy(node => running[node.Name()].Count() + (node.At("metadata", "labels", "node-role.kubernetes.io/control-plane") is null ? 0 : 3))
            .ThenBy(node => node.Name(), StringComparer.Ordinal).FirstOrDefault();
        return best is not null
            ? (best.Name(), null)
            : (null, $"0/{nodes.Count} nodes are available: {string.Join(", ", judged.GroupBy(one => one.Problem!).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}"))}.");
    }

    private static string? Room(JsonObject pod, JsonObject node, IEnumerable<JsonObject> running)
    {
        var there = running.ToList();
        foreach (var resource in new[] { "cpu", "memory" })
        {
            var asked = Requests(pod, resource);
            if (asked > 0 && asked + there.Sum(one => Requests(one, resource)) > Quantity.Of(node.At("status", "allocatable", resource)?.ToString()) + 1e-9)
            {
                return $"Insufficient {resource}";
            }
        }

        return node.At("status", "allocatable", "pods")?.ToString() is { } pods && there.Count >= Quantity.Of(pods) ? "Too many pods" : null;
    }

    private static double Requests(JsonObject pod, string resource) =>
        pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers").Where(one => one.Text("restartPolicy") == "Always"))
            .Sum(container => Quantity.Of(container.At("resources", "requests", resource)?.ToString()));
}
