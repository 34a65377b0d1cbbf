using MeshLab.Core.Clusters.Access;

namespace MeshLab.Core.Clusters;

/// <summary>Where a target cluster comes from.</summary>
public enum ClusterKind
{
    /// <summary>A context of a kubeconfig file.</summary>
    Kubeconfig,

    /// <summary>The cluster MeshLab itself runs in.</summary>
    InCluster,

    /// <summary>The built-in demo cluster. Everything from it is marked simulated.</summary>
    Simulated,
}

/// <summary>A cluster that runs can be bound to.</summary>
/// <param name="Name">Unique: the kubeconfig context's name, <c>in-cluster</c>, or <c>demo</c> (the demo provides more, named <c>demo-…</c>, for multi-cluster scenarios).</param>
/// <param name="Kind">Where it comes from.</param>
/// <param name="KubeconfigPath">
/// What tools are given in <c>KUBECONFIG</c>: the kubeconfig file, or several, separated as in that variable, when the context's cluster or user is
/// in another file; null in-cluster.
/// </param>
/// <param name="Context">The context in that file; null in-cluster.</param>
/// <param name="Server">The API server's address.</param>
public sealed record TargetCluster(string Name, ClusterKind Kind, string? KubeconfigPath, string? Context, Uri Server)
{
    /// <summary>Whether what comes from this cluster is simulated.</summary>
    public bool IsSimulated => Kind == ClusterKind.Simulated;
}

/// <summary>Something wrong with a kubeconfig.</summary>
/// <param name="File">The file.</param>
/// <param name="Context">The context; null when the whole file cannot be read.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record KubeconfigProblem(string File, string? Context, string Message);

/// <summary>The result of looking at a cluster.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Reachable">Whether its API server answered.</param>
/// <param name="Version">The server's version, e.g. <c>v1.35.0</c>; null when not reachable.</param>
/// <param name="Error">Why it is not reachable, for people; null when it is.</param>
/// <param name="Nodes">The number of nodes; null when unknown.</param>
/// <param name="Meshes">Meshes found on it, e.g. <c>istio 1.30.3</c>.</param>
/// <param name="Sources">Measurement sources it offers, e.g. <c>kubelet-summary</c>.</param>
/// <param name="CheckedAt">When it was looked at.</param>
public sealed record ClusterStatus(
    TargetCluster Cluster,
    bool Reachable,
    string? Version,
    string? Error,
    int? Nodes,
    IReadOnlyList<string> Meshes,
    IReadOnlyList<string> Sources,
    DateTimeOffset CheckedAt)
{
    /// <summary>Every source that was looked for, also those that are not there; empty when the cluster is not reachable.</summary>
    public IReadOnlyList<SourceFinding> Findings { get; init; } = [];

    /// <summary>Rights that MeshLab could use and the context's user does not have; empty when it has all of them, and when the server does not say.</summary>
    public IReadOnlyList<MissingRight> MissingRights { get; init; } = [];

    /// <summary>Whether meshes could be looked for; when not, <see cref="Meshes"/> says nothing of what is there.</summary>
    public bool MeshesKnown { get; init; } = true;
}
