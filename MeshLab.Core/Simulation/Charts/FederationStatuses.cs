using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>
/// The status that objects of Liqo get once its controllers are through and all is well. No pod is moved to another cluster.
/// </summary>
internal static class FederationStatuses
{
    /// <summary>By group and plural: a workload that must be there, and the status.</summary>
    public static IReadOnlyDictionary<(string Group, string Plural), (string Controller, Func<DemoCluster, JsonObject, JsonObject> Status)> All { get; } =
        new Dictionary<(string, string), (string, Func<DemoCluster, JsonObject, JsonObject>)>
        {
            [("core.liqo.io", "foreignclusters")] = ("liqo-controller-manager", (cluster, _) => new JsonObject
            {
                ["role"] = "ConsumerAndProvider",
                ["conditions"] = new JsonArray(
                    new JsonObject { ["type"] = "APIServerStatus", ["status"] = "Established", ["lastTransitionTime"] = cluster.Timestamp },
                    new JsonObject { ["type"] = "NetworkConnectionStatus", ["status"] = "Established", ["lastTransitionTime"] = cluster.Timestamp }),
            }),
        };
}
