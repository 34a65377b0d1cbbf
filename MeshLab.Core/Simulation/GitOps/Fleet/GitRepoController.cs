using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.GitOps.Fleet;

/// <summary>Makes a bundle of each folder of a repository, from the stand-ins that the demo cluster has of it.</summary>
internal sealed class GitRepoController(ControllerContext context) : FleetController(context, "gitrepos", "gitjob")
{
    private const string Finalizer = "fleet.cattle.io/gitrepo-finalizer";
    private static readonly (string From, string To)[] Passed = [("targetNamespace", "namespace"), ("keepResources", "keepResources"), ("correctDrift", "correctDrift"), ("serviceAccount", "serviceAccount")];

    public override IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => key switch
    {
        { Group: FleetInstallation.Group, Plural: "gitrepos" } => [key],
        { Group: FleetInstallation.Group, Plural: "bundles" } when resource.Label(FleetInstallation.RepositoryName) is { } name => [new ObjectKey(FleetInstallation.Group, "gitrepos", key.Namespace, name)],
        _ when FleetInstallation.IsController(key) => Own(),
        _ => [],
    };

    protected override TimeSpan? Work(ObjectKey key, JsonObject resource)
    {
        Hold(key, resource, Finalizer);
        string? unknown = null;
        var names = new List<string>();
        foreach (var path in (resource.At("spec", "paths") as JsonArray)?.Select(one => one?.ToString() ?? ".") ?? ["."])
        {
            if (KnownRepositories.Find(Context.Cluster, resource.Text("spec", "repo"), path) is not { } objects)
            {
                unknown ??= KnownRepositories.Unknown(resource.Text("spec", "repo"), path);
                continue;
            }

            var bundle = Bundle(resource, path, objects);
            names.Add(bundle.Name());
            if (Context.Store.Peek(new ObjectKey(FleetInstallation.Group, "bundles", key.Namespace, bundle.Name()))?.IsTerminating() != true)
            {
                Context.Apply(bundle, "gitjob");
            }
        }

        foreach (var extra in Bundles(key).Where(one => !one.IsTerminating() && !names.Contains(one.Name())))
        {
            Context.Delete(new ObjectKey(FleetInstallation.Group, "bundles", key.Namespace, extra.Name()));
        }

        Report(key, Status(key, unknown));
        return null;
    }

    protected override TimeSpan? Finish(ObjectKey key, JsonObject resource)
    {
        foreach (var one in Bundles(key).Where(one => !one.IsTerminating()))
        {
            Context.Delete(new ObjectKey(FleetInstallation.Group, "bundles", key.Namespace, one.Name()));
        }

        return Bundles(key).Count > 0 ? LookAgain : base.Finish(key, resource);
    }

    private JsonObject Status(ObjectKey key, string? unknown)
    {
        var bundles = Bundles(key).Select(one => one.Name()).ToHashSet(StringComparer.Ordinal);
        var deployments = Context.Store.List(FleetInstallation.Group, "bundledeployments").Where(one => one.Label(FleetInstallation.BundleNamespace) == key.Namespace && bundles.Contains(one.Label(FleetInstallation.BundleName) ?? "")).ToList();
        var ready = deployments.Count(FleetInstallation.IsReady);
        return new JsonObject
        {
            ["commit"] = KnownRepositories.Commit,
            ["gitJobStatus"] = unknown is null ? "Current" : "Failed",
            ["conditions"] = new JsonArray(
                FleetInstallation.Condition(Context.Cluster, "Ready", unknown is null && ready == deployments.Count, unknown ?? ""),
                FleetInstallation.Condition(Context.Cluster, "GitPolling", true, "simulated: no repository is fetched"),
                FleetInstallation.Condition(Context.Cluster, "Accepted", unknown is null, unknown ?? ""),
                FleetInstallation.Condition(Context.Cluster, "Stalled", unknown is not null, unknown ?? "")),
            ["display"] = new JsonObject { ["readyBundleDeployments"] = $"{ready}/{deployments.Count}", ["state"] = unknown is null ? "" : "GitUpdating" },
            ["summary"] = FleetInstallation.Summary(deployments),
            ["desiredReadyClusters"] = deployments.Count,
            ["readyClusters"] = ready,
        };
    }

    private List<JsonObject> Bundles(ObjectKey repository) => [.. Context.Store.List(FleetInstallation.Group, "bundles", repository.Namespace).Where(one => one.Label(FleetInstallation.RepositoryName) == repository.Name)];

    private static JsonObject Bundle(JsonObject repository, string path, IReadOnlyList<JsonObject> objects)
    {
        var spec = new JsonObject
        {
            ["resources"] = new JsonArray([.. objects.Select(one => new JsonObject { ["name"] = $"{one.Text("kind")!.ToLowerInvariant()}-{one.Name()}.yaml", ["content"] = one.ToJsonString() })]),
            ["targets"] = repository.At("spec", "targets")?.DeepClone() ?? new JsonArray(new JsonObject { ["name"] = "default", ["clusterGroup"] = "default" }),
        };
        foreach (var (from, to) in Passed)
        {
            if (repository.At("spec", from) is { } value)
            {
                spec[to] = value.DeepClone();
            }
        }

        return new JsonObject
        {
            ["apiVersion"] = FleetInstallation.ApiVersion,
            ["kind"] = "Bundle",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{repository.Name()}-{Argo.SetTemplate.Normalized(path.Trim('.', '/'))}".Trim('-'),
                ["namespace"] = repository.Namespace(),
                ["labels"] = new JsonObject { [FleetInstallation.RepositoryName] = repository.Name(), ["fleet.cattle.io/commit"] = KnownRepositories.Commit },
            },
            ["spec"] = spec,
        };
    }
}
