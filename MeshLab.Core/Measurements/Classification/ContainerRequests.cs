using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;

namespace MeshLab.Core.Measurements.Classification;

/// <summary>What a container reserves on its node: nobody else may request it, so it is paid for whether used or not.</summary>
/// <param name="CpuCores">CPU, in cores; 0 when the container asks for none.</param>
/// <param name="MemoryBytes">Memory, in bytes; 0 when the container asks for none.</param>
public sealed record ContainerRequests(double CpuCores, long MemoryBytes)
{
    /// <summary>
    /// The requests of a pod's containers, native sidecars included, by name. Init containers that end count as asking for nothing
    /// lasting: the scheduler reserves the larger of them and the rest, which is not theirs alone. A limit without a request is a request.
    /// </summary>
    internal static IReadOnlyDictionary<string, ContainerRequests> Read(JsonObject pod)
    {
        var spec = pod["spec"] as JsonObject;
        var lasting = Containers(spec, "containers").Concat(Containers(spec, "initContainers").Where(container => Text(container["restartPolicy"]) == "Always"));
        var requests = new Dictionary<string, ContainerRequests>(StringComparer.Ordinal);
        foreach (var container in Containers(spec, "initContainers").Concat(lasting))
        {
            if (Text(container["name"]) is { } name)
            {
                requests[name] = new(0, 0);
            }
        }

        foreach (var container in lasting)
        {
            if (Text(container["name"]) is { } name)
            {
                requests[name] = new(Amount(container, "cpu"), (long)Amount(container, "memory"));
            }
        }

        return requests;
    }

    private static IEnumerable<JsonObject> Containers(JsonObject? spec, string list) => (spec?[list] as JsonArray)?.OfType<JsonObject>() ?? [];

    private static double Amount(JsonObject container, string resource)
    {
        var resources = container["resources"] as JsonObject;
        return Quantity.Read(Text(resources?["requests"]?[resource])) ?? Quantity.Read(Text(resources?["limits"]?[resource])) ?? 0;
    }

    private static string? Text(JsonNode? node) => node is JsonValue ? node.ToString() : null;
}
