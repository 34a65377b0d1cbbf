using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Access;
using MeshLab.Core.Runs.Helm;
using MeshLab.Core.Runs.Teardown;

namespace MeshLab.Core.Runs.Readiness;

/// <summary>The permissions that a run needs on a cluster: exactly those of its objects, its releases, its commands and its waiting.</summary>
internal static class AccessPlan
{
    private static readonly string[] WaitedFor = ["deployments", "replicasets", "statefulsets", "daemonsets"];

    /// <summary>API servers take create on <c>pods/exec</c> for WebSockets as well from this minor version on; before, get alone does.</summary>
    private const int ExecNeedsCreateFrom = 35;

    private static readonly string[] Apply = ["get", "patch", "create"];
    private static readonly string[] ReleaseSecrets = ["get", "list", "create", "update", "delete"];
    private const string RbacGroup = "rbac.authorization.k8s.io";

    private static readonly string[] Workloads = ["Deployment", "StatefulSet", "DaemonSet", "Job", "Pod", "ReplicaSet"];

    public static async Task<IReadOnlyList<AccessNeed>> OfAsync(ClusterClient client, PlannedObjects plan, RunAction action, int serverMinor, CancellationToken cancellationToken)
    {
        var types = await client.GetTypesAsync(cancellationToken);
        var needs = new HashSet<AccessNeed>();
        if (action != RunAction.Verify)
        {
            foreach (var resource in plan.Objects)
            {
                Add(Apply, resource);
                if (Workloads.Contains(resource["kind"]?.ToString()) && Space(resource) is { } space)
                {
                    Watching(space);
                }
            }

            foreach (var chart in plan.Charts.Where(_ => !client.Cluster.IsSimulated))
            {
                foreach (var resource in chart.Objects)
                {
                    Add([.. Apply, .. chart.WaitVerbs], resource);
                }
            }

            foreach (var release in plan.Releases.Where(release => !client.Cluster.IsSimulated && !IsTemplate(release.Namespace)))
            {
                needs.UnionWith(ReleaseSecrets.Select(verb => new AccessNeed(verb, "", "secrets", release.Namespace)));
                needs.UnionWith(Apply.Select(verb => new AccessNeed(verb, "", "namespaces", null)));
                needs.UnionWith(WaitedFor.Select(resource => new AccessNeed("list", "apps", resource, release.Namespace)));
                Watching(release.Namespace);
            }
        }

        foreach (var (space, _) in plan.Commands.Where(one => !IsTemplate(one.Namespace) && action != RunAction.DryRun).Distinct())
        {
            needs.Add(new("get", "", "pods", space, "exec"));
            if (serverMinor >= ExecNeedsCreateFrom)
            {
                needs.Add(new("create", "", "pods", space, "exec"));
            }

            needs.Add(new("list", "", "pods", space));
        }

        foreach (var resource in plan.Asserted)
        {
            Add([resource["metadata"]?["name"] is null ? "list" : "get"], resource);
        }

        return [.. needs];

        void Watching(string space)
        {
            needs.Add(new("list", "", "pods", space));
            needs.Add(new("get", "", "pods", space, "log"));
            needs.Add(new("list", "", "events", space));
        }

        void Add(string[] verbs, JsonObject resource)
        {
            var apiVersion = resource["apiVersion"]?.ToString() ?? "";
            var kind = resource["kind"]?.ToString() ?? "";
            if (kind.Length == 0 || IsTemplate(kind) || IsTemplate(Space(resource)))
            {
                return;
            }

            var group = apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion.Split('/')[0] : "";
            var type = types.FirstOrDefault(one => one.ApiVersion == apiVersion && one.Kind == kind);
            var definition = plan.AllObjects.FirstOrDefault(one => one["kind"]?.ToString() == "CustomResourceDefinition" && one["spec"]?["group"]?.ToString() == group && one["spec"]?["names"]?["kind"]?.ToString() == kind);
            var plural = type?.Plural ?? definition?["spec"]?["names"]?["plural"]?.ToString() ?? Plural(kind);
            var namespaced = type?.Namespaced ?? (definition is null ? Space(resource) is not null : definition["spec"]?["scope"]?.ToString() == "Namespaced");
            needs.UnionWith(verbs.Select(verb => new AccessNeed(verb, group, plural, namespaced ? Space(resource) ?? client.DefaultNamespace : null)));
        }
    }

    /// <summary>What the API server asks of somebody who makes roles with rights that he does not hold, and bindings to such roles.</summary>
    public static IReadOnlyList<AccessNeed> OfRoles(PlannedObjects plan) =>
    [
        .. plan.AllObjects.Where(one => one["apiVersion"]?.ToString().StartsWith(RbacGroup, StringComparison.Ordinal) == true).Select(one => (Kind: one["kind"]?.ToString(), Resource: one)).Select(one => one.Kind switch
        {
            "ClusterRole" => new AccessNeed("escalate", RbacGroup, "clusterroles", null),
            "Role" => new AccessNeed("escalate", RbacGroup, "roles", Space(one.Resource)),
            _ when one.Resource["roleRef"]?["kind"]?.ToString() == "ClusterRole" => new AccessNeed("bind", RbacGroup, "clusterroles", null),
            _ => new AccessNeed("bind", RbacGroup, "roles", Space(one.Resource)),
        }).Distinct(),
    ];

    /// <summary>What tearing these objects down needs.</summary>
    public static async Task<IReadOnlyList<AccessNeed>> OfTeardownAsync(ClusterClient client, IEnumerable<ObjectRef> objects, CancellationToken cancellationToken)
    {
        var needs = new HashSet<AccessNeed>();
        foreach (var one in objects)
        {
            if (one.ApiVersion == HelmRelease.ApiVersion)
            {
                needs.UnionWith(ReleaseSecrets.Select(verb => new AccessNeed(verb, "", "secrets", one.Namespace)));
                continue;
            }

            if (one is { ApiVersion: "v1", Kind: "Namespace" })
            {
                // Whatever of somebody else's is in it keeps it.
                needs.UnionWith(LeftBehind.Looked.Select(looked => new AccessNeed("list", looked.Group, looked.Plural, one.Name)));
                needs.Add(new("list", "apiextensions.k8s.io", "customresourcedefinitions", null));
            }

            if (await client.FindTypeAsync(one.ApiVersion, one.Kind, cancellationToken) is { } type)
            {
                var group = one.ApiVersion.Contains('/', StringComparison.Ordinal) ? one.ApiVersion.Split('/')[0] : "";
                needs.Add(new("get", group, type.Plural, one.Namespace));
                needs.Add(new("delete", group, type.Plural, one.Namespace));
            }
        }

        return [.. needs];
    }

    /// <summary>The plural of a kind that the server does not serve yet; permissions are compared as text, so it need not be known there.</summary>
    internal static string Plural(string kind)
    {
        var word = kind.ToLowerInvariant();
        return word switch
        {
            [.., 's' or 'x'] or [.., 's', 'h'] or [.., 'c', 'h'] => word + "es",
            [.., not ('a' or 'e' or 'i' or 'o' or 'u'), 'y'] => word[..^1] + "ies",
            _ => word + "s",
        };
    }

    private static string? Space(JsonObject resource) => resource["metadata"]?["namespace"]?.ToString();

    private static bool IsTemplate(string? text) => text?.Contains("{{", StringComparison.Ordinal) == true;
}
