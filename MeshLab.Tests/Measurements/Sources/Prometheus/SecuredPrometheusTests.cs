using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MeshLab.Core;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Sources.Prometheus;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MeshLab.Tests.Measurements.Sources.Prometheus;

/// <summary>
/// A real Prometheus with a web configuration of its own: TLS by an authority that the system does not trust, and a user with a password. Prometheus itself knows no bearer tokens,
/// so those are tried as they are used: by a proxy in front of it that checks them, over TLS of the same authority.
/// </summary>
public sealed class SecuredPrometheusTests : IDisposable
{
    private const string User = "meshlab";
    private const string Password = "only for this test";
    private const string BearerToken = "token-of-the-test";

    /// <summary>bcrypt of the password, with the least cost.</summary>
    private const string Hash = "$2b$04$aWey7ODfmmkEbwsAjncOmufHCALjgIkhfUMRQRiaskIX6VeKZnQlC";

    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _server;

    public SecuredPrometheusTests()
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Authority of a test", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = authority.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(2));
        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest("CN=prometheus", serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        using var signed = server.Create(_authority, DateTimeOffset.UtcNow.AddMinutes(-30), DateTimeOffset.UtcNow.AddHours(1), [1, 2, 3, 4]);
        using var made = signed.CopyWithPrivateKey(serverKey);
        _server = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _authority.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Query_OverTlsWithAUser_AnswersToTheRightAuthorityAndPasswordOnly()
    {
        await using var truth = await ScrapedTruth.StartAsync();
        truth.Start("frontend", "podinfo", 0.4, 50_000_000);
        using var knowing = Knowing(new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"))));
        await using var prometheus = await RealPrometheus.StartAsync(truth.Address, WebConfiguration, knowing);

        Assert.NotEmpty(await UpAsync(new() { Url = prometheus.Address, CaPem = _authority.ExportCertificatePem(), User = User, Password = Password }));

        var wrong = await Assert.ThrowsAsync<ClusterException>(() => UpAsync(new() { Url = prometheus.Address, CaPem = _authority.ExportCertificatePem(), User = User, Password = "another" }));
        Assert.Contains("401", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("another", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("401", (await Assert.ThrowsAsync<ClusterException>(() => UpAsync(new() { Url = prometheus.Address, CaPem = _authority.ExportCertificatePem() }))).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be asked", (await Assert.ThrowsAsync<ClusterException>(() => UpAsync(new() { Url = prometheus.Address, User = User, Password = Password }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_OverTlsWithABearerToken_ReachesThePrometheusBehindTheProxy()
    {
        await using var truth = await ScrapedTruth.StartAsync();
        truth.Start("frontend", "podinfo", 0.4, 50_000_000);
        await using var prometheus = await RealPrometheus.StartAsync(truth.Address);
        using var behind = new HttpClient { BaseAddress = new Uri(prometheus.Address) };
        await using var proxy = await ProxyAsync(behind);

        Assert.NotEmpty(await UpAsync(new() { Url = proxy.Urls.First(), CaPem = _authority.ExportCertificatePem(), BearerToken = BearerToken }));

        var wrong = await Assert.ThrowsAsync<ClusterException>(() => UpAsync(new() { Url = proxy.Urls.First(), CaPem = _authority.ExportCertificatePem(), BearerToken = "another" }));
        Assert.Contains("check the bearer token", wrong.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<PrometheusSample>> UpAsync(PrometheusEndpoint endpoint)
    {
        using var connection = new HttpPrometheusConnection(endpoint);
        return await new PrometheusQueries(connection).QueryAsync("up", null, Token);
    }

    private string WebConfiguration(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "server.crt"), _server.ExportCertificatePem());
        using var key = _server.GetECDsaPrivateKey()!;
        File.WriteAllText(Path.Combine(folder, "server.key"), key.ExportPkcs8PrivateKeyPem());
        return $"tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\nbasic_auth_users:\n  {User}: {Hash}\n";
    }

    private HttpClient Knowing(AuthenticationHeaderValue authorization)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_authority);
#pragma warning disable CA2000 // The client disposes of its handler.
        var handler = new SocketsHttpHandler();
#pragma warning restore CA2000
        handler.SslOptions.CertificateChainPolicy = policy;
        return new HttpClient(handler) { DefaultRequestHeaders = { Authorization = authorization } };
    }

    private async Task<WebApplication> ProxyAsync(HttpClient behind)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_server)));
        var app = builder.Build();
        app.Run(async context =>
        {
            if (context.Request.Headers.Authorization != $"Bearer {BearerToken}")
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
            }

            await context.Response.WriteAsync(await behind.GetStringAsync(new Uri($"{context.Request.Path}{context.Request.QueryString}", UriKind.Relative), context.RequestAborted), context.RequestAborted);
        });
        await app.StartAsync(Token);
        return app;
    }
}
