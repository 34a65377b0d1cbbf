using System.Text.Json.Nodes;

namespace MeshLab.Core.Runs.Workloads;

/// <summary>How far a workload is rolled out, by the rules of <c>kubectl rollout status</c>.</summary>
/// <param name="Done">Whether every pod is of the newest generation and available.</param>
/// <param name="Text">Its state, e.g. <c>1 of 3 ready</c>.</param>
/// <param name="Failed">Whether the controller gave up, so that waiting is of no use.</param>
internal sealed record RolloutStatus(bool Done, string Text, bool Failed = false)
{
    public static bool IsWorkload(string apiVersion, string kind) => apiVersion == "apps/v1" && kind is "Deployment" or "StatefulSet" or "DaemonSet";

    public static RolloutStatus Of(JsonObject workload)
    {
        var generation = workload["metadata"]?["generation"]?.GetValue<long>() ?? 0;
        var status = workload["status"];
        if ((status?["observedGeneration"]?.GetValue<long>() ?? 0) < generation)
        {
            return new(false, "its controller has not seen the change yet");
        }

        return workload["kind"]?.GetValue<string>() == "DaemonSet" ? OfDaemonSet(status) : OfReplicas(workload, status);
    }

    private static RolloutStatus OfDaemonSet(JsonNode? status)
    {
        var wanted = Count(status, "desiredNumberScheduled");
        var updated = Count(status, "updatedNumberScheduled");
        var available = Count(status, "numberAvailable");
        return new(updated >= wanted && available >= wanted, $"{Math.Min(updated, available)} of {wanted} ready");
    }

    private static RolloutStatus OfReplicas(JsonObject workload, JsonNode? status)
    {
        var wanted = workload["spec"]?["replicas"]?.GetValue<int>() ?? 1;
        var deployment = workload["kind"]?.GetValue<string>() == "Deployment";
        var updated = Count(status, "updatedReplicas");
        var ready = Count(status, deployment ? "availableReplicas" : "readyReplicas");
        var total = Count(status, "replicas");
        var stuck = (status?["conditions"] as JsonArray)?.FirstOrDefault(one => one?["type"]?.GetValue<string>() == "Progressing" && one["reason"]?.GetValue<string>() == "ProgressDeadlineExceeded");
        if (stuck is not null)
        {
            return new(false, $"{Math.Min(updated, ready)} of {wanted} ready; {stuck["message"]}", Failed: true);
        }

        // A StatefulSet with a partition or OnDelete keeps old pods on purpose; only its ready pods count then.
        var countsUpdates = deployment || workload["spec"]?["updateStrategy"]?["type"]?.GetValue<string>() != "OnDelete";
        var done = ready >= wanted && (!countsUpdates || updated >= wanted) && total <= wanted;
        return new(done, total > wanted && ready >= wanted ? $"{wanted} of {wanted} ready; {total - wanted} old ones are ending" : $"{Math.Min(countsUpdates ? updated : ready, ready)} of {wanted} ready");
    }

    private static int Count(JsonNode? status, string field) => status?[field]?.GetValue<int>() ?? 0;
}
