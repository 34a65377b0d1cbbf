using System.Collections.Concurrent;
using MeshLab.Core.Clusters.Access;

namespace MeshLab.Core.Clusters.Probes;

/// <summary>Asks for the rights that MeshLab uses on a cluster, whatever scenario it runs, and tells those that are missing.</summary>
internal static class RightsCheck
{
    private const string View = "meshlab-view";
    private const string Measure = "meshlab-measure";
    private const string Deploy = "meshlab-deploy";
    private const int Concurrency = 4;

    /// <summary>The rights, what they are for, and the shipped ClusterRole that gives them.</summary>
    internal static readonly (AccessNeed Need, string Purpose, string Role)[] Used =
    [
        (new("list", "", "nodes", null), "to count nodes, to see what is free on them and to know whose kubelet to ask", View),
        (new("list", "", "namespaces", null), "to tell which namespaces a mesh serves", View),
        (new("list", "", "pods", null), "to draw the topology and to tell the health of workloads", View),
        (new("list", "", "services", null), "to find a Prometheus and load balancers", View),
        (new("list", "apps", "deployments", null), "to find the control planes of meshes", View),
        (new("list", "apps", "daemonsets", null), "to find the node agents of meshes and the network plugin", View),
        (new("get", "", "nodes", null, "proxy"), "to read usage from the kubelets", Measure),
        (new("list", "metrics.k8s.io", "pods", null), "to read usage from the metrics API", Measure),
        (new("list", "metrics.k8s.io", "nodes", null), "to read the nodes' usage from the metrics API", Measure),
        (new("get", "", "services", null, "proxy"), "to ask a Prometheus through the API server", Measure),
        (new("create", "", "namespaces", null), "to run scenarios", Deploy),
        (new("create", "apps", "deployments", null), "to run scenarios", Deploy),
        (new("create", "", "pods", null, "exec"), "to send traffic from pods and to check it", Deploy),
    ];

    /// <summary>The rights that are missing, in a fixed order; empty when the server does not say.</summary>
    public static async Task<IReadOnlyList<MissingRight>> FindAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        var missing = new ConcurrentDictionary<AccessNeed, bool>();
        try
        {
            if (!await AccessReview.MayAsync(client, AccessNeed.Everything, cancellationToken))
            {
                await Parallel.ForEachAsync(Used, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken }, async (one, token) =>
                {
                    if (!await AccessReview.MayAsync(client, one.Need, token))
                    {
                        missing[one.Need] = true;
                    }
                });
            }
        }
        catch (Exception error) when (error is ClusterException or OperationCanceledException)
        {
            // Who may not even ask is told by what is refused.
            return [];
        }

        return [.. Used.Where(one => missing.ContainsKey(one.Need)).Select(one => new MissingRight($"{one.Need.Verb} {one.Need.On}", one.Purpose, one.Role))];
    }
}
