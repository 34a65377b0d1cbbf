using System.Net;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Journal;

namespace MeshLab.Core.Runs.Teardown;

/// <summary>Looks for what would be lost with a namespace or a definition although it is not MeshLab's.</summary>
internal static class LeftBehind
{
    private static readonly (string ApiVersion, string Kind)[] Worth =
    [
        ("apps/v1", "Deployment"), ("apps/v1", "StatefulSet"), ("apps/v1", "DaemonSet"), ("batch/v1", "Job"), ("batch/v1", "CronJob"),
        ("v1", "Pod"), ("v1", "PersistentVolumeClaim"), ("v1", "Secret"), ("v1", "ConfigMap"),
    ];

    /// <summary>API group and plural of the kinds that are looked for in a namespace, beside custom resources.</summary>
    public static IEnumerable<(string Group, string Plural)> Looked =>
        Worth.Select(one => (one.ApiVersion.Contains('/', StringComparison.Ordinal) ? one.ApiVersion.Split('/')[0] : "", one.Kind.ToLowerInvariant() + "s"));

    /// <summary>Why the object must stay, or null.</summary>
    /// <param name="context">The step with the target cluster.</param>
    /// <param name="live">The object as it is now.</param>
    /// <param name="others">What other scenarios hold on the cluster.</param>
    /// <param name="releasesOf">Reads the Helm releases (namespace and name) of the scenario, also those that are uninstalled already.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    public static async Task<string?> FindAsync(
        StepContext context, JsonObject live, IReadOnlyList<HeldItem> others, Func<CancellationToken, Task<IReadOnlySet<(string Namespace, string Name)>>> releasesOf, CancellationToken cancellationToken)
    {
        var kind = live["kind"]?.GetValue<string>();
        var name = live["metadata"]!["name"]!.GetValue<string>();
        return kind switch
        {
            "Namespace" => await InNamespaceAsync(context, name, others, await releasesOf(cancellationToken), cancellationToken),
            "CustomResourceDefinition" => await OfDefinitionAsync(context, live, others, await releasesOf(cancellationToken), cancellationToken),
            _ => null,
        };
    }

    private static async Task<string?> InNamespaceAsync(
        StepContext context, string name, IReadOnlyList<HeldItem> others, IReadOnlySet<(string Namespace, string Name)> releases, CancellationToken cancellationToken)
    {
        if (others.FirstOrDefault(other => other.Item.Cluster == context.ClusterName && other.Item.Namespace == name && !other.Item.Existed) is { } user)
        {
            return $"{user.Scenario} (run {user.RunId}) still has {user.Ref} in it";
        }

        var found = await context.Client.ListAsync("v1", "Secret", name, "owner=helm", cancellationToken);
        if (found.FirstOrDefault(one => !FleetAgents.Made(one["metadata"]!)) is { } release)
        {
            return $"it holds the Helm release {release["metadata"]?["labels"]?["name"]}, which is not MeshLab's; uninstall that first, or delete the namespace by hand";
        }

        foreach (var (apiVersion, kind) in Worth.Concat(await NamespacedAsync(context.Client, cancellationToken)))
        {
            try
            {
                if (await ForeignAsync(context.Client, apiVersion, kind, name, releases, cancellationToken) is { } foreign)
                {
                    return $"it holds {foreign}, which is not MeshLab's; delete that first, or the namespace by hand";
                }
            }
            catch (ClusterException error) when (error.Status == HttpStatusCode.Forbidden)
            {
                return $"the user may not list {kind} ({apiVersion}) in it, so whether it holds something of somebody else's is not known; allow that, or delete the namespace by hand";
            }
        }

        return null;
    }

    private static async Task<string?> OfDefinitionAsync(
        StepContext context, JsonObject definition, IReadOnlyList<HeldItem> others, IReadOnlySet<(string Namespace, string Name)> releases, CancellationToken cancellationToken)
    {
        if (Served(definition) is not var (apiVersion, kind))
        {
            return null;
        }

        var group = apiVersion.Split('/')[0] + "/";
        if (others.FirstOrDefault(other => other.Item.Cluster == context.ClusterName && other.Item.Kind == kind && other.Item.ApiVersion.StartsWith(group, StringComparison.Ordinal)) is { } user)
        {
            return $"{user.Scenario} (run {user.RunId}) still has {user.Ref}, which would be deleted with it";
        }

        var foreign = await ForeignAsync(context.Client, apiVersion, kind, null, releases, cancellationToken);
        return foreign is null ? null : $"there is still {foreign}, which is not MeshLab's and would be deleted with it";
    }

    private static async Task<ObjectRef?> ForeignAsync(
        ClusterClient client, string apiVersion, string kind, string? @namespace, IReadOnlySet<(string Namespace, string Name)> releases, CancellationToken cancellationToken)
    {
        if (await client.FindTypeAsync(apiVersion, kind, cancellationToken) is null)
        {
            return null;
        }

        var foreign = (await client.ListAsync(apiVersion, kind, @namespace, null, cancellationToken))
            .FirstOrDefault(one => MadeByMachines.IsForeign(WithKind(one, kind), releases));
        return foreign is null ? null : new ObjectRef(apiVersion, kind, foreign["metadata"]!["namespace"]?.GetValue<string>(), foreign["metadata"]!["name"]!.GetValue<string>());
    }

    /// <summary>Items of a list come without their kind.</summary>
    private static JsonObject WithKind(JsonObject one, string kind)
    {
        one["kind"] ??= kind;
        return one;
    }

    /// <summary>The kinds of namespaced custom resources.</summary>
    private static async Task<IEnumerable<(string ApiVersion, string Kind)>> NamespacedAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        var definitions = await client.ListAsync("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, null, cancellationToken);
        return definitions.Where(one => one["spec"]?["scope"]?.GetValue<string>() == "Namespaced").Select(Served).OfType<(string, string)>();
    }

    private static (string ApiVersion, string Kind)? Served(JsonObject definition)
    {
        var version = (definition["spec"]!["versions"] as JsonArray ?? []).FirstOrDefault(one => one?["served"]?.GetValue<bool>() == true)?["name"]?.GetValue<string>();
        return version is null ? null : ($"{definition["spec"]!["group"]}/{version}", definition["spec"]!["names"]!["kind"]!.GetValue<string>());
    }
}
