using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace MeshLab.Core.Simulation.Api;

/// <summary>
/// Exec over a WebSocket, subprotocols <c>v4.channel.k8s.io</c> and <c>v5.channel.k8s.io</c>: the first byte of each message names the
/// channel (0 input, 1 output, 2 error, 3 status), and the exit code comes as a Status object on channel 3.
/// </summary>
internal static class ExecSocket
{
    private static readonly string[] Protocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

    public static async Task RunAsync(HttpContext context, DemoCluster cluster, IClusterBehaviour behaviour, JsonObject pod)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            throw StatusError.BadRequest("exec needs a WebSocket (Upgrade request required)");
        }

        var query = context.Request.Query;
        var container = ContainerOf(pod, query["container"].ToString());
        var command = query["command"].Select(one => one ?? "").ToArray();
        var protocol = Protocols.FirstOrDefault(one => context.WebSockets.WebSocketRequestedProtocols.Contains(one))
            ?? throw StatusError.BadRequest($"unable to negotiate a subprotocol: offered {string.Join(", ", context.WebSockets.WebSocketRequestedProtocols)}, known {string.Join(", ", Protocols)}");
        using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var sending = new SemaphoreSlim(1);
        var listening = ListenAsync(socket, ended);
        var result = await behaviour.ExecAsync(
            cluster, pod, container, command,
            text => SendAsync(socket, sending, 1, text, ended.Token),
            text => SendAsync(socket, sending, 2, text, ended.Token),
            ended.Token);
        await SendAsync(socket, sending, 3, StatusOf(result).ToJsonString(), ended.Token);
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ended.Token);
        }

        ended.CancelAfter(TimeSpan.FromSeconds(2));
        await listening;
    }

    /// <summary>The container asked for, the one the default-container annotation names, or the first.</summary>
    public static string ContainerOf(JsonObject pod, string asked)
    {
        var names = new[] { pod["spec"]?["containers"], pod["spec"]?["initContainers"] }
            .SelectMany(list => list as JsonArray ?? []).Select(one => one!["name"]!.GetValue<string>()).ToList();
        if (asked.Length == 0)
        {
            return pod["metadata"]?["annotations"]?["kubectl.kubernetes.io/default-container"]?.GetValue<string>() ?? names[0];
        }

        return names.Contains(asked) ? asked : throw StatusError.BadRequest($"container {asked} is not valid for pod {pod["metadata"]!["name"]}");
    }

    private static JsonObject StatusOf(CommandResult result) => result switch
    {
        { Failure: { } failure } => new JsonObject
        {
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = failure,
            ["reason"] = "InternalError",
            ["code"] = 500,
        },
        { ExitCode: 0 } => new JsonObject { ["metadata"] = new JsonObject(), ["status"] = "Success" },
        _ => new JsonObject
        {
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = $"command terminated with non-zero exit code: exit status {result.ExitCode}",
            ["reason"] = "NonZeroExitCode",
            ["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ExitCode", ["message"] = result.ExitCode.ToString() }) },
        },
    };

    private static async Task SendAsync(WebSocket socket, SemaphoreSlim sending, byte channel, string text, CancellationToken cancellationToken)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        bytes[0] = channel;
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(1));
        await sending.WaitAsync(cancellationToken);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.SendAsync(bytes, WebSocketMessageType.Binary, true, cancellationToken);
            }
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>Input is read and dropped; a client that goes away ends the command.</summary>
    private static async Task ListenAsync(WebSocket socket, CancellationTokenSource ended)
    {
        var buffer = new byte[4096];
        try
        {
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
            {
                var received = await socket.ReceiveAsync(buffer, ended.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            await ended.CancelAsync();
        }
    }
}
