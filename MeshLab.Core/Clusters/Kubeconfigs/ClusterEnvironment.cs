namespace MeshLab.Core.Clusters.Kubeconfigs;

/// <summary>What the process finds around it when it looks for clusters.</summary>
/// <param name="Kubeconfig">The variable <c>KUBECONFIG</c>.</param>
/// <param name="Home">The user's home folder.</param>
/// <param name="ServiceHost">The variable <c>KUBERNETES_SERVICE_HOST</c>, set in pods.</param>
/// <param name="ServicePort">The variable <c>KUBERNETES_SERVICE_PORT</c>, set in pods.</param>
/// <param name="ServiceAccountFolder">Where a pod finds its service account's token and authority.</param>
internal sealed record ClusterEnvironment(string? Kubeconfig, string Home, string? ServiceHost, string? ServicePort, string ServiceAccountFolder)
{
    public static ClusterEnvironment Current => new(
        Environment.GetEnvironmentVariable("KUBECONFIG"),
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"),
        Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT"),
        "/var/run/secrets/kubernetes.io/serviceaccount");

    public string DefaultKubeconfig => Path.Combine(Home, ".kube", "config");

    public string TokenFile => Path.Combine(ServiceAccountFolder, "token");

    public string AuthorityFile => Path.Combine(ServiceAccountFolder, "ca.crt");

    public string NamespaceFile => Path.Combine(ServiceAccountFolder, "namespace");

    /// <summary>The kubeconfig files to read: those configured, else those of <c>KUBECONFIG</c>, else <c>~/.kube/config</c> when it is there.</summary>
    public IReadOnlyList<string> Files(string configured)
    {
        var list = configured is { Length: > 0 } ? configured : Kubeconfig is { Length: > 0 } ? Kubeconfig : null;
        return list is not null ? KubeconfigFiles.Split(list) : File.Exists(DefaultKubeconfig) ? [DefaultKubeconfig] : [];
    }
}
