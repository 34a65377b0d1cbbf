namespace MeshLab.Core.Runs;

/// <summary>An object of a run with those below it: a namespace with its objects, a release with its workloads, a workload with its pods.</summary>
/// <param name="Cluster">The target cluster.</param>
/// <param name="Kind">Its kind; <c>Release</c> for a Helm release.</param>
/// <param name="Namespace">Its namespace; null for cluster-scoped objects.</param>
/// <param name="Name">Its name; empty for the node that holds a cluster's cluster-scoped objects.</param>
/// <param name="Health">How it is.</param>
/// <param name="Message">Why, for people; null when there is nothing to say.</param>
/// <param name="Pod">What is known of a pod only.</param>
/// <param name="Children">Those below it, workloads first.</param>
public sealed record TreeNode(
    string Cluster,
    string Kind,
    string? Namespace,
    string Name,
    ObjectHealth Health,
    string? Message,
    TreePod? Pod,
    IReadOnlyList<TreeNode> Children)
{
    /// <summary>Whether pods can be below it.</summary>
    public bool IsWorkload => Kind is "Release" or "Deployment" or "StatefulSet" or "DaemonSet" or "Job" or "Pod" || Children.Count > 0;

    /// <summary>The pods below it, itself included.</summary>
    public IEnumerable<TreeNode> Pods() => Children.SelectMany(child => child.Pods()).Concat(Pod is null ? [] : [this]);
}

/// <summary>A pod's containers.</summary>
/// <param name="Containers">The names of those that write logs, native sidecars included.</param>
/// <param name="Ready">How many of them are ready.</param>
/// <param name="Restarts">How often containers were started again.</param>
public sealed record TreePod(IReadOnlyList<string> Containers, int Ready, int Restarts);
