using MeshLab.Core.Clusters.Connections;

namespace MeshLab.Core.Clusters.Kubeconfigs;

/// <summary>The connection from within a pod, with its service account.</summary>
internal static class InClusterSettings
{
    /// <summary>The settings, or null when this process is in no pod.</summary>
    /// <exception cref="KubeconfigException">It is in a pod, and the service account's files cannot be used.</exception>
    public static ConnectionSettings? Read(ClusterEnvironment environment)
    {
        if (environment.ServiceHost is not { Length: > 0 } host || environment.ServicePort is not { Length: > 0 } port || !int.TryParse(port, out var number))
        {
            return null;
        }

        if (!File.Exists(environment.TokenFile) || !File.Exists(environment.AuthorityFile))
        {
            throw new KubeconfigException("MeshLab runs in a pod without a service account token. Set automountServiceAccountToken: true and a serviceAccountName with the permissions it needs.");
        }

        try
        {
            return new ConnectionSettings(new UriBuilder("https", host, number).Uri)
            {
                AuthorityPem = File.ReadAllText(environment.AuthorityFile),
                TokenFile = environment.TokenFile,
                Namespace = File.Exists(environment.NamespaceFile) ? File.ReadAllText(environment.NamespaceFile).Trim() : "default",
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException($"The service account's files cannot be read: {error.Message}", error);
        }
    }
}
