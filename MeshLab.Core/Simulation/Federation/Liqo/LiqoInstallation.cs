using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Federation.Liqo;

/// <summary>What the installed chart says about a cluster.</summary>
internal static class LiqoInstallation
{
    /// <summary>Workload of the controllers; while it is not there nothing of Liqo moves.</summary>
    public const string ControllerManager = "liqo-controller-manager";

    public static bool Is(DemoCluster cluster) => Manager(cluster) is not null;

    /// <summary>The cluster's id, or null where Liqo is not installed.</summary>
    public static string? Id(DemoCluster cluster) =>
        Manager(cluster) is { } manager ? cluster.Store.Peek(new ObjectKey("", "configmaps", manager.Namespace(), "liqo-clusterid-configmap")).Text("data", "CLUSTER_ID") : null;

    /// <summary>The cluster of the network with an id, or null.</summary>
    public static DemoCluster? ById(DemoCluster from, string? id) => id is null ? null : from.Network.Values.FirstOrDefault(one => Id(one) == id);

    /// <summary>The labels that a provider puts on the virtual nodes made of it (<c>--cluster-labels</c>).</summary>
    public static JsonObject ClusterLabels(DemoCluster cluster)
    {
        const string Argument = "--cluster-labels=";
        var labels = new JsonObject();
        var argument = Manager(cluster).Items("spec", "template", "spec", "containers").SelectMany(one => one["args"] as JsonArray ?? [])
            .Select(one => one?.ToString() ?? "").FirstOrDefault(one => one.StartsWith(Argument, StringComparison.Ordinal));
        foreach (var pair in (argument?[Argument.Length..] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=', 2)).Where(one => one.Length == 2))
        {
            labels[pair[0]] = pair[1];
        }

        return labels;
    }

    private static JsonObject? Manager(DemoCluster cluster) => cluster.Store.List("apps", "deployments").FirstOrDefault(one => one.Name() == ControllerManager);
}
