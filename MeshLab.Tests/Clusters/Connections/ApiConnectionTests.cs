using System.Net;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Connections;
using MeshLab.Tests.Contract;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace MeshLab.Tests.Clusters.Connections;

/// <summary>What a client does when the server, or the way to it, misbehaves.</summary>
public sealed class ApiConnectionTests
{
    private const string Version = """{"gitVersion":"v1.35.0"}""";

    private readonly HastyClock _clock = new(wait => wait < TimeSpan.FromSeconds(31));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_TooManyRequests_WaitsAsLongAsAskedAndSucceeds()
    {
        var count = 0;
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (++count < 3)
            {
                context.Response.Headers.RetryAfter = "7";
                await ScriptedServer.StatusAsync(context, 429, "TooManyRequests", "slow down");
                return;
            }

            await ScriptedServer.JsonAsync(context, Version);
        });
        using var client = server.Client(_clock);

        Assert.Equal("v1.35.0", await client.GetVersionAsync(Token));
        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7)], _clock.Waits);
    }

    [Fact]
    public async Task Request_AskedToWaitVeryLong_FailsRatherThanWaits()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "3600";
            return ScriptedServer.StatusAsync(context, 503, "ServiceUnavailable", "maintenance");
        });
        using var client = server.Client(_clock);

        var error = await Assert.ThrowsAsync<ClusterException>(() => client.GetVersionAsync(Token));

        Assert.Contains("maintenance", error.Message);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Request_ServerErrorsThenSuccess_BacksOffAndSucceeds()
    {
        var count = 0;
        await using var server = await ScriptedServer.StartAsync(context => ++count < 4
            ? ScriptedServer.StatusAsync(context, 500, "InternalError", "etcd is busy")
            : ScriptedServer.JsonAsync(context, Version));
        using var client = server.Client(_clock);

        Assert.Equal("v1.35.0", await client.GetVersionAsync(Token));
        Assert.Equal(3, _clock.Waits.Count);
        Assert.All(_clock.Waits.Index(), one => Assert.InRange(one.Item, TimeSpan.FromSeconds(0.125 * (1 << one.Index)), TimeSpan.FromSeconds(0.25 * (1 << one.Index))));
    }

    [Fact]
    public async Task Request_ServerErrorsForEver_FailsWithTheServersMessageAndTheAttempts()
    {
        await using var server = await ScriptedServer.StartAsync(context => ScriptedServer.StatusAsync(context, 500, "InternalError", "etcd is gone"));
        using var client = server.Client(_clock);

        var error = await Assert.ThrowsAsync<ClusterException>(() => client.GetVersionAsync(Token));

        Assert.Equal((HttpStatusCode.InternalServerError, "InternalError"), (error.Status, error.Reason));
        Assert.Contains("etcd is gone", error.Message);
        Assert.Contains("5 attempts", error.Message);
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task SendRaw_PostMeetsServerError_IsNotRepeated()
    {
        await using var server = await ScriptedServer.StartAsync(context => ScriptedServer.StatusAsync(context, 500, "InternalError", "who knows"));
        using var client = server.Client(_clock);

        await Assert.ThrowsAsync<ClusterException>(() => client.SendRawAsync(HttpMethod.Post, "/api/v1/namespaces", Json.Object("{}"), Token));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Request_ConnectionResetWithinTheBody_IsRepeated()
    {
        var count = 0;
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (++count == 1)
            {
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("{\"gitVersion\":");
                await context.Response.Body.FlushAsync();
                context.Abort();
                return;
            }

            await ScriptedServer.JsonAsync(context, Version);
        });
        using var client = server.Client(_clock);

        Assert.Equal("v1.35.0", await client.GetVersionAsync(Token));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Request_NoAnswerInTime_SaysThatItTimedOut()
    {
        await using var server = await ScriptedServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var client = server.Client(new HastyClock(wait => wait <= ApiRequest.DefaultPatience));

        var error = await Assert.ThrowsAsync<ClusterException>(() => client.GetVersionAsync(Token));

        Assert.Equal("Timeout", error.Reason);
        Assert.Contains("did not answer within 40 s", error.Message);
        Assert.Contains("scripted", error.Message);
    }

    [Fact]
    public async Task Request_CancelledByTheCaller_IsCancelledRatherThanTimedOut()
    {
        await using var server = await ScriptedServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var client = server.Client();
        using var stop = new CancellationTokenSource();
        var asking = client.GetVersionAsync(stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task Request_NothingListens_SaysConnectionRefused()
    {
        Uri address;
        await using (var server = await ScriptedServer.StartAsync(context => ScriptedServer.JsonAsync(context, Version)))
        {
            address = server.Address;
        }

        using var client = new ClusterClient(new TargetCluster("gone", ClusterKind.Kubeconfig, null, null, address), new ConnectionSettings(address), _clock);

        var error = await Assert.ThrowsAsync<ClusterException>(() => client.GetVersionAsync(Token));

        Assert.Null(error.Status);
        Assert.Contains($"nothing answers at {address.GetLeftPart(UriPartial.Authority)}", error.Message);
    }

    [Fact]
    public async Task Request_Unauthorised_SaysToLogInAndIsNotRepeated()
    {
        await using var server = await ScriptedServer.StartAsync(context => ScriptedServer.StatusAsync(context, 401, "Unauthorized", "Unauthorized"));
        using var client = server.Client(_clock, settings => settings with { Token = "very-secret" });

        var error = await Assert.ThrowsAsync<ClusterException>(() => client.GetVersionAsync(Token));

        Assert.Equal(HttpStatusCode.Unauthorized, error.Status);
        Assert.Contains("log in again", error.Message);
        Assert.DoesNotContain("very-secret", error.ToString());
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Request_Forbidden_GivesTheServersMessage()
    {
        await using var server = await ScriptedServer.StartAsync(context => ScriptedServer.StatusAsync(context, 403, "Forbidden", "pods is forbidden: User jane cannot list resource pods"));
        using var client = server.Client(_clock);

        var error = await Assert.ThrowsAsync<ClusterException>(() => client.GetRawAsync("/api/v1/pods?limit=1", Token));

        Assert.Equal("Could not get /api/v1/pods on scripted: pods is forbidden: User jane cannot list resource pods (403 Forbidden). The user of this context lacks a permission; ask for it, or use another context.", error.Message);
    }

    [Fact]
    public async Task Request_AnswerIsAPage_SaysItIsNoApiServer()
    {
        await using var server = await ScriptedServer.StartAsync(context => context.Response.WriteAsync("<html>login</html>"));
        using var client = server.Client(_clock);

        var error = await Assert.ThrowsAsync<ClusterException>(() => client.GetVersionAsync(Token));

        Assert.Contains("is this the address of a Kubernetes API server?", error.Message);
    }

    [Fact]
    public async Task Request_ServerWithAPath_KeepsIt()
    {
        await using var server = await ScriptedServer.StartAsync(context => ScriptedServer.JsonAsync(context, Version));
        using var client = server.Client(null, settings => new ConnectionSettings(new Uri(server.Address, "/k8s/clusters/c-1")));

        await client.GetVersionAsync(Token);

        Assert.Equal("GET /k8s/clusters/c-1/version", Assert.Single(server.Requests));
    }
}
