using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MeshLab.Core.Clusters;

namespace MeshLab.Core.Measurements.Sources.Prometheus;

/// <summary>A Prometheus over HTTP or HTTPS with a bearer token, a user and password, an own authority, and headers for a tenant.</summary>
internal sealed class HttpPrometheusConnection : IPrometheusConnection, IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly PrometheusEndpoint _endpoint;
    private readonly Uri _address;
    private readonly HttpClient _http;

    /// <exception cref="ClusterException">The address is none, or the certificates cannot be read.</exception>
    public HttpPrometheusConnection(PrometheusEndpoint endpoint)
    {
        _endpoint = endpoint;
        if (!Uri.TryCreate(endpoint.Url.TrimEnd('/'), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new ClusterException($"MeshLab:Prometheus: \"{endpoint.Url}\" for {endpoint.Cluster} is no http or https address.");
        }

        _address = address;
        // Redirects are not followed: they would carry the credentials to another host.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (endpoint.CaFile.Length > 0 || endpoint.CaPem.Length > 0)
        {
            handler.SslOptions.CertificateChainPolicy = Trusting(endpoint);
        }

        _http = new HttpClient(handler) { Timeout = _patience };
    }

    /// <inheritdoc/>
    public string Description => _address.GetLeftPart(UriPartial.Path);

    /// <inheritdoc/>
    public async Task<Stream> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _address.AbsoluteUri.TrimEnd('/') + path);
        foreach (var (name, value) in _endpoint.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            request.Headers.Authorization = await AuthorizationAsync(cancellationToken);
            using var response = await _http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode && response.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity))
            {
                throw new ClusterException($"{Description} answered {(int)response.StatusCode} {response.ReasonPhrase}{Hint(response.StatusCode)}", response.StatusCode);
            }

            return new MemoryStream(await response.Content.ReadAsByteArrayAsync(cancellationToken), writable: false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw new ClusterException($"{Description} cannot be asked: {error.InnerException?.Message ?? error.Message}", null, null, error);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClusterException($"{Description} did not answer within {_patience.TotalSeconds} seconds.", null, null, error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<AuthenticationHeaderValue?> AuthorizationAsync(CancellationToken cancellationToken)
    {
        if (_endpoint.BearerTokenFile.Length > 0)
        {
            return new("Bearer", (await File.ReadAllTextAsync(_endpoint.BearerTokenFile, cancellationToken)).Trim());
        }

        if (_endpoint.BearerToken.Length > 0)
        {
            return new("Bearer", _endpoint.BearerToken);
        }

        if (_endpoint.User.Length == 0)
        {
            return null;
        }

        var password = _endpoint.PasswordFile.Length > 0 ? (await File.ReadAllTextAsync(_endpoint.PasswordFile, cancellationToken)).TrimEnd('\r', '\n') : _endpoint.Password;
        return new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_endpoint.User}:{password}")));
    }

    private static string Hint(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ": check the bearer token (BearerTokenFile), or the user and password (PasswordFile), and the tenant's header.",
        HttpStatusCode.NotFound => ": check the address; Mimir wants /prometheus at its end.",
        >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => ": it wants to lead elsewhere, perhaps to a login page; give the address behind it.",
        _ => ".",
    };

    private static X509ChainPolicy Trusting(PrometheusEndpoint endpoint)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        var place = endpoint.CaPem.Length > 0 ? "that were given" : $"in {endpoint.CaFile}";
        try
        {
            if (endpoint.CaPem.Length > 0)
            {
                policy.CustomTrustStore.ImportFromPem(endpoint.CaPem);
            }
            else
            {
                policy.CustomTrustStore.ImportFromPemFile(endpoint.CaFile);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new ClusterException($"MeshLab:Prometheus: the certificates {place} cannot be read: {error.Message}", null, null, error);
        }

        return policy.CustomTrustStore.Count > 0 ? policy : throw new ClusterException($"MeshLab:Prometheus: there is no certificate {place}.");
    }
}
