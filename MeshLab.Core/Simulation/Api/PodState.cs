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

        return Initializing(pod) ?? Main(pod) ?? pod["status"]?["phase"]?.GetValue<string>() ?? "Unknown";
    }

    /// <summary>What init containers that are not through say: <c>Init:0/2</c>, or why the next one does not start.</summary>
    private static string? Initializing(JsonObject pod)
    {
        var sidecars = Sidecars(pod).Select(one => one["name"]!.GetValue<string>()).ToHashSet();
        var statuses = (pod["status"]?["initContainerStatuses"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        for (var index = 0; index < statuses.Count; index++)
        {
            var state = statuses[index]["state"];
            if (state?["terminated"]?["exitCode"]?.GetValue<int>() == 0 || (sidecars.Contains(statuses[index]["name"]!.GetValue<string>()) && state?["running"] is not null))
            {
                continue;
            }

            return state?["waiting"]?["reason"]?.GetValue<string>() is { } reason and not "PodInitializing" ? "Init:" + reason : $"Init:{index}/{statuses.Count}";
        }

        return null;
    }

    private static string? Main(JsonObject pod) =>
        (pod["status"]?["containerStatuses"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(one => one["state"]?["waiting"]?["reason"]?.GetValue<string>() ?? one["state"]?["terminated"]?["reason"]?.GetValue<string>())
            .FirstOrDefault(reason => reason is not null);

    private static IEnumerable<JsonObject> Sidecars(JsonObject pod) => (pod["spec"]?["initContainers"] as JsonArray ?? []).OfType<JsonObject>().Where(one => one["restartPolicy"]?.GetValue<string>() == "Always");

    private static IEnumerable<JsonObject> Statuses(JsonObject pod)
    {
        var sidecars = Sidecars(pod).Select(one => one["name"]!.GetValue<string>()).ToHashSet();
        return (pod["status"]?["containerStatuses"] as JsonArray ?? []).OfType<JsonObject>()
            .Concat((pod["status"]?["initContainerStatuses"] as JsonArray ?? []).OfType<JsonObject>().Where(one => sidecars.Contains(one["name"]!.GetValue<string>())));
    }
}
