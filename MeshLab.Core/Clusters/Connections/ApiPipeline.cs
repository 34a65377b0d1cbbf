using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using k8s.Authentication;

namespace MeshLab.Core.Clusters.Connections;

/// <summary>The way to an API server: sockets, TLS and credentials, from the Kubernetes client library.</summary>
internal sealed class ApiPipeline : IDisposable
{
    private readonly ConnectionSettings _settings;
    private readonly ExecCredentials? _plugin;
    private readonly Lock _gate = new();
    private Kubernetes _client;
    private ExecCredential? _clientCredential;

    public ApiPipeline(string cluster, ConnectionSettings settings, TimeProvider clock)
    {
        _settings = settings;
        _plugin = settings.Plugin is { } plugin ? new ExecCredentials(cluster, plugin, clock) : null;
        _client = Build(settings, settings.ClientCertificatePem, settings.ClientKeyPem);
    }

    /// <summary>The server's address, ending in a slash.</summary>
    public Uri Address => _client.BaseUri;

    /// <summary>Adds credentials to the request; returns the client to send it with and, for a refused request, the credential used.</summary>
    public async Task<(HttpClient Client, ExecCredential? Credential)> PrepareAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The handler takes the name it expects in the server's certificate from the Host header, and from nowhere else.
        request.Headers.Host = _settings.TlsServerName;
        if (_plugin is null)
        {
            if (_client.Credentials is { } credentials)
            {
                await credentials.ProcessHttpRequestAsync(request, cancellationToken);
            }

            return (_client.HttpClient, null);
        }

        var credential = await AskPluginAsync(_plugin, cancellationToken);
        if (credential.Token is { } token)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        return (credential.CertificatePem is null ? _client.HttpClient : ClientFor(credential), credential);
    }

    /// <summary>The server refused the credential: whether asking for a new one makes sense.</summary>
    public bool Refused(ExecCredential? credential)
    {
        if (_plugin is null || credential is null)
        {
            return false;
        }

        _plugin.Refuse(credential);
        return true;
    }

    public void Dispose()
    {
        _client.Dispose();
        _plugin?.Dispose();
    }

    private static async Task<ExecCredential> AskPluginAsync(ExecCredentials plugin, CancellationToken cancellationToken)
    {
        try
        {
            return await plugin.GetAsync(cancellationToken);
        }
        catch (OperationCanceledException error)
        {
            throw new CredentialsPendingException(plugin.Name, error);
        }
    }

    /// <summary>A new client certificate needs new connections. Those of the old one end by themselves when they are idle.</summary>
    private HttpClient ClientFor(ExecCredential credential)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_clientCredential, credential))
            {
                _client = Build(_settings, credential.CertificatePem, credential.KeyPem);
                _clientCredential = credential;
            }

            return _client.HttpClient;
        }
    }

    private static Kubernetes Build(ConnectionSettings settings, string? certificatePem, string? keyPem) => new(new KubernetesClientConfiguration
    {
        Host = settings.Server.AbsoluteUri,
        Namespace = settings.Namespace,
        SkipTlsVerify = settings.SkipTlsVerify,
        ClientCertificateData = Base64(certificatePem),
        ClientCertificateKeyData = Base64(keyPem),
        AccessToken = settings.Token,
        TokenProvider = Provider(settings),
        Username = settings.UserName,
        Password = settings.Password,
        UserAgent = "meshlab",
        FirstMessageHandlerSetup = handler => Setup(handler, settings),
    });

    private static ITokenProvider? Provider(ConnectionSettings settings) => settings switch
    {
        { TokenFile: { } file } => new TokenFileAuth(file),
        { Oidc: { } oidc } => new OidcTokenProvider(oidc.ClientId, oidc.ClientSecret, oidc.IssuerUrl, oidc.IdToken, oidc.RefreshToken),
        _ => null,
    };

    private static void Setup(SocketsHttpHandler handler, ConnectionSettings settings)
    {
        handler.ConnectTimeout = TimeSpan.FromSeconds(10);
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(15);
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(15);
        handler.AutomaticDecompression = DecompressionMethods.GZip;
        handler.UseCookies = false;
        handler.AllowAutoRedirect = false;
        if (settings.Proxy is { } proxy)
        {
            handler.Proxy = new WebProxy(proxy);
            handler.UseProxy = true;
        }

        if (settings.AuthorityPem is { } pem && !settings.SkipTlsVerify)
        {
            handler.SslOptions.CertificateChainPolicy = Trust(pem);
        }
    }

    /// <summary>
    /// Trusts these authorities only. The library's own check of private authorities lets a certificate with another host's name
    /// pass; the platform's does not.
    /// </summary>
    private static X509ChainPolicy Trust(string pem)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(pem);
        return policy;
    }

    private static string? Base64(string? text) => text is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
