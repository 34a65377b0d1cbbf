using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Pods;

/// <summary>Picks a node for a pod: one that its selector allows, that is big enough, and that has the fewest pods.</summary>
internal sealed class Scheduler(ObjectStore store)
{
    /// <summary>The node, or null with why there is none, in the scheduler's words.</summary>
    public (string? Node, string? Problem) Pick(JsonObject pod)
    {
        var nodes = store.List("", "nodes");
        var asked = pod.At("spec", "nodeSelector") as JsonObject;
        var matching = nodes.Where(node => asked is not { Count: > 0 } || LabelSelector.MatchesMap(asked, node.At("metadata", "labels") as JsonObject)).ToList();
        var cpu = Requests(pod, "cpu");
        var memory = Requests(pod, "memory");
        var bigEnough = matching.Where(node => cpu <= Quantity.Of(node.Text("status", "allocatable", "cpu")) && memory <= Quantity.Of(node.Text("status", "allocatable", "memory"))).ToList();
        if (bigEnough.Count > 0)
        {
            var load = store.List("", "pods").GroupBy(one => one.Text("spec", "nodeName") ?? "").ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

            // A control plane takes pods too, as a single-node Kind cluster does, but workers come first.
            return (bigEnough.OrderBy(node => load.GetValueOrDefault(node.Name()) + (node.At("metadata", "labels", "node-role.kubernetes.io/control-plane") is null ? 0 : 3)).ThenBy(node => node.Name(), StringComparer.Ordinal).First().Name(), null);
        }

        var reasons = new List<string>();
        if (nodes.Count > matching.Count)
        {
            reasons.Add($"{nodes.Count - matching.Count} node(s) didn't match Pod's node affinity/selector");
        }

        var shortOfCpu = matching.Count(node => cpu > Quantity.Of(node.Text("status", "allocatable", "cpu")));
        if (shortOfCpu > 0)
        {
            reasons.Add($"{shortOfCpu} Insufficient cpu");
        }

        var shortOfMemory = matching.Count(node => memory > Quantity.Of(node.Text("status", "allocatable", "memory")));
        if (shortOfMemory > 0)
        {
            reasons.Add($"{shortOfMemory} Insufficient memory");
        }

        return (null, $"0/{nodes.Count} nodes are available: {string.Join(", ", reasons)}.");
    }

    private static double Requests(JsonObject pod, string resource) =>
        pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers").Where(one => one.Text("restartPolicy") == "Always"))
            .Sum(container => Quantity.Of(container.At("resources", "requests", resource)?.ToString()));
}
