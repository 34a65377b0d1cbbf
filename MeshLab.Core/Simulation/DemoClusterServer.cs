using System.Net;
using System.Net.Sockets;
using MeshLab.Core.Simulation.Api;
using MeshLab.Core.Simulation.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Simulation;

/// <summary>
/// The demo clusters: an HTTP server on loopback that speaks the Kubernetes API for <c>demo</c>, <c>demo-east</c> and <c>demo-west</c>, each under a
/// path of its own, and a kubeconfig file that names them. Requests that a web page could make (an <c>Origin</c> header, a foreign
/// <c>Host</c>) are refused.
/// </summary>
internal sealed partial class DemoClusterServer(DemoClusterSettings settings, IClusterBehaviour behaviour, TimeProvider clock, ILogger<DemoClusterServer> logger) : IHostedService, IAsyncDisposable
{
    public static readonly string[] Names = ["demo", "demo-east", "demo-west"];

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _controllers = [];
    private StoreFiles? _files;
    private WebApplication? _server;

    /// <summary>Where it listens, once started.</summary>
    public Uri? Address { get; private set; }

    public IReadOnlyDictionary<string, DemoCluster> Clusters { get; private set; } = new Dictionary<string, DemoCluster>();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.DataDirectory);
        _files = StoreFiles.Open(Path.Combine(settings.DataDirectory, "demo-cluster.db"), Names, clock, logger);
        var clusters = new Dictionary<string, DemoCluster>(StringComparer.Ordinal);
        foreach (var name in Names)
        {
            var cluster = new DemoCluster(name, _files.Stores[name], clock);
            BaseState.Ensure(cluster);
            clusters[name] = cluster;
        }

        foreach (var cluster in clusters.Values)
        {
            cluster.Network = clusters;
        }

        Clusters = clusters;
        Address = await ListenAsync(clusters.ToDictionary(one => one.Key, one => new ApiHandler(one.Value, behaviour)), cancellationToken);
        await DemoKubeconfig.WriteAsync(settings.KubeconfigPath, Address, Names, cancellationToken);
        foreach (var cluster in clusters.Values)
        {
            _controllers.Add(Task.Run(() => behaviour.RunAsync(cluster, _stopping.Token), CancellationToken.None));
        }

        LogStarted(logger, Address, settings.KubeconfigPath);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_controllers).WaitAsync(TimeSpan.FromSeconds(5), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_server is not null)
        {
            await _server.StopAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _files?.Dispose();
        _stopping.Dispose();
    }

    private static bool IsFromAPage(HttpRequest request) =>
        request.Headers.ContainsKey("Origin") || !(request.Host.Host is "127.0.0.1" or "localhost" or "[::1]");

    private async Task<Uri> ListenAsync(Dictionary<string, ApiHandler> handlers, CancellationToken cancellationToken)
    {
        try
        {
            return await ListenAsync(handlers, settings.Port, cancellationToken);
        }
        catch (IOException error) when (settings.Port != 0 && error.InnerException is AddressInUseException or SocketException)
        {
            LogPortTaken(logger, settings.Port);
            return await ListenAsync(handlers, 0, cancellationToken);
        }
    }

    private async Task<Uri> ListenAsync(Dictionary<string, ApiHandler> handlers, int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, port);
            options.Limits.MaxRequestBodySize = 8 * 1024 * 1024;
            options.AddServerHeader = false;
        });
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.UseWebSockets();
        server.Run(async context =>
        {
            if (IsFromAPage(context.Request))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                await context.Response.WriteAsync("the demo cluster does not answer web pages");
                return;
            }

            var parts = (context.Request.Path.Value ?? "").Split('/', 4);
            if (parts is ["", "clusters", var name, ..] && handlers.TryGetValue(name, out var handler))
            {
                await handler.HandleAsync(context, parts.Length > 3 ? "/" + parts[3] : "/");
                return;
            }

            context.Response.StatusCode = StatusCodes.Status404NotFound;
        });
        try
        {
            await server.StartAsync(cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        _server = server;
        return new Uri(server.Urls.First());
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The demo clusters answer at {Address}; use them with KUBECONFIG={Kubeconfig}")]
    private static partial void LogStarted(ILogger logger, Uri address, string kubeconfig);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Port {Port} is taken; the demo clusters use a free one instead")]
    private static partial void LogPortTaken(ILogger logger, int port);
}
