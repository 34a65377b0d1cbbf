using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Api;

namespace MeshLab.Core.Simulation.Federation;

/// <summary>
/// Finds the demo cluster that a kubeconfig leads to. Its address means nothing in a simulation; the cluster is the one that issued the token,
/// so a wrong or withdrawn token leads nowhere, as it should.
/// </summary>
internal static class Credentials
{
    /// <summary>The cluster and the service account of the token in a Secret's kubeconfig; null when no demo cluster has issued it.</summary>
    public static Identity? Find(DemoCluster from, JsonObject? secret, string key) =>
        secret.Text("data", key) is { } encoded ? Issuer(from, Token(encoded)) : null;

    /// <summary>The cluster and the service account of a token; null when no demo cluster has issued it.</summary>
    public static Identity? Issuer(DemoCluster from, string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        var wanted = Convert.ToBase64String(Encoding.UTF8.GetBytes(token));
        foreach (var cluster in from.Network.Values)
        {
            var issued = cluster.Store.List("", "secrets").FirstOrDefault(one => one.Text("type") == "kubernetes.io/service-account-token" && one.Text("data", "token") == wanted);
            if (issued?.Annotation("kubernetes.io/service-account.name") is { } account)
            {
                return new Identity(cluster, issued.Namespace(), account);
            }
        }

        return null;
    }

    /// <summary>A field of a Secret as text; null when there is none.</summary>
    public static string? Decoded(JsonObject? secret, string key)
    {
        if (secret.Text("data", key) is not { } encoded)
        {
            return null;
        }

        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    private static string? Token(string encoded)
    {
        try
        {
            var kubeconfig = YamlBody.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(encoded)));
            return kubeconfig.Items("users").Select(one => one.Text("user", "token")).FirstOrDefault(one => one is not null);
        }
        catch (Exception error) when (error is FormatException or StatusError or YamlDotNet.Core.YamlException)
        {
            // A kubeconfig that cannot be read opens no cluster.
            return null;
        }
    }
}

/// <summary>Who a token speaks for.</summary>
/// <param name="Cluster">The cluster that issued it.</param>
/// <param name="Namespace">The namespace of its service account.</param>
/// <param name="Account">The service account.</param>
internal sealed record Identity(DemoCluster Cluster, string Namespace, string Account);
