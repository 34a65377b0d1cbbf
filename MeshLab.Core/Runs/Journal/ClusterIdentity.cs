using MeshLab.Core.Clusters;

namespace MeshLab.Core.Runs.Journal;

/// <summary>Tells clusters apart that come and go under one context's name, by the UID of their namespace <c>kube-system</c>.</summary>
internal sealed class ClusterIdentity(ClusterCatalogue clusters)
{
    /// <summary>The cluster's UID; null when it is not in a kubeconfig, does not answer, or does not let it be read.</summary>
    public async Task<string?> FindAsync(string cluster, CancellationToken cancellationToken)
    {
        if (clusters.Find(cluster) is null)
        {
            return null;
        }

        try
        {
            var system = await clusters.Connect(cluster).GetAsync(new ObjectRef("v1", "Namespace", null, "kube-system"), cancellationToken);
            return system?["metadata"]?["uid"]?.GetValue<string>();
        }
        catch (ClusterException)
        {
            // Whoever needs the cluster next says what is wrong with it.
            return null;
        }
    }
}
