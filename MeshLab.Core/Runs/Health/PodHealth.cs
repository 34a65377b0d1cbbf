using System.Text.Json.Nodes;

namespace MeshLab.Core.Runs.Health;

/// <summary>How a pod is, by the rules of Argo CD: one that keeps failing is degraded, also while its phase says that it runs.</summary>
internal static class PodHealth
{
    public static (ObjectHealth Health, string? Message) Of(JsonObject pod)
    {
        var restarts = (pod["spec"]?["restartPolicy"]?.ToString() ?? "Always") == "Always";
        var containers = (pod["status"]?["initContainerStatuses"] as JsonArray ?? []).Concat(pod["status"]?["containerStatuses"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (restarts && containers.Select(Failure).OfType<string>().FirstOrDefault() is { } failure)
        {
            return (ObjectHealth.Degraded, failure);
        }

        return pod["status"]?["phase"]?.ToString() switch
        {
            "Succeeded" => (ObjectHealth.Healthy, null),
            "Failed" => (ObjectHealth.Degraded, pod["status"]?["message"]?.ToString() ?? Ended(containers) ?? "it failed"),
            "Running" when Workloads.PodProblems.IsReady(pod) => (ObjectHealth.Healthy, null),
            "Running" when restarts && containers.Any(one => one["lastState"]?["terminated"] is not null) => (ObjectHealth.Degraded, "a container was restarted and is not ready"),
            "Running" => (ObjectHealth.Progressing, "not every container is ready"),
            "Unknown" => (ObjectHealth.Unknown, "its node does not answer"),
            _ => (ObjectHealth.Progressing, "it is pending"),
        };
    }

    private static string? Failure(JsonObject container)
    {
        var waiting = container["state"]?["waiting"];
        var reason = waiting?["reason"]?.ToString() ?? "";
        return reason.StartsWith("Err", StringComparison.Ordinal) || reason.EndsWith("Error", StringComparison.Ordinal) || reason.EndsWith("BackOff", StringComparison.Ordinal)
            ? $"{container["name"]}: {reason}{(waiting!["message"] is { } message ? $": {message}" : "")}"
            : null;
    }

    private static string? Ended(List<JsonObject> containers) => containers
        .Select(one => one["state"]?["terminated"])
        .Where(one => one?["exitCode"]?.ToString() is not (null or "0"))
        .Select(one => $"a container ended with exit code {one!["exitCode"]}")
        .FirstOrDefault();
}
