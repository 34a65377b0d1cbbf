using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Pods;

/// <summary>What controllers ask of a pod.</summary>
internal static class PodReadiness
{
    public static bool IsReady(JsonObject pod) => !pod.IsTerminating() && pod.Items("status", "conditions").Any(one => one.Text("type") == "Ready" && one.Text("status") == "True");

    /// <summary>Neither ended nor being deleted.</summary>
    public static bool IsActive(JsonObject pod) => !pod.IsTerminating() && pod.Text("status", "phase") is not ("Succeeded" or "Failed");

    /// <summary>Ready for as long as its workload wants (<c>minReadySeconds</c>).</summary>
    public static bool IsAvailable(JsonObject pod, int minReadySeconds, DateTimeOffset now) =>
        IsReady(pod) && (minReadySeconds <= 0 || AvailableAt(pod, minReadySeconds) is not { } at || at <= now);

    /// <summary>When a ready pod will have been ready long enough.</summary>
    public static DateTimeOffset? AvailableAt(JsonObject pod, int minReadySeconds) =>
        pod.Items("status", "conditions").FirstOrDefault(one => one.Text("type") == "Ready").Time("lastTransitionTime")?.AddSeconds(minReadySeconds);

    /// <summary>The first pods to give up when scaling down: pending before ready, young before old.</summary>
    public static IEnumerable<JsonObject> InOrderOfDeletion(IEnumerable<JsonObject> pods) => pods
        .OrderBy(pod => pod.Text("spec", "nodeName") is null ? 0 : 1)
        .ThenBy(pod => IsReady(pod) ? 1 : 0)
        .ThenByDescending(pod => pod.Text("metadata", "creationTimestamp"), StringComparer.Ordinal)
        .ThenByDescending(pod => pod.Name(), StringComparer.Ordinal);
}
