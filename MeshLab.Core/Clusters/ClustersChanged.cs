namespace MeshLab.Core.Clusters;

/// <summary>The target clusters, or the problems of the kubeconfig files, are no longer what they were.</summary>
public sealed record ClustersChanged;
