using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.GitOps.Fleet;

/// <summary>Makes a BundleDeployment of each bundle for each cluster it targets, in the namespace Fleet keeps for that cluster.</summary>
internal sealed class BundleController(ControllerContext context) : FleetController(context, "bundles", "fleet-controller")
{
    private const string Finalizer = "fleet.cattle.io/bundle-finalizer";

    public override IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => key switch
    {
        { Group: FleetInstallation.Group, Plural: "bundles" } => [key],
        { Group: FleetInstallation.Group, Plural: "clusters" or "clustergroups" } => Own(key.Namespace),
        { Group: FleetInstallation.Group, Plural: "bundledeployments" } when resource.Label(FleetInstallation.BundleName) is { } name =>
            [new ObjectKey(FleetInstallation.Group, "bundles", resource.Label(FleetInstallation.BundleNamespace) ?? "", name)],
        _ when FleetInstallation.IsController(key) => Own(),
        _ => [],
    };

    protected override TimeSpan? Work(ObjectKey key, JsonObject resource)
    {
        Hold(key, resource, Finalizer);
        var wanted = BundleTargets.Of(Context.Cluster, resource).Select(one => Deployment(resource, one.Cluster, one.Options)).ToList();
        foreach (var one in wanted.Where(one => Context.Store.Peek(new ObjectKey("", "namespaces", "", one.Namespace()))?.IsTerminating() == false))
        {
            var existing = Context.Store.Peek(Key(one));
            if (existing?.IsTerminating() != true)
            {
                Context.Apply(one, "fleetcontroller");
            }
        }

        foreach (var extra in Deployments(key).Where(one => !one.IsTerminating() && !wanted.Exists(other => other.Namespace() == one.Namespace())))
        {
            Context.Delete(Key(extra));
        }

        Report(key, resource);
        return null;
    }

    protected override TimeSpan? Finish(ObjectKey key, JsonObject resource)
    {
        var left = Deployments(key);
        foreach (var one in left.Where(one => !one.IsTerminating()))
        {
            Context.Delete(Key(one));
        }

        return Deployments(key).Count > 0 ? LookAgain : base.Finish(key, resource);
    }

    private new void Report(ObjectKey key, JsonObject bundle)
    {
        var deployments = Deployments(key);
        var summary = FleetInstallation.Summary(deployments);
        var ready = deployments.Count(FleetInstallation.IsReady);
        var waiting = deployments.FirstOrDefault(one => !FleetInstallation.IsReady(one));
        base.Report(key, new JsonObject
        {
            ["conditions"] = new JsonArray(FleetInstallation.Condition(Context.Cluster, "Ready", waiting is null, waiting is null ? "" : $"{waiting.Namespace()}: {waiting.Text("status", "display", "state") ?? "WaitApplied"}")),
            ["summary"] = summary,
            ["unavailable"] = deployments.Count - ready,
            ["unavailablePartitions"] = 0,
            ["maxUnavailable"] = deployments.Count,
            ["maxUnavailablePartitions"] = 0,
            ["display"] = new JsonObject { ["readyClusters"] = $"{ready}/{deployments.Count}", ["state"] = waiting is null ? "" : waiting.Text("status", "display", "state") ?? "WaitApplied" },
            ["observedGeneration"] = bundle.Integer("metadata", "generation") ?? 1,
            ["resourcesSha256Sum"] = StableHash.Hex(bundle.At("spec", "resources")?.ToJsonString() ?? ""),
        });
    }

    private List<JsonObject> Deployments(ObjectKey bundle) =>
        [.. Context.Store.List(FleetInstallation.Group, "bundledeployments").Where(one => one.Label(FleetInstallation.BundleName) == bundle.Name && one.Label(FleetInstallation.BundleNamespace) == bundle.Namespace)];

    private static ObjectKey Key(JsonObject deployment) => new(FleetInstallation.Group, "bundledeployments", deployment.Namespace(), deployment.Name());

    private static JsonObject Deployment(JsonObject bundle, JsonObject cluster, JsonObject options)
    {
        var content = StableHash.Hex((bundle.At("spec", "resources")?.ToJsonString() ?? "") + bundle.At("spec", "helm")?.ToJsonString());
        var spec = new JsonObject { ["options"] = options.DeepClone(), ["deploymentID"] = $"s-{content}:{StableHash.Hex(options.ToJsonString())}" };
        if (options["correctDrift"] is { } drift)
        {
            spec["correctDrift"] = drift.DeepClone();
        }

        if (bundle.At("spec", "dependsOn") is { } dependsOn)
        {
            spec["dependsOn"] = dependsOn.DeepClone();
        }

        var labels = new JsonObject
        {
            [FleetInstallation.BundleName] = bundle.Name(),
            [FleetInstallation.BundleNamespace] = bundle.Namespace(),
            [FleetInstallation.ClusterName] = cluster.Name(),
            [FleetInstallation.ClusterNamespace] = cluster.Namespace(),
            ["fleet.cattle.io/managed"] = "true",
        };
        if (bundle.Label(FleetInstallation.RepositoryName) is { } repository)
        {
            labels[FleetInstallation.RepositoryName] = repository;
        }

        return new JsonObject
        {
            ["apiVersion"] = FleetInstallation.ApiVersion,
            ["kind"] = "BundleDeployment",
            ["metadata"] = new JsonObject
            {
                ["name"] = bundle.Name(),
                ["namespace"] = FleetInstallation.NamespaceOf(cluster),
                ["labels"] = labels,
                ["finalizers"] = new JsonArray("fleet.cattle.io/bundle-deployment-finalizer"),
            },
            ["spec"] = spec,
        };
    }
}
