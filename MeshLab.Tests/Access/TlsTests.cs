using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MeshLab.Core.Audit;
using MeshLab.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Access;

/// <summary>MeshLab with a certificate, as docs/access.md sets it up: a self-signed one of its own for lab.example.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private const string Name = "lab.example";

    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-tls-").FullName;
    private readonly TeamApp _app = new();
    private X509Certificate2 _certificate = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private int HttpsPort => Addresses.Single(address => address.Scheme == "https").Port;

    private Uri Plain => Addresses.Single(address => address.Scheme == "http");

    private IEnumerable<Uri> Addresses => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address));

    public async ValueTask InitializeAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Name);
        request.CertificateExtensions.Add(names.Build());
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddDays(1));
        var (crt, pem) = (Path.Combine(_folder, "tls.crt"), Path.Combine(_folder, "tls.key"));
        await File.WriteAllTextAsync(crt, _certificate.ExportCertificatePem(), Token);
        await File.WriteAllTextAsync(pem, key.ExportPkcs8PrivateKeyPem(), Token);
        _app.Settings["urls"] = "https://127.0.0.1:0;http://127.0.0.1:0";
        _app.Settings["Kestrel:Certificates:Default:Path"] = crt;
        _app.Settings["Kestrel:Certificates:Default:KeyPath"] = pem;
        _app.Settings["MeshLab:HostNames"] = Name;
        await _app.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Https_LoginAndPage_CarrySecureCookiesAndStrictTransportSecurity()
    {
        using var browser = Browser();

        using var page = await browser.GetAsync(new Uri("/login", UriKind.Relative), Token);
        using var login = await TeamApp.SubmitAsync(browser, "/login", "/access/login", ("name", TeamApp.NameOf(Role.Viewer)), ("password", AccessStore.Password));
        using var home = await browser.GetAsync(new Uri("/", UriKind.Relative), Token);

        Assert.Equal("max-age=15552000", Assert.Single(page.Headers.GetValues("Strict-Transport-Security")));
        Assert.Contains($"wss://{Name}:{HttpsPort}", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (login.StatusCode, login.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.OK, home.StatusCode);
        var cookies = page.Headers.GetValues("Set-Cookie").Concat(login.Headers.GetValues("Set-Cookie")).ToList();
        Assert.Contains(cookies, cookie => cookie.StartsWith("meshlab-session=", StringComparison.Ordinal));
        Assert.All(cookies, cookie => Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.All(cookies, cookie => Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Https_CertificateIsTheOneOfTheFile_AndOldProtocolsAreRefused()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, HttpsPort, Token);
#pragma warning disable CA5359 // The certificate is compared below.
        await using var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = Name }, Token);

        Assert.Equal(_certificate.Thumbprint, new X509Certificate2(stream.RemoteCertificate!).Thumbprint);
        Assert.True(stream.SslProtocol is System.Security.Authentication.SslProtocols.Tls12 or System.Security.Authentication.SslProtocols.Tls13);
    }

    [Fact]
    public async Task Http_OnThisMachine_IsAnsweredWithoutPromisesOfHttps()
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Plain };

        using var page = await client.GetAsync(new Uri("/login", UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.False(page.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("GET", "/runs", 8443, 307, "https://lab.example:8443/runs?take=1")]
    [InlineData("GET", "/runs", 443, 307, "https://lab.example/runs?take=1")]
    [InlineData("GET", "/api/v1/runs", 8443, 403, null)]
    [InlineData("POST", "/access/login", 8443, 403, null)]
    [InlineData("GET", "/healthz", 8443, 200, null)]
    [InlineData("GET", "/runs", null, 200, null)]
    public async Task Http_FromElsewhere_IsRedirectedOrRefusedWhereHttpsIsOffered(string method, string path, int? https, int status, string? location)
    {
        await using var services = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider();
        var pipeline = new ApplicationBuilder(services);
        pipeline.UseHttpsOnly(() => https);
        pipeline.Run(_ => Task.CompletedTask);
        var context = new DefaultHttpContext { RequestServices = services };
        (context.Request.Method, context.Request.Scheme, context.Request.Host) = (method, "http", new HostString(Name, 5080));
        (context.Request.Path, context.Request.QueryString) = (path, new QueryString("?take=1"));
        context.Connection.LocalIpAddress = IPAddress.Parse("192.0.2.10");

        await pipeline.Build()(context);

        Assert.Equal((status, location), (context.Response.StatusCode, context.Response.Headers.Location.FirstOrDefault()));
    }

    /// <summary>A browser that finds lab.example on this machine and trusts the certificate and no other.</summary>
    private HttpClient Browser()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        handler.ConnectCallback = async (context, token) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), token);
            return new NetworkStream(socket, ownsSocket: true);
        };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null && certificate.GetCertHashString() == _certificate.GetCertHashString();
        return new HttpClient(handler) { BaseAddress = new Uri($"https://{Name}:{HttpsPort}") };
    }
}
