using System.Collections.Concurrent;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Access;

namespace MeshLab.Core.Runs.Readiness;

/// <summary>Asks the API server, by <c>SelfSubjectAccessReview</c>, whether the user may do what a plan needs.</summary>
internal static class AccessCheck
{
    private const string Name = "Permissions";
    private const int Concurrency = 8;
    private const int Shown = 12;

    public static async Task<PreflightCheck> CheckAsync(ClusterClient client, IReadOnlyList<AccessNeed> needs, CancellationToken cancellationToken)
    {
        var cluster = client.Cluster;
        if (needs.Count == 0)
        {
            return new(Name, cluster.Name, PreflightStatus.Ok, "The run needs none on this cluster.");
        }

        try
        {
            if (await AccessReview.MayAsync(client, AccessNeed.Everything, cancellationToken))
            {
                return new(Name, cluster.Name, PreflightStatus.Ok, $"The user may do everything ({needs.Count} permissions are needed).");
            }

            var refused = await RefusedAsync(client, needs, cancellationToken);
            return refused.Count == 0
                ? new(Name, cluster.Name, PreflightStatus.Ok, $"The user has the {needs.Count} permissions that are needed.")
                : new(Name, cluster.Name, PreflightStatus.Problem, $"On {cluster.Name} the user may not {Describe(refused)}.", Advice(cluster, refused.OrderBy(need => need.ToString(), StringComparer.Ordinal).First()));
        }
        catch (ClusterException error)
        {
            return new(Name, cluster.Name, PreflightStatus.Skipped, $"The permissions could not be asked for: {error.Message}", "The run itself will say what is refused.");
        }
    }

    /// <summary>Whether roles and bindings can be made that give more than the user has. Warns only: roles that give less are made without.</summary>
    public static async Task<PreflightCheck?> CheckRolesAsync(ClusterClient client, IReadOnlyList<AccessNeed> needs, CancellationToken cancellationToken)
    {
        if (needs.Count == 0 || client.Cluster.IsSimulated)
        {
            return null;
        }

        try
        {
            var refused = await AccessReview.MayAsync(client, AccessNeed.Everything, cancellationToken) ? [] : await RefusedAsync(client, needs, cancellationToken);
            return refused.Count == 0
                ? null
                : new(Name, client.Cluster.Name, PreflightStatus.Warning,
                    $"On {client.Cluster.Name} the user may not {Describe(refused)}: the API server refuses roles, and bindings to them, with rights that the user does not hold itself.",
                    "The ClusterRole meshlab-deploy has both; whoever has them can become an administrator of the cluster.");
        }
        catch (ClusterException)
        {
            // The check of the permissions before this one has said that they could not be asked for.
            return null;
        }
    }

    private static async Task<IReadOnlyCollection<AccessNeed>> RefusedAsync(ClusterClient client, IReadOnlyList<AccessNeed> needs, CancellationToken cancellationToken)
    {
        var refused = new ConcurrentBag<AccessNeed>();
        await Parallel.ForEachAsync(needs, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken }, async (need, token) =>
        {
            if (!await AccessReview.MayAsync(client, need, token))
            {
                refused.Add(need);
            }
        });
        return refused;
    }

    private static string Describe(IEnumerable<AccessNeed> refused)
    {
        var groups = refused.GroupBy(need => (need.On, need.Namespace)).OrderBy(group => group.Key.Namespace, StringComparer.Ordinal).ThenBy(group => group.Key.On, StringComparer.Ordinal)
            .Select(group => $"{string.Join(", ", group.Select(need => need.Verb).Order(StringComparer.Ordinal))} {group.Key.On}{(group.Key.Namespace is { } space ? $" in {space}" : "")}").ToList();
        return string.Join("; ", groups.Take(Shown)) + (groups.Count > Shown ? $"; and {groups.Count - Shown} more" : "");
    }

    private static string Advice(TargetCluster cluster, AccessNeed first) =>
        $"The ClusterRole meshlab-deploy has what the lab's scenarios need; ask for it or for a role with these rights, or use another context. To look again: kubectl auth can-i {first.Verb} {first.On}{(first.Namespace is { } space ? $" --namespace {space}" : "")}{(cluster.Context is { } context ? $" --context {context}" : "")}";
}
