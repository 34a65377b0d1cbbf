using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Health;

namespace MeshLab.Core.Runs.Tree;

/// <summary>The workloads and pods of a namespace as they are now, each found by what stands above it.</summary>
internal sealed class NamespaceObjects(string cluster, IReadOnlyList<JsonObject> workloads, IReadOnlyList<JsonObject> pods)
{
    private static readonly (string ApiVersion, string Kind)[] Kinds = [("apps/v1", "Deployment"), ("apps/v1", "StatefulSet"), ("apps/v1", "DaemonSet"), ("batch/v1", "Job")];

    public static async Task<NamespaceObjects> ReadAsync(ClusterClient client, string @namespace, CancellationToken cancellationToken)
    {
        var workloads = new List<JsonObject>();
        foreach (var (apiVersion, kind) in Kinds)
        {
            foreach (var one in await client.ListAsync(apiVersion, kind, @namespace, null, cancellationToken))
            {
                one["kind"] = kind;
                workloads.Add(one);
            }
        }

        return new(client.Cluster.Name, workloads, await client.ListAsync("v1", "Pod", @namespace, null, cancellationToken));
    }

    /// <summary>Nodes below an object: a release's workloads, what a controller made for it, a workload's pods.</summary>
    public IReadOnlyList<TreeNode> Below(string kind, string name) => kind switch
    {
        "Release" => [.. workloads.Where(one => one["metadata"]?["annotations"]?["meta.helm.sh/release-name"]?.ToString() == name).Select(Node)],
        _ when workloads.FirstOrDefault(one => Is(one, kind, name)) is { } workload => PodsOf(workload),
        _ => [.. workloads.Where(one => Owners(one).Any(owner => owner["kind"]?.ToString() == kind && owner["name"]?.ToString() == name)).Select(Node)],
    };

    /// <summary>What is known of a pod by its name; null when there is none.</summary>
    public TreePod? Pod(string name) => pods.FirstOrDefault(pod => Name(pod) == name) is { } pod ? Containers(pod) : null;

    private TreeNode Node(JsonObject workload)
    {
        var (health, message) = HealthRules.Of(workload);
        return new(cluster, workload["kind"]!.ToString(), workload["metadata"]!["namespace"]?.ToString(), Name(workload), health, message, null, PodsOf(workload));
    }

    private IReadOnlyList<TreeNode> PodsOf(JsonObject workload)
    {
        var labels = workload["spec"]?["selector"]?["matchLabels"] as JsonObject ?? [];
        return labels.Count == 0 ? [] : [.. pods.Where(pod => labels.All(label => pod["metadata"]?["labels"]?[label.Key]?.ToString() == label.Value?.ToString())).Select(PodNode)];
    }

    private TreeNode PodNode(JsonObject pod)
    {
        var (health, message) = PodHealth.Of(pod);
        return pod["metadata"]?["deletionTimestamp"] is not null
            ? new(cluster, "Pod", pod["metadata"]!["namespace"]?.ToString(), Name(pod), ObjectHealth.Progressing, "it is being deleted", Containers(pod), [])
            : new(cluster, "Pod", pod["metadata"]!["namespace"]?.ToString(), Name(pod), health, message, Containers(pod), []);
    }

    private static TreePod Containers(JsonObject pod)
    {
        var statuses = (pod["status"]?["containerStatuses"] as JsonArray ?? []).Concat(pod["status"]?["initContainerStatuses"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var names = (pod["spec"]?["containers"] as JsonArray ?? [])
            .Concat((pod["spec"]?["initContainers"] as JsonArray ?? []).Where(one => one?["restartPolicy"]?.ToString() == "Always"))
            .Select(one => one?["name"]?.ToString()).OfType<string>().ToList();
        return new(
            names,
            statuses.Count(one => names.Contains(one["name"]?.ToString() ?? "") && one["ready"]?.ToString() == "true"),
            statuses.Sum(one => one["restartCount"]?.GetValue<int>() ?? 0));
    }

    private static IEnumerable<JsonNode> Owners(JsonObject one) => (one["metadata"]?["ownerReferences"] as JsonArray ?? []).OfType<JsonNode>();

    private static bool Is(JsonObject one, string kind, string name) => one["kind"]?.ToString() == kind && Name(one) == name;

    private static string Name(JsonObject one) => one["metadata"]!["name"]!.ToString();
}
