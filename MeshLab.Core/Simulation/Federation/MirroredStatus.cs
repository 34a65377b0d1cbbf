using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Federation;

/// <summary>The status of a pod as the cluster it was handed in to shows it. Addresses stay away: the demo does not join pod networks.</summary>
internal static class MirroredStatus
{
    public static JsonObject Of(JsonObject remote)
    {
        var status = (remote["status"] as JsonObject)?.DeepClone() as JsonObject ?? [];
        foreach (var address in new[] { "podIP", "podIPs", "hostIP", "hostIPs" })
        {
            status.Remove(address);
        }

        status["phase"] ??= "Pending";
        return status;
    }
}
