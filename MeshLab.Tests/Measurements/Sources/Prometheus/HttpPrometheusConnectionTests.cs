using System.Net;
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

public sealed class HttpPrometheusConnectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-promhttp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Get_WithTokenAndTenant_SendsBoth_AndReadsTheTokenAnew()
    {
        var seen = new List<string>();
        await using var server = await ServeAsync(context => seen.Add($"{context.Request.Headers.Authorization} {context.Request.Headers["X-Scope-OrgID"]} {context.Request.Path}"));
        var token = Path.Combine(_folder, "token");
        using var connection = new HttpPrometheusConnection(new PrometheusEndpoint { Url = server.Urls.First() + "/prometheus/", BearerTokenFile = token, Headers = { ["X-Scope-OrgID"] = "lab" } });

        await File.WriteAllTextAsync(token, "one\n", TestContext.Current.CancellationToken);
        await connection.GetAsync("/api/v1/query?query=up", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(token, "two\n", TestContext.Current.CancellationToken);
        await connection.GetAsync("/api/v1/query?query=up", TestContext.Current.CancellationToken);

        Assert.Equal(["Bearer one lab /prometheus/api/v1/query", "Bearer two lab /prometheus/api/v1/query"], seen);
    }

    [Fact]
    public async Task Get_WithUserAndPassword_IsBasic()
    {
        var seen = "";
        await using var server = await ServeAsync(context => seen = context.Request.Headers.Authorization.ToString());
        var password = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(password, "pass word\n", TestContext.Current.CancellationToken);
        using var connection = new HttpPrometheusConnection(new PrometheusEndpoint { Url = server.Urls.First(), User = "meshlab", PasswordFile = password });

        await connection.GetAsync("/api/v1/query?query=up", TestContext.Current.CancellationToken);

        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("meshlab:pass word")), seen);
    }

    [Theory]
    [InlineData(401, "BearerTokenFile")]
    [InlineData(404, "/prometheus")]
    [InlineData(302, "login page")]
    [InlineData(500, "500")]
    public async Task Get_Refused_SaysWhatToDo(int status, string words)
    {
        await using var server = await ServeAsync(context => context.Response.StatusCode = status);
        using var connection = new HttpPrometheusConnection(new PrometheusEndpoint { Url = server.Urls.First() });

        var error = await Assert.ThrowsAsync<ClusterException>(() => connection.GetAsync("/api/v1/query?query=up", TestContext.Current.CancellationToken));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OverTls_TrustsTheAuthorityOfItsFile_AndNoOther()
    {
        using var own = Certificate();
        using var other = Certificate();
        await using var server = await ServeAsync(_ => { }, own);
        var (trusted, foreign) = (Path.Combine(_folder, "own.pem"), Path.Combine(_folder, "other.pem"));
        await File.WriteAllTextAsync(trusted, own.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(foreign, other.ExportCertificatePem(), TestContext.Current.CancellationToken);
        using var right = new HttpPrometheusConnection(new PrometheusEndpoint { Url = server.Urls.First(), CaFile = trusted });
        using var wrong = new HttpPrometheusConnection(new PrometheusEndpoint { Url = server.Urls.First(), CaFile = foreign });

        await right.GetAsync("/", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<ClusterException>(() => wrong.GetAsync("/", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("nothing", "", "no http or https address")]
    [InlineData("https://127.0.0.1:1", "/no/such/file.pem", "cannot be read")]
    public void Make_OfSettingsThatCannotWork_SaysWhich(string url, string ca, string words) =>
        Assert.Contains(words, Assert.Throws<ClusterException>(() => new HttpPrometheusConnection(new PrometheusEndpoint { Cluster = "lab", Url = url, CaFile = ca })).Message, StringComparison.Ordinal);

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private static async Task<WebApplication> ServeAsync(Action<HttpContext> answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var app = builder.Build();
        app.Run(context =>
        {
            answer(context);
            return Task.CompletedTask;
        });
        await app.StartAsync();
        return app;
    }
}
