using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MeshLab.Tests.Runs.Faults;

/// <summary>Does something to a request: answers it, spoils it, or has it forwarded.</summary>
internal delegate Task Fault(HttpContext context, Func<Task> forward);

/// <summary>A reverse proxy on loopback in front of a demo cluster that can be told to misbehave as API servers and networks do.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private static readonly string[] HopByHop = ["Connection", "Transfer-Encoding", "Keep-Alive", "Upgrade", "Host", "Content-Length"];

    private readonly Uri _upstream;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private WebApplication _app = null!;
    private int _faults;

    private FaultProxy(Uri upstream) => _upstream = upstream;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Whether what MeshLab logs in with is forwarded; not to an upstream that is logged in already.</summary>
    public bool ForwardsCredentials { get; init; } = true;

    /// <summary>What it forwards to.</summary>
    public Uri Upstream => _upstream;

    /// <summary>What is done to each request; at first it is forwarded as it is.</summary>
    public Fault Fault { get; set; } = (_, forward) => forward();

    /// <summary>How many faults were counted by <see cref="CountFault"/>.</summary>
    public int Faults => _faults;

    public static async Task<FaultProxy> StartAsync(Uri upstream, bool forwardCredentials = true)
    {
        var proxy = new FaultProxy(new Uri(upstream.GetLeftPart(UriPartial.Authority))) { ForwardsCredentials = forwardCredentials };
        await proxy.ListenAsync(0);
        return proxy;
    }

    /// <summary>Starts one before a host's demo cluster, which is named once more for it: <c>proxied</c>, a cluster that is not simulated.</summary>
    public static async Task<FaultProxy> BeforeDemoAsync(RunHost host, CancellationToken cancellationToken)
    {
        var proxy = await StartAsync(host.Demo.Cluster.Server);
        await File.WriteAllTextAsync(Path.Combine(host.Folder, "none"), $$"""
            apiVersion: v1
            kind: Config
            clusters:
              - name: proxied
                cluster: { server: "{{new Uri(proxy.Address, host.Demo.Cluster.Server.AbsolutePath)}}" }
            users:
              - name: proxied
                user: {}
            contexts:
              - name: proxied
                context: { cluster: proxied, user: proxied }
            """, cancellationToken);
        return proxy;
    }

    /// <summary>The answer to a GET, for a fault that gives another one.</summary>
    public Task<string> FetchAsync(HttpContext context) => _client.GetStringAsync(new Uri(_upstream, context.Request.Path + context.Request.QueryString), context.RequestAborted);

    /// <summary>To be called by a fault that did harm, so that a test can tell that there was any.</summary>
    public void CountFault() => Interlocked.Increment(ref _faults);

    /// <summary>Breaks every connection, refuses new ones for a time, and listens again at the same address.</summary>
    public async Task RestartAsync(TimeSpan down)
    {
        CountFault();
        await StopAsync();
        await Task.Delay(down);
        await ListenAsync(Address.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _client.Dispose();
    }

    private async Task StopAsync()
    {
        // A token that is cancelled already makes Kestrel break its connections at once.
        await _app.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
    }

    private async Task ListenAsync(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, port);
            options.Limits.MaxRequestBodySize = null;
        });
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(async context =>
        {
            try
            {
                await Fault(context, () => context.WebSockets.IsWebSocketRequest ? ForwardSocketAsync(context) : ForwardAsync(context));
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or HttpRequestException or WebSocketException)
            {
                context.Abort();
            }
        });
        await _app.StartAsync();
        Address = new Uri(_app.Urls.First());
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var request = context.Request;
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(_upstream, request.Path + request.QueryString));
        if (request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0)
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, context.RequestAborted);
            message.Content = new ByteArrayContent(body.ToArray());
        }

        foreach (var (name, values) in request.Headers.Where(header => !HopByHop.Contains(header.Key, StringComparer.OrdinalIgnoreCase) && (ForwardsCredentials || header.Key != "Authorization")))
        {
            if (!message.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!);
            }
        }

        using var response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !HopByHop.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await using var answer = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await answer.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private async Task ForwardSocketAsync(HttpContext context)
    {
        using var upstream = new ClientWebSocket();
        foreach (var protocol in context.WebSockets.WebSocketRequestedProtocols)
        {
            upstream.Options.AddSubProtocol(protocol);
        }

        var address = new UriBuilder(new Uri(_upstream, context.Request.Path + context.Request.QueryString)) { Scheme = "ws" }.Uri;
        await upstream.ConnectAsync(address, context.RequestAborted);
        using var downstream = await context.WebSockets.AcceptWebSocketAsync(upstream.SubProtocol);
        await Task.WhenAll(PumpAsync(upstream, downstream, context.RequestAborted), PumpAsync(downstream, upstream, context.RequestAborted));
    }

    private static async Task PumpAsync(WebSocket from, WebSocket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (from.State is WebSocketState.Open or WebSocketState.CloseSent)
        {
            var received = await from.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                if (to.State is WebSocketState.Open or WebSocketState.CloseReceived)
                {
                    await to.CloseOutputAsync(from.CloseStatus ?? WebSocketCloseStatus.NormalClosure, from.CloseStatusDescription, cancellationToken);
                }

                return;
            }

            await to.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, cancellationToken);
        }
    }
}
