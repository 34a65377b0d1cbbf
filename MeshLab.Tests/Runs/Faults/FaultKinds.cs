using System.Text.Json.Nodes;
using MeshLab.Tests.Clusters.Connections;
using Microsoft.AspNetCore.Http;

namespace MeshLab.Tests.Runs.Faults;

/// <summary>The ways in which API servers, and what lies before them, misbehave. Which requests are hit is counted and not drawn, so that a test can be repeated.</summary>
internal static class FaultKinds
{
    /// <summary>Names that tests take; <c>MESHLAB_FAULT</c> names one of them alone.</summary>
    public static readonly string[] Names = Environment.GetEnvironmentVariable("MESHLAB_FAULT") is { Length: > 0 } one
        ? [one]
        : ["429", "409", "410", "500", "503", "reset", "slow", "half-open", "restart", "clock", "token"];

    /// <summary>Those that can follow each other in one run.</summary>
    public static readonly string[] Rotating = ["429", "409", "500", "503", "reset", "slow", "clock"];

    public static Fault Of(string name, FaultProxy proxy) => name switch
    {
        "429" => Every(7, proxy, context => RefuseAsync(context, 429, "TooManyRequests", "1")),
        "409" => Every(4, proxy, context => RefuseAsync(context, 409, "Conflict"), context => context.Request.Method == "PATCH"),
        "410" => Gone(proxy),
        "500" => Every(9, proxy, context => RefuseAsync(context, 500, "InternalError")),
        "503" => Every(6, proxy, context => RefuseAsync(context, 503, "ServiceUnavailable", "1")),
        "reset" => Every(8, proxy, ResetAsync),
        "slow" => Slow(proxy),
        "half-open" => HalfOpen(proxy),
        "restart" => Restart(proxy),
        "clock" => Every(7, proxy, ClockAsync),
        "token" => Token(proxy),
        _ => throw new ArgumentException($"no fault {name}", nameof(name)),
    };

    /// <summary>One fault after the other, a new one every two seconds.</summary>
    public static Fault Rotate(FaultProxy proxy, TimeProvider clock)
    {
        var faults = Rotating.Select(name => Of(name, proxy)).ToList();
        var started = clock.GetTimestamp();
        return (context, forward) => faults[(int)(clock.GetElapsedTime(started).TotalSeconds / 2) % faults.Count](context, forward);
    }

    private static Fault Every(int nth, FaultProxy proxy, Func<HttpContext, Task> harm, Func<HttpContext, bool>? when = null)
    {
        var count = 0;
        return async (context, forward) =>
        {
            if ((when is null || when(context)) && Interlocked.Increment(ref count) % nth == 0)
            {
                proxy.CountFault();
                await harm(context);
                return;
            }

            await forward();
        };
    }

    private static Task RefuseAsync(HttpContext context, int code, string reason, string? retryAfter = null)
    {
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return ScriptedServer.StatusAsync(context, code, reason, "a fault of the test");
    }

    /// <summary>Breaks the connection in the middle of an answer.</summary>
    private static async Task ResetAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{\"kind\":\"Sta");
            await context.Response.Body.FlushAsync();
        }

        context.Abort();
    }

    /// <summary>A server whose clock is an hour ahead asks to come back at a point in time by its own clock.</summary>
    private static Task ClockAsync(HttpContext context)
    {
        var now = DateTimeOffset.UtcNow.AddHours(1);
        context.Response.Headers.Date = now.ToString("R");
        return RefuseAsync(context, 503, "ServiceUnavailable", now.AddSeconds(1).ToString("R"));
    }

    /// <summary>Lists come in pages, and when the next one is asked for, the snapshot behind them has been compacted away.</summary>
    private static Fault Gone(FaultProxy proxy) => async (context, forward) =>
    {
        var query = context.Request.Query;
        if (query.ContainsKey("continue"))
        {
            proxy.CountFault();
            await RefuseAsync(context, 410, "Expired");
            return;
        }

        if (context.Request.Method != "GET" || !query.ContainsKey("limit"))
        {
            await forward();
            return;
        }

        var list = JsonNode.Parse(await proxy.FetchAsync(context))!;
        var items = list["items"]!.AsArray();
        while (items.Count > 1)
        {
            items.RemoveAt(items.Count - 1);
        }

        list["metadata"]!["continue"] = "gone";
        await ScriptedServer.JsonAsync(context, list.ToJsonString());
    };

    private static Fault Slow(FaultProxy proxy)
    {
        var count = 0;
        return async (context, forward) =>
        {
            proxy.CountFault();
            await Task.Delay(Interlocked.Increment(ref count) % 50 == 0 ? 2_000 : 60, context.RequestAborted);
            await forward();
        };
    }

    /// <summary>A request is taken and never answered, as by a machine that went to sleep.</summary>
    private static Fault HalfOpen(FaultProxy proxy)
    {
        var count = 0;
        return async (context, forward) =>
        {
            if (Interlocked.Increment(ref count) is 60)
            {
                proxy.CountFault();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                return;
            }

            await forward();
        };
    }

    /// <summary>The server is gone for ten seconds, twice.</summary>
    private static Fault Restart(FaultProxy proxy)
    {
        var count = 0;
        return async (context, forward) =>
        {
            if (Interlocked.Increment(ref count) is 60 or 400)
            {
                _ = Task.Run(() => proxy.RestartAsync(TimeSpan.FromSeconds(10)));
            }

            await forward();
        };
    }

    /// <summary>Each token is taken for forty requests and then refused.</summary>
    private static Fault Token(FaultProxy proxy)
    {
        var uses = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        return async (context, forward) =>
        {
            var token = context.Request.Headers.Authorization.ToString();
            if (token.Length == 0 || uses.AddOrUpdate(token, 1, (_, used) => used + 1) > 40)
            {
                proxy.CountFault();
                await RefuseAsync(context, 401, "Unauthorized");
                return;
            }

            await forward();
        };
    }
}
