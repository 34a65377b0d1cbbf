using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Pods;

/// <summary>Gives pods addresses out of their node's range; an address is free again when its pod is gone.</summary>
internal sealed class PodAddresses(ObjectStore store)
{
    private readonly Dictionary<string, int> _last = new(StringComparer.Ordinal);

    /// <summary>A free address, and the node's own for a pod on the host's network.</summary>
    public string Next(JsonObject pod, string node)
    {
        if (pod.Flag("spec", "hostNetwork"))
        {
            return HostOf(node);
        }

        var range = store.Peek(new ObjectKey("", "nodes", "", node)).Text("spec", "podCIDR") ?? "10.244.0.0/24";
        var prefix = range[..range.LastIndexOf('.')];
        var used = store.List("", "pods").Select(one => one.Text("status", "podIP")).ToHashSet(StringComparer.Ordinal);
        var start = _last.GetValueOrDefault(node, 1);
        for (var step = 1; step <= 253; step++)
        {
            var number = (start - 2 + step) % 253 + 2;
            var address = $"{prefix}.{number}";
            if (!used.Contains(address))
            {
                _last[node] = number;
                return address;
            }
        }

        throw new InvalidOperationException($"no address is free in {range}: node {node} has too many pods");
    }

    public string HostOf(string node) =>
        store.Peek(new ObjectKey("", "nodes", "", node)).Items("status", "addresses").FirstOrDefault(one => one.Text("type") == "InternalIP").Text("address") ?? "10.240.0.1";
}
