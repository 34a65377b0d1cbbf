using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;

namespace MeshLab.Core.Runs.Readiness;

/// <summary>What several checks want to know of a cluster, read once.</summary>
/// <param name="Status">The look at the cluster.</param>
/// <param name="Client">A client for it.</param>
/// <param name="Nodes">Its nodes; null when they may not be read.</param>
/// <param name="Pods">Its pods that are not done; null when they may not be read.</param>
internal sealed record ClusterFacts(ClusterStatus Status, ClusterClient Client, IReadOnlyList<JsonObject>? Nodes, IReadOnlyList<JsonObject>? Pods)
{
    public string Name => Status.Cluster.Name;

    /// <summary>The minor version of the server, e.g. 35 of <c>v1.35.0</c>; 0 when it cannot be read.</summary>
    public int Minor => Status.Version?.TrimStart('v').Split('.') is [_, var minor, ..] && int.TryParse(new string([.. minor.TakeWhile(char.IsDigit)]), out var number) ? number : 0;

    public static async Task<ClusterFacts> ReadAsync(ClusterClient client, ClusterStatus status, CancellationToken cancellationToken)
    {
        var nodes = ListAsync("Node");
        var pods = ListAsync("Pod");
        return new(status, client, await nodes, (await pods)?.Where(pod => pod["status"]?["phase"]?.ToString() is not ("Succeeded" or "Failed")).ToList());

        async Task<IReadOnlyList<JsonObject>?> ListAsync(string kind)
        {
            try
            {
                return await client.ListAsync("v1", kind, null, null, cancellationToken);
            }
            catch (ClusterException)
            {
                // The checks that need them say that they were left out.
                return null;
            }
        }
    }
}
