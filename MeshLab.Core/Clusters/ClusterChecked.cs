namespace MeshLab.Core.Clusters;

/// <summary>A cluster was looked at; <see cref="ClusterStatuses"/> has what was seen.</summary>
/// <param name="Cluster">The target cluster's name.</param>
public sealed record ClusterChecked(string Cluster);
