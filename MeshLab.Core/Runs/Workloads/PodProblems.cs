using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;

namespace MeshLab.Core.Runs.Workloads;

/// <summary>Says in one line why pods are not ready.</summary>
internal static class PodProblems
{
    private static readonly string[] StatusLists = ["initContainerStatuses", "containerStatuses"];

    /// <summary>The pods of a workload that are not ready, each with the reason where one is known.</summary>
    public static async Task<IReadOnlyList<PodProblem>> FindAsync(ClusterClient client, JsonObject workload, CancellationToken cancellationToken)
    {
        var selector = Selector(workload);
        if (selector.Length == 0)
        {
            return [];
        }

        var pods = await client.ListAsync("v1", "Pod", workload["metadata"]!["namespace"]?.GetValue<string>(), selector, cancellationToken);
        return [.. pods.Where(pod => !IsReady(pod) && pod["metadata"]?["deletionTimestamp"] is null).Select(Describe)];
    }

    /// <summary>The workload's <c>matchLabels</c> as a label selector.</summary>
    public static string Selector(JsonObject workload) =>
        string.Join(',', (workload["spec"]?["selector"]?["matchLabels"] as JsonObject ?? []).Select(label => $"{label.Key}={label.Value}"));

    public static bool IsReady(JsonObject pod) => (pod["status"]?["conditions"] as JsonArray)?
        .Any(one => one?["type"]?.GetValue<string>() == "Ready" && one["status"]?.GetValue<string>() == "True") == true;

    private static PodProblem Describe(JsonObject pod)
    {
        var name = pod["metadata"]!["name"]!.GetValue<string>();
        foreach (var container in Statuses(pod))
        {
            var waiting = container["state"]?["waiting"];
            if (waiting?["reason"]?.GetValue<string>() is { } reason && reason is not ("ContainerCreating" or "PodInitializing"))
            {
                return new(name, Join(reason, waiting["message"]?.GetValue<string>()), container["name"]?.GetValue<string>());
            }

            if (container["state"]?["terminated"] is { } ended && ended["exitCode"]?.GetValue<int>() is > 0 and var code)
            {
                return new(name, Join(ended["reason"]?.GetValue<string>() ?? "Error", $"{container["name"]} ended with exit code {code}"), container["name"]?.GetValue<string>());
            }
        }

        var unscheduled = (pod["status"]?["conditions"] as JsonArray)?.FirstOrDefault(one => one?["type"]?.GetValue<string>() == "PodScheduled" && one["status"]?.GetValue<string>() == "False");
        return unscheduled is not null
            ? new(name, Join(unscheduled["reason"]?.GetValue<string>() ?? "Unschedulable", unscheduled["message"]?.GetValue<string>()), null)
            : new(name, null, null);
    }

    private static IEnumerable<JsonNode> Statuses(JsonObject pod) =>
        StatusLists.SelectMany(list => pod["status"]?[list] as JsonArray ?? []).OfType<JsonNode>();

    private static string Join(string reason, string? message) => string.IsNullOrWhiteSpace(message) ? reason : $"{reason}: {message.Split('\n')[0]}";
}

/// <summary>A pod that is not ready.</summary>
/// <param name="Pod">Its name.</param>
/// <param name="Reason">Why, e.g. <c>ImagePullBackOff: Back-off pulling image …</c>; null while it is merely starting.</param>
/// <param name="Container">The container that has the problem; null when it is the pod's.</param>
internal sealed record PodProblem(string Pod, string? Reason, string? Container);
