using System.Globalization;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Pods;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Federation.Admiralty;

/// <summary>Sums up a cluster's nodes for the clusters that send pods to it: resources added, and the labels that all nodes have alike.</summary>
internal sealed class ClusterSummaryController(ControllerContext context) : IController
{
    public static readonly ObjectKey Singleton = new(AdmiraltyNames.Group, "clustersummaries", "", "singleton");

    public string Name => "admiralty-cluster-resources";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) =>
        (key.Group, key.Plural) is ("", "nodes") || (key.Plural == "deployments" && key.Name.EndsWith(AdmiraltyNames.ControllerManager, StringComparison.Ordinal)) ? [Singleton] : [];

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (!AdmiraltyTarget.IsInstalled(context.Cluster) || context.Cluster.Types.FindKind($"{AdmiraltyNames.Group}/v1alpha1", "ClusterSummary") is null)
        {
            return null;
        }

        var nodes = context.Store.List("", "nodes").Where(one => !VirtualNodes.IsAdmiralty(one)).ToList();
        var labels = new JsonObject();
        foreach (var group in nodes.SelectMany(one => one.At("metadata", "labels") as JsonObject ?? []).GroupBy(one => one.Key))
        {
            if (group.Select(one => one.Value?.ToString()).Distinct().ToList() is [{ } value])
            {
                labels[group.Key] = value;
            }
        }

        var (capacity, allocatable) = (Sum("capacity"), Sum("allocatable"));
        context.Ensure(Singleton, () => new JsonObject
        {
            ["apiVersion"] = $"{AdmiraltyNames.Group}/v1alpha1",
            ["kind"] = "ClusterSummary",
            ["metadata"] = new JsonObject { ["name"] = Singleton.Name },
        });
        context.Change(Singleton, live =>
        {
            live.Map("metadata")["labels"] = labels;
            live["capacity"] = capacity;
            live["allocatable"] = allocatable;
        });
        return null;

        JsonObject Sum(string which) => new()
        {
            ["cpu"] = Total(which, "cpu"),
            ["memory"] = Total(which, "memory"),
            ["pods"] = Total(which, "pods"),
        };

        string Total(string which, string resource) =>
            nodes.Sum(one => Quantity.Of(one.At("status", which, resource)?.ToString())).ToString("0.###", CultureInfo.InvariantCulture);
    }
}
