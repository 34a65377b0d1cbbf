using MeshLab.Core.Clusters;
using MeshLab.Tests.Clusters.Connections;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace MeshLab.Tests.Clusters.Objects;

/// <summary>Watches over connections and servers that fail.</summary>
public sealed class ObjectWatchTests
{
    private const string Expired = """{"type":"ERROR","object":{"kind":"Status","status":"Failure","code":410,"reason":"Expired","message":"too old resource version"}}""" + "\n";

    private readonly HastyClock _clock = new(wait => wait < TimeSpan.FromSeconds(31));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watch_VersionForgotten_ListsAgainAndTellsTheDifferenceWithDeletions(bool asEvent)
    {
        var lists = 0;
        await using var server = await ConfigMapServer.StartAsync(async context =>
        {
            if (context.Request.Query.ContainsKey("watch"))
            {
                await ((lists, asEvent) switch
                {
                    (1, true) => ConfigMapServer.StreamAsync(context, null, Expired),
                    (1, false) => ScriptedServer.StatusAsync(context, 410, "Expired", "too old resource version"),
                    _ => Task.Delay(Timeout.Infinite, context.RequestAborted),
                });
                return;
            }

            await ScriptedServer.JsonAsync(context, ++lists == 1
                ? ConfigMapServer.List(10, "", ConfigMapServer.Item("a", 1), ConfigMapServer.Item("b", 2), ConfigMapServer.Item("c", 3), ConfigMapServer.Item("same", 4))
                : ConfigMapServer.List(20, "", ConfigMapServer.Item("a", 11), ConfigMapServer.Item("c", 12, "other-uid"), ConfigMapServer.Item("new", 13), ConfigMapServer.Item("same", 4)));
        });

        var events = await TakeAsync(server, 9);

        Assert.Equal(["Added a", "Added b", "Added c", "Added same"], events[..4]);
        Assert.Equal(["Deleted b", "Deleted c", "Modified a", "Added c", "Added new"], events[4..]);
    }

    [Fact]
    public async Task Watch_ConnectionLost_GoesOnAfterTheLastEventOrBookmark()
    {
        var watches = 0;
        var heard = new TaskCompletionSource();
        await using var server = await ConfigMapServer.StartAsync(async context =>
        {
            if (!context.Request.Query.ContainsKey("watch"))
            {
                await ScriptedServer.JsonAsync(context, ConfigMapServer.List(10, "", ConfigMapServer.Item("a", 1)));
                return;
            }

            await (++watches switch
            {
                1 => ConfigMapServer.StreamAsync(context, heard.Task, ConfigMapServer.Event("MODIFIED", ConfigMapServer.Item("a", 11))),
                2 => ConfigMapServer.StreamAsync(context, null, ConfigMapServer.Event("BOOKMARK", ConfigMapServer.Item("", 15))),
                3 => ScriptedServer.StatusAsync(context, 500, "InternalError", "busy"),
                _ => ConfigMapServer.StreamAsync(context, null, ConfigMapServer.Event("DELETED", ConfigMapServer.Item("a", 16))),
            });
        });

        var events = await TakeAsync(server, 3, change =>
        {
            if (change == "Modified a")
            {
                heard.TrySetResult();
            }
        });

        Assert.Equal(["Added a", "Modified a", "Deleted a"], events);
        var versions = server.Requests.Where(one => one.Contains("watch=true", StringComparison.Ordinal)).Select(one => one.Split("resourceVersion=")[1].Split('&')[0]);
        Assert.Equal(["10", "11", "15", "15"], versions.Take(4));
        Assert.Single(server.Requests, one => one.Contains("limit=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watch_EventsRepeated_AreToldOnce()
    {
        await using var server = await ConfigMapServer.StartAsync(async context =>
        {
            if (!context.Request.Query.ContainsKey("watch"))
            {
                await ScriptedServer.JsonAsync(context, ConfigMapServer.List(10, "", ConfigMapServer.Item("a", 1)));
                return;
            }

            await ConfigMapServer.StreamAsync(
                context,
                null,
                ConfigMapServer.Event("ADDED", ConfigMapServer.Item("a", 1)),
                ConfigMapServer.Event("DELETED", ConfigMapServer.Item("unheard-of", 11)),
                ConfigMapServer.Event("ADDED", ConfigMapServer.Item("b", 12)));
        });

        Assert.Equal(["Added a", "Added b"], await TakeAsync(server, 2));
    }

    [Fact]
    public async Task Watch_Forbidden_FailsRatherThanTriesForEver()
    {
        await using var server = await ConfigMapServer.StartAsync(context => context.Request.Query.ContainsKey("watch")
            ? ScriptedServer.StatusAsync(context, 403, "Forbidden", "configmaps is forbidden: cannot watch")
            : ScriptedServer.JsonAsync(context, ConfigMapServer.List(10, "")));

        var error = await Assert.ThrowsAsync<ClusterException>(() => TakeAsync(server, 1));

        Assert.Contains("cannot watch", error.Message);
    }

    [Fact]
    public async Task List_PagesForgottenMeanwhile_ListsAgainWithoutPages()
    {
        await using var server = await ConfigMapServer.StartAsync(context => (context.Request.Query.ContainsKey("continue"), context.Request.Query.ContainsKey("limit")) switch
        {
            (true, _) => ScriptedServer.StatusAsync(context, 410, "Expired", "the provided continue parameter is too old"),
            (false, true) => ScriptedServer.JsonAsync(context, ConfigMapServer.List(10, ""","continue":"next" """, ConfigMapServer.Item("a", 1))),
            _ => ScriptedServer.JsonAsync(context, ConfigMapServer.List(20, "", ConfigMapServer.Item("a", 1), ConfigMapServer.Item("b", 2))),
        });
        using var client = server.Client(_clock);

        var items = await client.ListAsync("v1", "ConfigMap", "default", null, TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b"], items.Select(one => one["metadata"]!["name"]!.GetValue<string>()));
        Assert.All(items, one => Assert.Equal("ConfigMap", one["kind"]!.GetValue<string>()));
    }

    private async Task<List<string>> TakeAsync(ScriptedServer server, int count, Action<string>? heard = null)
    {
        using var client = server.Client(_clock);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        var events = new List<string>();
        await foreach (var change in client.WatchAsync("v1", "ConfigMap", "default", null, patience.Token))
        {
            events.Add($"{change.Type} {change.Resource["metadata"]!["name"]}");
            heard?.Invoke(events[^1]);
            if (events.Count == count)
            {
                break;
            }
        }

        return events;
    }
}
