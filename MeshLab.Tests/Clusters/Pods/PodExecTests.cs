using System.Net.WebSockets;
using System.Text;
using MeshLab.Core.Clusters;
using MeshLab.Tests.Clusters.Connections;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace MeshLab.Tests.Clusters.Pods;

/// <summary>The exec protocol as kubelets speak it, and as they fail.</summary>
public sealed class PodExecTests
{
    private const string Success = """{"metadata":{},"status":"Success"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exec_OutputInPieces_PutsCharactersAndChannelsTogether()
    {
        var euro = "€"u8.ToArray();
        await using var server = await StartAsync(async socket =>
        {
            await SendAsync(socket, [1]);
            await SendAsync(socket, [1, (byte)'a', euro[0]]);
            await SendAsync(socket, [2, .. "oops"u8]);
            await SendAsync(socket, [1, euro[1]]);
            await socket.SendAsync(new byte[] { 1 }, WebSocketMessageType.Binary, endOfMessage: false, Token);
            await socket.SendAsync(new byte[] { euro[2], (byte)'b' }, WebSocketMessageType.Binary, endOfMessage: true, Token);
            await SendAsync(socket, [3, .. Encoding.UTF8.GetBytes(Success)]);
        });
        using var client = server.Client();
        var pieces = new List<string>();

        var result = await client.ExecAsync("shop", "web", "main", ["cat", "a b", "-"], (stream, text) => pieces.Add($"{stream}:{text}"), Token);

        Assert.Equal(new ExecResult(0, "a€b", "oops"), result);
        Assert.Equal(["stdout:a", "stderr:oops", "stdout:€b"], pieces);
        Assert.Equal("GET /api/v1/namespaces/shop/pods/web/exec?command=cat&command=a%20b&command=-&container=main&stdout=true&stderr=true&stdin=false&tty=false", Assert.Single(server.Requests));
    }

    [Fact]
    public async Task Exec_CommandFails_GivesItsExitCode()
    {
        await using var server = await StartAsync(socket => SendAsync(socket,
            [3, .. """{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"42"}]}}"""u8]));
        using var client = server.Client();

        Assert.Equal(42, (await client.ExecAsync("shop", "web", null, ["false"], null, Token)).ExitCode);
    }

    [Fact]
    public async Task Exec_CommandCannotBeStarted_ErrorHoldsTheReason()
    {
        await using var server = await StartAsync(socket => SendAsync(socket,
            [3, .. """{"status":"Failure","reason":"InternalError","message":"exec: \"nope\": executable file not found in $PATH"}"""u8]));
        using var client = server.Client();

        var error = await Assert.ThrowsAsync<ClusterException>(() => client.ExecAsync("shop", "web", null, ["nope"], null, Token));

        Assert.Contains("executable file not found", error.Message);
        Assert.Contains("run nope in shop/web", error.Message);
    }

    [Fact]
    public async Task Exec_ConnectionEndsEarly_IsAnErrorAndNoSuccess()
    {
        await using var server = await StartAsync(socket => SendAsync(socket, [1, .. "half"u8]));
        using var client = server.Client();

        var error = await Assert.ThrowsAsync<ClusterException>(() => client.ExecAsync("shop", "web", null, ["cat"], null, Token));

        Assert.Contains("the connection ended before the command did", error.Message);
    }

    [Fact]
    public async Task Exec_Refused_ErrorHoldsTheServersMessage()
    {
        await using var server = await ScriptedServer.StartAsync(context => ScriptedServer.StatusAsync(context, 404, "NotFound", "pods web not found"));
        using var client = server.Client();

        var error = await Assert.ThrowsAsync<ClusterException>(() => client.ExecAsync("shop", "web", null, ["cat"], null, Token));

        Assert.Equal(System.Net.HttpStatusCode.NotFound, error.Status);
        Assert.Contains("pods web not found", error.Message);
    }

    [Fact]
    public async Task Exec_Token_IsSentWithTheWebSocket()
    {
        string? seen = null;
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            seen = context.Request.Headers.Authorization;
            using var socket = await context.WebSockets.AcceptWebSocketAsync("v5.channel.k8s.io");
            await SendAsync(socket, [3, .. Encoding.UTF8.GetBytes(Success)]);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        });
        using var client = server.Client(null, settings => settings with { Token = "abc" });

        await client.ExecAsync("shop", "web", null, ["true"], null, Token);

        Assert.Equal("Bearer abc", seen);
    }

    [Fact]
    public async Task Logs_FollowWithTail_GivesLinesAsTheyCome()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("one\ntwo");
            await context.Response.Body.FlushAsync();
            await context.Response.WriteAsync(" halves\r\nlast");
        });
        using var client = server.Client();
        var lines = new List<string>();

        await foreach (var line in client.LogsAsync("shop", "web", "main", follow: true, tailLines: 10, Token))
        {
            lines.Add(line);
        }

        Assert.Equal(["one", "two halves", "last"], lines);
        Assert.Equal("GET /api/v1/namespaces/shop/pods/web/log?container=main&follow=true&tailLines=10", Assert.Single(server.Requests));
    }

    private static Task<ScriptedServer> StartAsync(Func<WebSocket, Task> talk) => ScriptedServer.StartAsync(async (HttpContext context) =>
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync("v5.channel.k8s.io");
        await talk(socket);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Token);
    });

    private static Task SendAsync(WebSocket socket, byte[] bytes) => socket.SendAsync(bytes, WebSocketMessageType.Binary, true, Token);
}
