namespace MeshLab.Core.Clusters.Access;

/// <summary>A right that MeshLab could use on a cluster and its user does not have.</summary>
/// <param name="Right">What it is, e.g. <c>list deployments.apps</c>.</param>
/// <param name="Purpose">What it is for, to follow the right in a sentence, e.g. <c>to find meshes</c>.</param>
/// <param name="Role">The shipped ClusterRole that gives it, e.g. <c>meshlab-view</c>.</param>
public sealed record MissingRight(string Right, string Purpose, string Role);
