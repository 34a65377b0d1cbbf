using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Tree;

namespace MeshLab.Core.Runs;

/// <summary>What a run made, as it is on the clusters now: the tree of its objects and the logs of its pods.</summary>
public sealed class RunObjects
{
    private readonly ObjectTreeReader _tree;
    private readonly ClusterCatalogue _clusters;

    internal RunObjects(ObjectTreeReader tree, ClusterCatalogue clusters)
    {
        _tree = tree;
        _clusters = clusters;
    }

    /// <summary>Namespaces with their objects, workloads and pods; looks at most every three seconds, and never throws for what a cluster does.</summary>
    public Task<IReadOnlyList<TreeNode>> GetTreeAsync(long runId, CancellationToken cancellationToken) => _tree.ReadAsync(runId, cancellationToken);

    /// <summary>The last lines of a container's log and those that follow, until the token is cancelled or the container ends.</summary>
    /// <exception cref="ClusterException">The cluster does not answer, or has no such pod or container.</exception>
    public IAsyncEnumerable<string> FollowLogAsync(string cluster, string @namespace, string pod, string container, int tail, CancellationToken cancellationToken) =>
        _clusters.Connect(cluster).LogsAsync(@namespace, pod, container, follow: true, tail, cancellationToken);
}
