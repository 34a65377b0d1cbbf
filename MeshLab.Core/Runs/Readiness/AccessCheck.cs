using System.Collections.Concurrent;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Connections;

namespace MeshLab.Core.Runs.Readiness;

/// <summary>Asks the API server, by <c>SelfSubjectAccessReview</c>, whether the user may do what a plan needs.</summary>
internal static class AccessCheck
{
    private const string Name = "Permissions";
    private const string Path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
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
            if (await MayAsync(client, AccessNeed.Everything, cancellationToken))
            {
                return new(Name, cluster.Name, PreflightStatus.Ok, $"The user may do everything ({needs.Count} permissions are needed).");
            }

            var refused = new ConcurrentBag<AccessNeed>();
            await Parallel.ForEachAsync(needs, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken }, async (need, token) =>
            {
                if (!await MayAsync(client, need, token))
                {
                    refused.Add(need);
                }
            });
            return refused.IsEmpty
                ? new(Name, cluster.Name, PreflightStatus.Ok, $"The user has the {needs.Count} permissions that are needed.")
                : new(Name, cluster.Name, PreflightStatus.Problem, $"On {cluster.Name} the user may not {Describe(refused)}.", Advice(cluster, refused.OrderBy(need => need.ToString(), StringComparer.Ordinal).First()));
        }
        catch (ClusterException error)
        {
            return new(Name, cluster.Name, PreflightStatus.Skipped, $"The permissions could not be asked for: {error.Message}", "The run itself will say what is refused.");
        }
    }

    private static async Task<bool> MayAsync(ClusterClient client, AccessNeed need, CancellationToken cancellationToken)
    {
        // A POST, but nothing is kept: asking twice does no harm.
        var request = new ApiRequest(HttpMethod.Post, Path, $"ask whether the user may {need.Verb} {need.On}") { Body = need.ToReview() };
        var answer = await client.JsonAsync(request, cancellationToken);
        return answer?["status"]?["allowed"]?.GetValue<bool>() == true;
    }

    private static string Describe(IEnumerable<AccessNeed> refused)
    {
        var groups = refused.GroupBy(need => (need.On, need.Namespace)).OrderBy(group => group.Key.Namespace, StringComparer.Ordinal).ThenBy(group => group.Key.On, StringComparer.Ordinal)
            .Select(group => $"{string.Join(", ", group.Select(need => need.Verb).Order(StringComparer.Ordinal))} {group.Key.On}{(group.Key.Namespace is { } space ? $" in {space}" : "")}").ToList();
        return string.Join("; ", groups.Take(Shown)) + (groups.Count > Shown ? $"; and {groups.Count - Shown} more" : "");
    }

    private static string Advice(TargetCluster cluster, AccessNeed first) =>
        $"Ask for a role with these rights, or use another context. To look again: kubectl auth can-i {first.Verb} {first.On}{(first.Namespace is { } space ? $" --namespace {space}" : "")}{(cluster.Context is { } context ? $" --context {context}" : "")}";
}
