namespace MeshLab.Core.Clusters.Kubeconfigs;

/// <summary>A context with the cluster and the user it names, which may come from other files of the list.</summary>
/// <param name="Context">The context.</param>
/// <param name="Cluster">Its cluster.</param>
/// <param name="User">Its user; null for anonymous access.</param>
internal sealed record KubeconfigContext(KubeconfigEntry Context, KubeconfigEntry Cluster, KubeconfigEntry? User)
{
    /// <summary>What tools need in <c>KUBECONFIG</c>: the context's file, followed by the others its parts come from.</summary>
    public string Path => string.Join(
        System.IO.Path.PathSeparator,
        new[] { Context.File, Cluster.File, User?.File }.OfType<string>().Distinct(StringComparer.Ordinal));
}
