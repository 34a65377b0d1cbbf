using System.Security.Cryptography;
using System.Text;

namespace MeshLab.Core.Clusters.Connections;

/// <summary>All that is needed to connect to an API server, read and checked; certificates are PEM text.</summary>
internal sealed record ConnectionSettings(Uri Server)
{
    /// <summary>Certificates of the authorities to trust; null for those of the system.</summary>
    public string? AuthorityPem { get; init; }

    /// <summary>Whether the server's certificate is not looked at.</summary>
    public bool SkipTlsVerify { get; init; }

    /// <summary>The name the server's certificate must carry; null for the one in <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>The proxy to go through; null for the one of the environment.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The namespace of objects that name none.</summary>
    public string Namespace { get; init; } = "default";

    public string? ClientCertificatePem { get; init; }

    public string? ClientKeyPem { get; init; }

    public string? Token { get; init; }

    /// <summary>A file with the token, read again while connected because it is replaced now and then.</summary>
    public string? TokenFile { get; init; }

    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>The program that provides credentials, or null.</summary>
    public ExecPlugin? Plugin { get; init; }

    /// <summary>Values of an OpenID Connect provider whose token is refreshed, or null.</summary>
    public OidcSettings? Oidc { get; init; }

    /// <summary>Equal for settings that make the same connection; tells nothing of the secrets.</summary>
    public string Fingerprint()
    {
        string?[] values =
        [
            Server.AbsoluteUri, AuthorityPem, SkipTlsVerify.ToString(), TlsServerName, Proxy?.AbsoluteUri, Namespace, ClientCertificatePem, ClientKeyPem,
            Token, TokenFile, UserName, Password, Plugin?.Describe(), Oidc?.ClientId, Oidc?.ClientSecret, Oidc?.IssuerUrl, Oidc?.IdToken, Oidc?.RefreshToken,
        ];
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', values))));
    }

    // Keeps keys and tokens out of whatever prints a record.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(Server);
        return true;
    }
}

/// <summary>An OpenID Connect provider of a kubeconfig user.</summary>
internal sealed record OidcSettings(string ClientId, string? ClientSecret, string IssuerUrl, string IdToken, string RefreshToken);

/// <summary>A credential plugin as a kubeconfig user names it (<c>exec</c>).</summary>
/// <param name="Command">The program's path.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Variables to set for it.</param>
/// <param name="ApiVersion">The version of <c>client.authentication.k8s.io</c> it speaks.</param>
/// <param name="InstallHint">What its author says about installing it.</param>
/// <param name="ClusterInfo">The cluster's data it wants to be told, as JSON; null when it does not ask.</param>
internal sealed record ExecPlugin(string Command, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, string ApiVersion, string? InstallHint, string? ClusterInfo)
{
    public string Describe() =>
        string.Join('\n', [Command, .. Arguments, .. Environment.Select(one => $"{one.Key}={one.Value}"), ApiVersion, ClusterInfo ?? ""]);
}
