using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Objects;

namespace MeshLab.Core.Runs.Teardown;

/// <summary>Looks for what would be lost with a namespace or a definition although it is not MeshLab's.</summary>
internal static class LeftBehind
{
    private static readonly (string ApiVersion, string Kind)[] Worth =
    [
        ("apps/v1", "Deployment"), ("apps/v1", "StatefulSet"), ("apps/v1", "DaemonSet"), ("batch/v1", "Job"), ("batch/v1", "CronJob"),
        ("v1", "Pod"),
    ];

    /// <summary>Why the object must stay, or null.</summary>
    public static async Task<string?> FindAsync(StepContext context, JsonObject live, IReadOnlyList<HeldItem> others, CancellationToken cancellationToken)
    {
        var kind = live["kind"]?.GetValue<string>();
        var name = live["metadata"]!["name"]!.GetValue<string>();
        return kind switch
        {
            "Namespace" => await InNamespaceAsync(context, name, others, cancellationToken),
            "CustomResourceDefinition" => await OfDefinitionAsync(context, live, cancellationToken),
            _ => null,
        };
    }

    private static async Task<string?> InNamespaceAsync(StepContext context, string name, IReadOnlyList<HeldItem> others, CancellationToken cancellationToken)
    {
        if (others.FirstOrDefault(other => other.Item.Namespace == name && !other.Item.Existed) is { } user)
        {
            return $"{user.Scenario} (run {user.RunId}) still has {user.Ref} in it";
        }

        var releases = await context.Client.ListAsync("v1", "Secret", name, "owner=helm", cancellationToken);
        if (releases is [var release, ..])
        {
            return $"it holds the Helm release {release["metadata"]?["labels"]?["name"]}, which is not MeshLab's; uninstall that first, or delete the namespace by hand";
        }

        foreach (var (apiVersion, kind) in Worth)
        {
            if (await context.Client.FindTypeAsync(apiVersion, kind, cancellationToken) is null)
            {
                continue;
            }

            var foreign = (await context.Client.ListAsync(apiVersion, kind, name, null, cancellationToken)).FirstOrDefault(IsForeign);
            if (foreign is not null)
            {
                return $"it holds {kind} {name}/{foreign["metadata"]!["name"]}, which is not MeshLab's; delete that first, or the namespace by hand";
            }
        }

        return null;
    }

    private static async Task<string?> OfDefinitionAsync(StepContext context, JsonObject definition, CancellationToken cancellationToken)
    {
        var kind = definition["spec"]!["names"]!["kind"]!.GetValue<string>();
        var group = definition["spec"]!["group"]!.GetValue<string>();
        var version = (definition["spec"]!["versions"] as JsonArray ?? []).FirstOrDefault(one => one?["served"]?.GetValue<bool>() == true)?["name"]?.GetValue<string>();
        if (kind.EndsWith("Class", StringComparison.Ordinal))
        {
            // Controllers make the objects of class kinds (GatewayClass istio) for themselves and leave them behind.
            return null;
        }

        if (version is null || await context.Client.FindTypeAsync($"{group}/{version}", kind, cancellationToken) is null)
        {
            return null;
        }

        var foreign = (await context.Client.ListAsync($"{group}/{version}", kind, null, null, cancellationToken)).FirstOrDefault(IsForeign);
        return foreign is null
            ? null
            : $"there is still {new ObjectRef($"{group}/{version}", kind, foreign["metadata"]!["namespace"]?.GetValue<string>(), foreign["metadata"]!["name"]!.GetValue<string>())}, which is not MeshLab's and would be deleted with it";
    }

    /// <summary>Neither MeshLab's, nor another object's, nor on its way out, nor a chart's or a cluster's own.</summary>
    private static bool IsForeign(JsonObject one)
    {
        var metadata = one["metadata"]!;
        return !Ownership.IsOurs(one)
            && metadata["ownerReferences"] is not JsonArray { Count: > 0 }
            && metadata["deletionTimestamp"] is null
            && metadata["annotations"]?["meta.helm.sh/release-name"] is null
            && metadata["labels"]?["app.kubernetes.io/managed-by"]?.GetValue<string>() is null or "";
    }
}
