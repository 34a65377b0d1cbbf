using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;
using Microsoft.AspNetCore.Http;

namespace MeshLab.Core.Simulation.Api;

/// <summary>A watch: one JSON document a line, for as long as the client listens.</summary>
internal static class WatchStream
{
    public static async Task RunAsync(HttpContext context, DemoCluster cluster, ResourceDefinition type, string? @namespace, bool asTable)
    {
        var query = context.Request.Query;
        var asked = query["resourceVersion"].ToString();
        var labels = query["labelSelector"].ToString();
        var fields = query["fieldSelector"].ToString();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        if (int.TryParse(query["timeoutSeconds"], out var seconds) && seconds > 0)
        {
            ended.CancelAfter(TimeSpan.FromSeconds(seconds));
        }

        context.Response.ContentType = "application/json";
        var initial = asked is "" or "0" || query["sendInitialEvents"] == "true";
        var (items, version) = cluster.Store.ListAt(type.Group, type.Plural, @namespace);
        var after = initial ? version : long.TryParse(asked, out var number) ? number : throw StatusError.BadRequest($"invalid resource version: {asked}");
        var changes = cluster.Store.Watch(after, ended.Token);
        if (changes is null)
        {
            await WriteAsync(context, new JsonObject
            {
                ["type"] = "ERROR",
                ["object"] = new StatusError(410, "Expired", $"too old resource version: {after} ({version})").ToStatus(),
            }, ended.Token);
            return;
        }

        bool Matches(JsonObject one) => Selectors.MatchesLabels(one, labels) && Selectors.MatchesFields(one, fields);
        try
        {
            await context.Response.StartAsync(ended.Token);
            await context.Response.Body.FlushAsync(ended.Token);
            if (initial)
            {
                foreach (var item in items.Where(Matches))
                {
                    await WriteAsync(context, Event("ADDED", item, cluster, type, asTable), ended.Token);
                }
            }

            if (initial && query["allowWatchBookmarks"] == "true")
            {
                await WriteAsync(context, Bookmark(type, version, query["sendInitialEvents"] == "true"), ended.Token);
            }

            await foreach (var change in changes.ReadAllAsync(ended.Token))
            {
                if (change.Key.Group != type.Group || change.Key.Plural != type.Plural || (@namespace is { Length: > 0 } && change.Key.Namespace != @namespace))
                {
                    continue;
                }

                // An object that no longer matches the selector is gone for this watcher, and one that begins to match is new to it.
                var matches = change.Type != StoreEventType.Deleted && Matches(change.Resource);
                var matched = change.Before is not null && Matches(change.Before);
                var word = (matches, matched) switch
                {
                    (true, true) => "MODIFIED",
                    (true, false) => "ADDED",
                    (false, true) => "DELETED",
                    _ => null,
                };
                if (word is not null)
                {
                    await WriteAsync(context, Event(word, change.Resource, cluster, type, asTable), ended.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The client left, or its time is up: a watch ends by ending.
        }
    }

    private static JsonObject Event(string word, JsonObject resource, DemoCluster cluster, ResourceDefinition type, bool asTable) => new()
    {
        ["type"] = word,
        ["object"] = asTable
            ? Tables.Of(type, [resource], resource["metadata"]!["resourceVersion"]!.GetValue<string>(), cluster.Clock.GetUtcNow())
            : resource.DeepClone(),
    };

    private static JsonObject Bookmark(ResourceDefinition type, long version, bool endOfList)
    {
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString() };
        if (endOfList)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        return new JsonObject
        {
            ["type"] = "BOOKMARK",
            ["object"] = new JsonObject { ["kind"] = type.Kind, ["apiVersion"] = type.ApiVersion, ["metadata"] = metadata },
        };
    }

    private static async Task WriteAsync(HttpContext context, JsonObject document, CancellationToken cancellationToken)
    {
        await context.Response.WriteAsync(document.ToJsonString() + "\n", cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
    }
}
