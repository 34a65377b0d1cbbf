using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Api;

/// <summary>What <c>kubectl get pods</c> says of a pod.</summary>
internal static class PodState
{
    public static int Total(JsonObject pod) => (pod["spec"]?["containers"] as JsonArray ?? []).Count + Sidecars(pod).Count();

    public static int Ready(JsonObject pod) => Statuses(pod).Count(one => one["ready"]?.GetValue<bool>() == true);

    public static int Restarts(JsonObject pod) => Statuses(pod).Sum(one => one["restartCount"]?.GetValue<int>() ?? 0);

    public static string Status(JsonObject pod)
    {
        if (pod["metadata"]?["deletionTimestamp"] is not null)
        {
            return "Terminating";
        }

        return Statuses(pod).Select(one => one["state"]?["waiting"]?["reason"]?.GetValue<string>()).FirstOrDefault(reason => reason is not null)
            ?? pod["status"]?["phase"]?.GetValue<string>() ?? "Unknown";
    }

    private static IEnumerable<JsonObject> Sidecars(JsonObject pod) => (pod["spec"]?["initContainers"] as JsonArray ?? []).OfType<JsonObject>().Where(one => one["restartPolicy"]?.GetValue<string>() == "Always");

    private static IEnumerable<JsonObject> Statuses(JsonObject pod)
    {
        var sidecars = Sidecars(pod).Select(one => one["name"]!.GetValue<string>()).ToHashSet();
        return (pod["status"]?["containerStatuses"] as JsonArray ?? []).OfType<JsonObject>()
            .Concat((pod["status"]?["initContainerStatuses"] as JsonArray ?? []).OfType<JsonObject>().Where(one => sidecars.Contains(one["name"]!.GetValue<string>())));
    }
}
