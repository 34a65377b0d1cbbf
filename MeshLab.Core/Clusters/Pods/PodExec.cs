using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Connections;
using MeshLab.Core.Clusters.Objects;

namespace MeshLab.Core.Clusters.Pods;

/// <summary>
/// Runs commands in containers over a WebSocket with the subprotocols <c>v5.channel.k8s.io</c> and <c>v4.channel.k8s.io</c>: the first
/// byte of each message names its channel, and the exit code comes in a Status on channel 3.
/// </summary>
internal sealed class PodExec(ApiConnection connection)
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(30);
    private const int Attempts = 5;

    /// <summary>A command may be silent for long; pings tell that from a connection that is dead.</summary>
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(30);

    public async Task<ExecResult> RunAsync(string @namespace, string pod, string? container, IReadOnlyList<string> command, Action<string, string>? onOutput, CancellationToken cancellationToken)
    {
        if (command.Count == 0)
        {
            throw new ArgumentException("A command needs at least the program's name.", nameof(command));
        }

        var purpose = $"run {command[0]} in {@namespace}/{pod}{(container is null ? "" : $" ({container})")}";
        var path = ObjectPath.Pod(@namespace, pod, "exec") + ObjectPath.Query(
        [
            .. command.Select(one => ("command", (string?)one)),
            ("container", container), ("stdout", "true"), ("stderr", "true"), ("stdin", "false"), ("tty", "false"),
        ]);
        using var socket = await ConnectAsync(path, purpose, cancellationToken);
        var output = new ExecOutput(onOutput);
        await ReceiveAsync(socket, output, purpose, cancellationToken);
        return Result(output, purpose);
    }

    private async Task<ClientWebSocket> ConnectAsync(string path, string purpose, CancellationToken cancellationToken)
    {
        var address = new UriBuilder(ApiRequest.Address(connection.Server, path))
        {
            Scheme = connection.Server.Scheme == Uri.UriSchemeHttps ? "wss" : "ws",
        }.Uri;
        var renewed = false;
        for (var attempt = 1; ; attempt++)
        {
            using var patience = new CancellationTokenSource(ConnectPatience, connection.Clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
            var socket = new ClientWebSocket();
            ExecCredential? credential = null;
            try
            {
                socket.Options.AddSubProtocol("v5.channel.k8s.io");
                socket.Options.AddSubProtocol("v4.channel.k8s.io");
                socket.Options.CollectHttpResponseDetails = true;
                socket.Options.KeepAliveInterval = PingEvery;
                socket.Options.KeepAliveTimeout = PongWithin;
                (var client, credential) = await connection.PrepareSocketAsync(socket.Options, either.Token);
                await socket.ConnectAsync(address, client, either.Token);
                return socket;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                socket.Dispose();
                throw ApiFailure.Timeout(connection.Cluster, purpose, ConnectPatience);
            }
            catch (CredentialsPendingException error)
            {
                socket.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                throw ApiFailure.Of(connection.Cluster, purpose, error);
            }
            catch (WebSocketException error)
            {
                var status = socket.HttpStatusCode;
                socket.Dispose();
                if (status == HttpStatusCode.Unauthorized && !renewed && connection.Refused(credential))
                {
                    renewed = true;
                    continue;
                }

                // The command starts after the handshake: one that was refused, or broke, started nothing.
                if (attempt < Attempts && (status is 0 or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError) && !IsHopeless(error))
                {
                    await Task.Delay(RetryDelay.Backoff(attempt), connection.Clock, cancellationToken);
                    continue;
                }

                throw status == 0 ? ApiFailure.Of(connection.Cluster, purpose, error) : await RefusalAsync(path, purpose, status, cancellationToken);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    /// <summary>A name that is not known and a certificate that is not trusted stay so.</summary>
    private static bool IsHopeless(Exception error) =>
        error.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.NameResolutionError };

    /// <summary>A refused WebSocket gives its status and not its text; the same request without the upgrade is refused with the text.</summary>
    private async Task<ClusterException> RefusalAsync(string path, string purpose, HttpStatusCode status, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await connection.OpenAsync(ApiRequest.Get(path, purpose), cancellationToken);
        }
        catch (ClusterException error) when (error.Status == status)
        {
            return error;
        }
        catch (ClusterException)
        {
            // Another refusal than that of the upgrade does not explain it.
        }

        return ApiFailure.Of(connection.Cluster, purpose, status, "");
    }

    private async Task ReceiveAsync(ClientWebSocket socket, ExecOutput output, string purpose, CancellationToken cancellationToken)
    {
        var buffer = new byte[32 * 1024];
        byte? channel = null;
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                var bytes = buffer.AsSpan(0, received.Count);
                if (channel is null && bytes.Length > 0)
                {
                    channel = bytes[0];
                    bytes = bytes[1..];
                }

                if (channel is { } to)
                {
                    output.Take(to, bytes);
                }

                channel = received.EndOfMessage ? null : channel;
            }

            await CloseAsync(socket);
        }
        catch (WebSocketException error)
        {
            if (output.End() is null)
            {
                throw ApiFailure.Of(connection.Cluster, purpose, error);
            }
        }
    }

    private async Task CloseAsync(ClientWebSocket socket)
    {
        if (socket.State != WebSocketState.CloseReceived)
        {
            return;
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2), connection.Clock);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // The command has ended and told its status; how the connection ends does not matter any more.
        }
    }

    private ExecResult Result(ExecOutput output, string purpose)
    {
        var status = output.End()
            ?? throw new ClusterException($"Could not {purpose} on {connection.Cluster.Name}: the connection ended before the command did.");
        if (status["status"]?.ToString() == "Success")
        {
            return new ExecResult(0, output.StandardOutput, output.StandardError);
        }

        var causes = (status["details"] as JsonObject)?["causes"] as JsonArray ?? [];
        var code = causes.OfType<JsonObject>().FirstOrDefault(one => one["reason"]?.ToString() == "ExitCode")?["message"]?.ToString();
        return status["reason"]?.ToString() == "NonZeroExitCode" && int.TryParse(code, out var exit)
            ? new ExecResult(exit, output.StandardOutput, output.StandardError)
            : throw ApiFailure.Of(connection.Cluster, purpose, HttpStatusCode.InternalServerError, status.ToJsonString());
    }
}
