using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Federation;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.GitOps.Fleet;

/// <summary>Fleet on a cluster: its objects, its registered clusters and the namespace it keeps for each.</summary>
internal static class FleetInstallation
{
    public const string Group = "fleet.cattle.io";
    public const string ApiVersion = "fleet.cattle.io/v1alpha1";
    public const string AgentNamespace = "cattle-fleet-system";
    public const string Agent = "fleet-agent";
    public const string BundleName = "fleet.cattle.io/bundle-name";
    public const string BundleNamespace = "fleet.cattle.io/bundle-namespace";
    public const string RepositoryName = "fleet.cattle.io/repo-name";
    public const string ClusterName = "fleet.cattle.io/cluster";
    public const string ClusterNamespace = "fleet.cattle.io/cluster-namespace";
    private const int LongestName = 63;

    public static bool Runs(DemoCluster cluster, string component) => cluster.Store.List("apps", "deployments").Any(one => one.Name() == component && !one.IsTerminating());

    public static bool IsController(ObjectKey key) => key is { Group: "apps", Plural: "deployments", Name: "fleet-controller" or "gitjob" };

    public static IEnumerable<ObjectKey> Keys(DemoCluster cluster, string plural, string? @namespace = null) =>
        cluster.Store.List(Group, plural, @namespace).Select(one => new ObjectKey(Group, plural, one.Namespace(), one.Name()));

    /// <summary>The namespace that holds a cluster's deployments; named as Fleet names it, so that a scenario can wait for it.</summary>
    public static string NamespaceOf(JsonObject cluster)
    {
        var suffix = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{cluster.Namespace()}::{cluster.Name()}")))[..12];
        var name = $"cluster-{cluster.Namespace()}-{cluster.Name()}";
        return $"{name[..Math.Min(name.Length, LongestName - suffix.Length - 1)]}-{suffix}";
    }

    /// <summary>The demo cluster that a registered cluster's kubeconfig opens; the manager's own where it is the local one.</summary>
    public static DemoCluster? Member(DemoCluster hub, JsonObject cluster) => cluster.Text("spec", "kubeConfigSecret") is { Length: > 0 } secret
        ? Credentials.Find(hub, hub.Store.Peek(new ObjectKey("", "secrets", cluster.Namespace(), secret)), "value")?.Cluster
        : cluster.Namespace() == "fleet-local" && cluster.Name() == "local" ? hub : null;

    public static string AgentNamespaceOf(JsonObject cluster) => cluster.Text("spec", "agentNamespace") is { Length: > 0 } own ? own : AgentNamespace;

    public static bool IsAgentReady(DemoCluster member, string @namespace) =>
        member.Store.Peek(new ObjectKey("apps", "deployments", @namespace, Agent)) is { } agent && (agent.Integer("status", "readyReplicas") ?? 0) > 0;

    /// <summary>As Kubernetes' own selectors: an empty one matches everything, a missing one nothing.</summary>
    public static bool Selects(JsonNode? selector, JsonObject resource) => selector is JsonObject map
        && (map is { Count: 0 } || map.All(one => one.Value is JsonObject { Count: 0 } or JsonArray { Count: 0 }) || LabelSelector.Matches(map, resource.At("metadata", "labels") as JsonObject));

    public static JsonObject Condition(DemoCluster cluster, string type, bool holds, string message = "") => new()
    {
        ["type"] = type,
        ["status"] = holds ? "True" : "False",
        ["lastUpdateTime"] = cluster.Timestamp,
        ["message"] = message,
    };

    /// <summary>The sums that bundles, clusters and repositories show over their deployments.</summary>
    public static JsonObject Summary(IReadOnlyList<JsonObject> deployments)
    {
        var ready = deployments.Count(IsReady);
        var summary = new JsonObject { ["desiredReady"] = deployments.Count, ["ready"] = ready };
        var modified = deployments.Count(one => one.Flag("status", "ready") && !one.Flag("status", "nonModified"));
        if (modified > 0)
        {
            summary["modified"] = modified;
        }

        if (deployments.Count - ready - modified is > 0 and var rest)
        {
            summary["notReady"] = rest;
        }

        return summary;
    }

    public static bool IsReady(JsonObject deployment) => deployment.Flag("status", "ready") && deployment.Flag("status", "nonModified");

    public static JsonNode? WithoutTimes(JsonNode? status)
    {
        if (status?.DeepClone() is not JsonObject copy)
        {
            return null;
        }

        foreach (var condition in copy.Items("conditions"))
        {
            condition.Remove("lastUpdateTime");
        }

        (copy["agent"] as JsonObject)?.Remove("lastSeen");
        return copy;
    }
}
