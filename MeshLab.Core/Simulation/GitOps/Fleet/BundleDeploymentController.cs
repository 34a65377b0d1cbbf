using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Charts;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.GitOps.Fleet;

/// <summary>
/// What Fleet's agents do in their clusters: deploy, watch for drift, correct it where the bundle asks for that, and clean up. An agent whose
/// pod does not run does nothing.
/// </summary>
internal sealed class BundleDeploymentController(ControllerContext context) : FleetController(context, "bundledeployments", "fleet-controller")
{
    private const string Manager = "fleetagent";

    public override IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => key switch
    {
        { Group: FleetInstallation.Group, Plural: "bundledeployments" } => [key],
        { Group: FleetInstallation.Group, Plural: "clusters" } => Own(FleetInstallation.NamespaceOf(resource)),
        _ when FleetInstallation.IsController(key) => Own(),
        _ => [],
    };

    protected override TimeSpan? Work(ObjectKey key, JsonObject resource)
    {
        if (Member(resource) is not { } member || Bundle(resource) is not { } bundle)
        {
            Waiting(key, "WaitApplied");
            return LookAgain;
        }

        if (Blocking(resource) is { } other)
        {
            Waiting(key, "WaitApplied", $"dependent bundle(s) are not ready: {other}");
            return LookAgain;
        }

        var delivery = new Delivery(Context.For(member), Manager);
        try
        {
            Deploy(key, resource, bundle, delivery);
        }
        catch (Exception error) when (error is ChartProfileException or StatusError)
        {
            Waiting(key, "ErrApplied", error.Message);
        }

        return LookAgain;
    }

    protected override TimeSpan? Finish(ObjectKey key, JsonObject resource) =>
        !resource.Flag("spec", "options", "keepResources")
        && Member(resource) is { } member
        && !new Delivery(Context.For(member), Manager).Remove(Listed(resource))
            ? LookAgain
            : base.Finish(key, resource);

    private void Deploy(ObjectKey key, JsonObject resource, JsonObject bundle, Delivery delivery)
    {
        var options = resource.At("spec", "options") as JsonObject ?? [];
        var desired = BundleContents.Render(delivery.Destination, bundle, options, key.Name);
        var fresh = resource.Text("status", "appliedDeploymentID") != resource.Text("spec", "deploymentID");
        var differing = desired.Where(one => delivery.Compare(one) != DeliveryState.Same).ToList();
        if (differing.Count > 0 && (fresh || resource.Flag("spec", "correctDrift", "enabled")))
        {
            EnsureNamespace(delivery.Destination, options);
            differing.ForEach(delivery.Apply);
            differing = [.. desired.Where(one => delivery.Compare(one) != DeliveryState.Same)];
        }

        if (fresh)
        {
            delivery.Remove(Listed(resource).Where(one => !desired.Any(other => JsonNode.DeepEquals(Delivery.Reference(other), one))));
        }

        var health = ResourceHealth.Worst(desired.Select(one => ResourceHealth.Of(delivery.Destination.KeyOf(one) is { } place ? delivery.Destination.Store.Peek(place) : null)));
        var ready = health == "Healthy";
        Report(key, new JsonObject
        {
            ["conditions"] = new JsonArray(
                FleetInstallation.Condition(Context.Cluster, "Installed", true),
                FleetInstallation.Condition(Context.Cluster, "Deployed", true, "simulated: deployed from the demo cluster's stand-ins"),
                FleetInstallation.Condition(Context.Cluster, "Monitored", true),
                FleetInstallation.Condition(Context.Cluster, "Ready", ready, ready ? "" : health)),
            ["appliedDeploymentID"] = resource.Text("spec", "deploymentID"),
            ["release"] = $"{options.Text("namespace") ?? options.Text("defaultNamespace") ?? "default"}/{key.Name}",
            ["ready"] = ready,
            ["nonModified"] = differing.Count == 0,
            ["modifiedStatus"] = new JsonArray([.. differing.Select(one => new JsonObject { ["apiVersion"] = one.Text("apiVersion"), ["kind"] = one.Text("kind"), ["namespace"] = one.Namespace(), ["name"] = one.Name(), ["patch"] = "{}" })]),
            ["resources"] = new JsonArray([.. desired.Select(one => new JsonObject { ["apiVersion"] = one.Text("apiVersion"), ["kind"] = one.Text("kind"), ["namespace"] = one.Namespace(), ["name"] = one.Name() })]),
            ["display"] = new JsonObject { ["deployed"] = "True", ["monitored"] = "True", ["state"] = !ready ? "NotReady" : differing.Count > 0 ? "Modified" : "Ready" },
        });
    }

    private static void EnsureNamespace(ControllerContext member, JsonObject options)
    {
        var space = options.Text("namespace") ?? options.Text("defaultNamespace") ?? "default";
        if (options.At("createNamespace") is not JsonValue create || create.GetValue<bool>())
        {
            member.Ensure(new ObjectKey("", "namespaces", "", space), () => new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = space, ["labels"] = options["namespaceLabels"]?.DeepClone() } });
        }
    }

    private void Waiting(ObjectKey key, string state, string message = "") => Report(key, new JsonObject
    {
        ["conditions"] = new JsonArray(FleetInstallation.Condition(Context.Cluster, "Deployed", false, message), FleetInstallation.Condition(Context.Cluster, "Ready", false, message)),
        ["ready"] = false,
        ["nonModified"] = true,
        ["resources"] = Context.Store.Peek(key).At("status", "resources")?.DeepClone() ?? new JsonArray(),
        ["display"] = new JsonObject { ["deployed"] = state, ["state"] = state },
    });

    /// <summary>The demo cluster of the deployment, once its agent runs there.</summary>
    private DemoCluster? Member(JsonObject deployment) =>
        Context.Store.Peek(new ObjectKey(FleetInstallation.Group, "clusters", deployment.Label(FleetInstallation.ClusterNamespace) ?? "", deployment.Label(FleetInstallation.ClusterName) ?? "")) is { } cluster
        && FleetInstallation.Member(Context.Cluster, cluster) is { } member
        && FleetInstallation.IsAgentReady(member, FleetInstallation.AgentNamespaceOf(cluster))
            ? member
            : null;

    private JsonObject? Bundle(JsonObject deployment) =>
        Context.Store.Peek(new ObjectKey(FleetInstallation.Group, "bundles", deployment.Label(FleetInstallation.BundleNamespace) ?? "", deployment.Label(FleetInstallation.BundleName) ?? ""));

    /// <summary>A bundle that this one waits for and that is not ready on the same cluster.</summary>
    private string? Blocking(JsonObject deployment) => deployment.Items("spec", "dependsOn")
        .Where(one => Context.Store.List(FleetInstallation.Group, "bundledeployments", deployment.Namespace())
            .Where(other => one.Text("name") is { Length: > 0 } name
                ? other.Name() == name
                : Context.Store.Peek(new ObjectKey(FleetInstallation.Group, "bundles", other.Label(FleetInstallation.BundleNamespace) ?? "", other.Name())) is { } bundle && FleetInstallation.Selects(one["selector"], bundle))
            .ToList() is not { Count: > 0 } found || !found.TrueForAll(FleetInstallation.IsReady))
        .Select(one => one.Text("name") ?? one["selector"]?.ToJsonString())
        .FirstOrDefault();

    private static IEnumerable<JsonObject> Listed(JsonObject deployment) => deployment.Items("status", "resources").Select(one => Delivery.Reference(new JsonObject
    {
        ["apiVersion"] = one.Text("apiVersion"),
        ["kind"] = one.Text("kind"),
        ["metadata"] = new JsonObject { ["name"] = one.Text("name"), ["namespace"] = one.Text("namespace") },
    }));
}
