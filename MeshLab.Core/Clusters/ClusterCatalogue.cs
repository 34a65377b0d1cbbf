namespace MeshLab.Core.Clusters;

/// <summary>The target clusters: contexts of the kubeconfig files, the cluster MeshLab runs in, and the demo clusters.</summary>
public sealed class ClusterCatalogue
{
    /// <summary>The target clusters in the order of their files.</summary>
    public IReadOnlyList<TargetCluster> Clusters => throw new NotImplementedException();

    /// <summary>What is wrong with the kubeconfig files.</summary>
    public IReadOnlyList<KubeconfigProblem> Problems => throw new NotImplementedException();

    /// <summary>The cluster of that name, or null.</summary>
    public TargetCluster? Find(string name) => throw new NotImplementedException();

    /// <summary>A shared client for the cluster; the caller does not dispose it.</summary>
    /// <exception cref="ClusterException">There is no such cluster, or its credentials cannot be loaded.</exception>
    public ClusterClient Connect(string name) => throw new NotImplementedException();

    /// <summary>Looks at a cluster; never throws for what the cluster does.</summary>
    public Task<ClusterStatus> ProbeAsync(string name, CancellationToken cancellationToken) => throw new NotImplementedException();
}
