using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.GitOps.Fleet;

/// <summary>Counts the clusters of a group and sums up their deployments.</summary>
internal sealed class ClusterGroupController(ControllerContext context) : FleetController(context, "clustergroups", "fleet-controller")
{
    public override IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => key switch
    {
        { Group: FleetInstallation.Group, Plural: "clustergroups" } => [key],
        { Group: FleetInstallation.Group, Plural: "clusters" } => Own(key.Namespace),
        _ when FleetInstallation.IsController(key) => Own(),
        _ => [],
    };

    protected override TimeSpan? Work(ObjectKey key, JsonObject resource)
    {
        var clusters = Context.Store.List(FleetInstallation.Group, "clusters", key.Namespace).Where(one => FleetInstallation.Selects(resource.At("spec", "selector"), one)).ToList();
        var notReady = clusters.Where(one => !one.Items("status", "conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True")).Select(one => one.Name()).ToList();
        Report(key, new JsonObject
        {
            ["clusterCount"] = clusters.Count,
            ["nonReadyClusterCount"] = notReady.Count,
            ["nonReadyClusters"] = new JsonArray([.. notReady.Select(one => JsonValue.Create(one))]),
            ["conditions"] = new JsonArray(FleetInstallation.Condition(Context.Cluster, "Processed", true)),
            ["summary"] = FleetInstallation.Summary([.. clusters.SelectMany(one => Context.Store.List(FleetInstallation.Group, "bundledeployments", FleetInstallation.NamespaceOf(one)))]),
            ["display"] = new JsonObject { ["readyClusters"] = $"{clusters.Count - notReady.Count}/{clusters.Count}" },
        });
        return null;
    }
}
