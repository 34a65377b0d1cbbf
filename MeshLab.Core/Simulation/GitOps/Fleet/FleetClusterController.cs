using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Charts;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.GitOps.Fleet;

/// <summary>
/// Registers clusters as Fleet's manager does when it is given a kubeconfig: a namespace for the cluster's deployments, and an agent in the
/// cluster itself. A cluster that is taken off keeps its agent, as in Fleet.
/// </summary>
internal sealed class FleetClusterController(ControllerContext context) : FleetController(context, "clusters", "fleet-controller")
{
    public override IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => key switch
    {
        { Group: FleetInstallation.Group, Plural: "clusters" } => [key],
        { Group: FleetInstallation.Group, Plural: "bundledeployments" } => Own(),
        { Group: "", Plural: "secrets" } => Own(key.Namespace),
        _ when FleetInstallation.IsController(key) => Own(),
        _ => [],
    };

    protected override TimeSpan? Work(ObjectKey key, JsonObject resource)
    {
        var space = FleetInstallation.NamespaceOf(resource);
        Context.Ensure(new ObjectKey("", "namespaces", "", space), () => new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject
            {
                ["name"] = space,
                ["labels"] = new JsonObject { ["fleet.cattle.io/managed"] = "true" },
                ["annotations"] = new JsonObject { [FleetInstallation.ClusterNamespace] = key.Namespace, [FleetInstallation.ClusterName] = key.Name },
            },
        });
        var member = FleetInstallation.Member(Context.Cluster, resource);
        var agentNamespace = FleetInstallation.AgentNamespaceOf(resource);
        if (member is not null)
        {
            EnsureAgent(Context.For(member), agentNamespace);
        }

        var seen = member is not null && FleetInstallation.IsAgentReady(member, agentNamespace);
        var deployments = Context.Store.List(FleetInstallation.Group, "bundledeployments", space);
        var ready = deployments.Count(FleetInstallation.IsReady);
        var status = new JsonObject
        {
            ["namespace"] = space,
            ["conditions"] = new JsonArray(
                FleetInstallation.Condition(Context.Cluster, "Imported", member is not null, member is null ? "the kubeconfig Secret opens no demo cluster: its user needs the token of a service account there" : ""),
                FleetInstallation.Condition(Context.Cluster, "Processed", true),
                FleetInstallation.Condition(Context.Cluster, "Ready", seen && ready == deployments.Count, seen ? "" : "simulated: the agent has not reported yet")),
            ["summary"] = FleetInstallation.Summary(deployments),
            ["desiredReadyGitRepos"] = Context.Store.List(FleetInstallation.Group, "gitrepos", key.Namespace).Count,
            ["readyGitRepos"] = Context.Store.List(FleetInstallation.Group, "gitrepos", key.Namespace).Count(one => one.Items("status", "conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True")),
            ["agent"] = seen ? new JsonObject { ["lastSeen"] = Context.Cluster.Timestamp, ["namespace"] = agentNamespace } : new JsonObject { ["namespace"] = agentNamespace },
            ["display"] = new JsonObject { ["readyBundles"] = $"{ready}/{deployments.Count}", ["state"] = seen ? "" : "WaitCheckIn" },
        };
        Report(key, status);
        return LookAgain;
    }

    protected override void Gone(ObjectKey key)
    {
        foreach (var space in Context.Store.List("", "namespaces").Where(one => one.Annotation(FleetInstallation.ClusterName) == key.Name && one.Annotation(FleetInstallation.ClusterNamespace) == key.Namespace).ToList())
        {
            Context.Delete(new ObjectKey("", "namespaces", "", space.Name()));
        }
    }

    private static void EnsureAgent(ControllerContext member, string @namespace)
    {
        member.Ensure(new ObjectKey("", "namespaces", "", @namespace), () => new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = @namespace } });
        member.Ensure(new ObjectKey("", "serviceaccounts", @namespace, FleetInstallation.Agent), () => new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ServiceAccount",
            ["metadata"] = new JsonObject { ["name"] = FleetInstallation.Agent, ["namespace"] = @namespace },
        });
        member.Ensure(new ObjectKey("apps", "deployments", @namespace, FleetInstallation.Agent), () =>
            new ChartWorkload("Deployment", FleetInstallation.Agent, ChartContents.Labels(("app", FleetInstallation.Agent)), new ChartContainer(FleetInstallation.Agent, "rancher/fleet-agent:v0.16.1")).ToJson(@namespace));
    }
}
