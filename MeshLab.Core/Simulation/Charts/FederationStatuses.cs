using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>
/// The status that objects of Argo CD, Fleet and Liqo get once their controllers are through and all is well. Nothing is fetched from a
/// repository and no pod is moved to another cluster; the messages say so.
/// </summary>
internal static class FederationStatuses
{
    private const string NothingFetched = "simulated: no repository was fetched";

    /// <summary>By group and plural: a workload that must be there, and the status.</summary>
    public static IReadOnlyDictionary<(string Group, string Plural), (string Controller, Func<DemoCluster, JsonObject, JsonObject> Status)> All { get; } =
        new Dictionary<(string, string), (string, Func<DemoCluster, JsonObject, JsonObject>)>
        {
            [("argoproj.io", "applications")] = ("argocd-application-controller", Application),
            [("argoproj.io", "applicationsets")] = ("argocd-applicationset-controller", (cluster, _) => new JsonObject
            {
                ["conditions"] = new JsonArray(
                    Condition(cluster, "ErrorOccurred", "False", "ApplicationSetUpToDate", "Successfully generated parameters (simulated)"),
                    Condition(cluster, "ParametersGenerated", "True", "ParametersGenerated", "Successfully generated parameters (simulated)"),
                    Condition(cluster, "ResourcesUpToDate", "True", "ApplicationSetUpToDate", "All applications are up to date (simulated)")),
            }),
            [("fleet.cattle.io", "gitrepos")] = ("gitjob", (cluster, _) => Deployed(cluster, "commit", "simulated")),
            [("fleet.cattle.io", "bundles")] = ("fleet-controller", (cluster, _) => Deployed(cluster, "resourcesSha256Sum", "simulated")),
            [("fleet.cattle.io", "clusters")] = ("fleet-controller", (cluster, _) => new JsonObject
            {
                ["conditions"] = new JsonArray(Condition(cluster, "Processed", "True", "", ""), Condition(cluster, "Ready", "True", "", "")),
                ["agent"] = new JsonObject { ["lastSeen"] = cluster.Timestamp, ["namespace"] = "cattle-fleet-system" },
                ["summary"] = Summary(),
            }),
            [("fleet.cattle.io", "clustergroups")] = ("fleet-controller", (cluster, _) => new JsonObject
            {
                ["clusterCount"] = cluster.Store.List("fleet.cattle.io", "clusters").Count,
                ["nonReadyClusterCount"] = 0,
                ["conditions"] = new JsonArray(Condition(cluster, "Processed", "True", "", "")),
                ["summary"] = Summary(),
            }),
            [("core.liqo.io", "foreignclusters")] = ("liqo-controller-manager", (cluster, _) => new JsonObject
            {
                ["role"] = "ConsumerAndProvider",
                ["conditions"] = new JsonArray(
                    new JsonObject { ["type"] = "APIServerStatus", ["status"] = "Established", ["lastTransitionTime"] = cluster.Timestamp },
                    new JsonObject { ["type"] = "NetworkConnectionStatus", ["status"] = "Established", ["lastTransitionTime"] = cluster.Timestamp }),
            }),
        };

    private static JsonObject Application(DemoCluster cluster, JsonObject application) => new()
    {
        ["sync"] = new JsonObject
        {
            ["status"] = "Synced",
            ["revision"] = "simulated",
            ["comparedTo"] = new JsonObject { ["source"] = application.At("spec", "source")?.DeepClone(), ["destination"] = application.At("spec", "destination")?.DeepClone() },
        },
        ["health"] = new JsonObject { ["status"] = "Healthy" },
        ["operationState"] = new JsonObject { ["phase"] = "Succeeded", ["message"] = NothingFetched, ["startedAt"] = cluster.Timestamp, ["finishedAt"] = cluster.Timestamp },
        ["reconciledAt"] = cluster.Timestamp,
    };

    private static JsonObject Deployed(DemoCluster cluster, string source, string value) => new()
    {
        [source] = value,
        ["conditions"] = new JsonArray(Condition(cluster, "Ready", "True", "", NothingFetched)),
        ["display"] = new JsonObject { ["readyBundleDeployments"] = "1/1", ["readyClusters"] = "1/1" },
        ["summary"] = Summary(),
    };

    private static JsonObject Summary() => new() { ["desiredReady"] = 1, ["ready"] = 1 };

    private static JsonObject Condition(DemoCluster cluster, string type, string status, string reason, string message) => new()
    {
        ["type"] = type,
        ["status"] = status,
        ["reason"] = reason,
        ["message"] = message,
        ["lastTransitionTime"] = cluster.Timestamp,
    };
}
