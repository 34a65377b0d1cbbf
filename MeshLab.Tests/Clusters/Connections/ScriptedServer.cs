using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Connections;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace MeshLab.Tests.Clusters.Connections;

/// <summary>An HTTP server that behaves as a test wants, with a client for it.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedServer(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.First());
    }

    public Uri Address { get; }

    /// <summary>Method, path and query of each request.</summary>
    public ConcurrentQueue<string> Requests { get; private init; } = [];

    public static async Task<ScriptedServer> StartAsync(Func<HttpContext, Task> answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate, https =>
                {
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.AllowAnyClientCertificate();
                });
            }
        }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        var requests = new ConcurrentQueue<string>();
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(async context =>
        {
            requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            await answer(context);
        });
        await app.StartAsync();
        return new ScriptedServer(app) { Requests = requests };
    }

    public ClusterClient Client(TimeProvider? clock = null, Func<ConnectionSettings, ConnectionSettings>? with = null)
    {
        var settings = new ConnectionSettings(Address);
        return new ClusterClient(new TargetCluster("scripted", ClusterKind.Kubeconfig, null, null, Address), with?.Invoke(settings) ?? settings, clock ?? TimeProvider.System);
    }

    public static async Task JsonAsync(HttpContext context, string json, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json);
    }

    public static Task StatusAsync(HttpContext context, int code, string reason, string message) =>
        JsonAsync(context, $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{reason}}","message":"{{message}}","code":{{code}} }""", code);

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }
}
