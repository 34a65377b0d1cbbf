using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Connections;

namespace MeshLab.Core.Clusters.Objects;

/// <summary>
/// Watches objects: lists, then follows the changes. A connection that ends is taken up where it ended; when the server has
/// forgotten that place, the objects are listed again and the difference is told.
/// </summary>
internal sealed class ObjectWatch(ApiConnection connection, ObjectReader reader)
{
    /// <summary>The server ends a watch after this time, so that none lives on a dead connection for ever.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    public async IAsyncEnumerable<WatchEvent> RunAsync(string apiVersion, string kind, string? @namespace, string? labelSelector, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var type = await reader.RequireTypeAsync(apiVersion, kind, $"watch {kind} objects", cancellationToken);
        var known = new WatchedObjects();
        string? version = null;
        var failures = 0;
        while (true)
        {
            if (version is null)
            {
                var (items, at) = await reader.ListAsync(type, @namespace, labelSelector, cancellationToken);
                version = at;
                foreach (var change in known.Replace(items))
                {
                    yield return change;
                }
            }

            var events = FollowAsync(type, @namespace, labelSelector, version, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (events)
            {
                while (await NextAsync(events) is { } step)
                {
                    if (step.Ended)
                    {
                        // A watch that delivered something was healthy; one that keeps failing is given more and more time.
                        failures = step.Error is null ? 0 : failures + 1;
                        version = step.Gone ? null : version;
                        if (step.Error is not null)
                        {
                            await Task.Delay(RetryDelay.Backoff(failures), connection.Clock, cancellationToken);
                        }

                        break;
                    }

                    failures = 0;
                    version = step.Resource["metadata"]?["resourceVersion"]?.ToString() ?? version;
                    if (step.Type != "BOOKMARK" && known.Take(step.Type, step.Resource) is { } change)
                    {
                        yield return change;
                    }
                }
            }
        }
    }

    /// <summary>The next event, or how the connection ended. Errors that trying again does not mend are thrown.</summary>
    private static async Task<Step> NextAsync(IAsyncEnumerator<Step> events)
    {
        try
        {
            return await events.MoveNextAsync() ? events.Current : Step.End(null, gone: false);
        }
        catch (WatchGoneException error)
        {
            return Step.End(error, gone: true);
        }
        catch (ClusterException error) when (error.Status == HttpStatusCode.Gone)
        {
            return Step.End(error, gone: true);
        }
        catch (ClusterException error) when (error.Status is null or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
        {
            return Step.End(error, gone: false);
        }
    }

    /// <summary>One connection's events, until it ends.</summary>
    private async IAsyncEnumerable<Step> FollowAsync(ResourceType type, string? @namespace, string? labelSelector, string version, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var purpose = $"watch {type.Plural}{(@namespace is null || !type.Namespaced ? "" : $" in {@namespace}")}";
        var query = ObjectPath.Query(
            ("watch", "true"),
            ("allowWatchBookmarks", "true"),
            ("resourceVersion", version),
            ("timeoutSeconds", ((int)Lifetime.TotalSeconds).ToString()),
            ("labelSelector", string.IsNullOrEmpty(labelSelector) ? null : labelSelector));
        using var silence = new CancellationTokenSource(Lifetime + Grace, connection.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        using var response = await connection.OpenAsync(ApiRequest.Get(ObjectPath.Of(type, @namespace) + query, purpose), either.Token);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(either.Token));
        while (await ReadLineAsync(lines, purpose, silence, either.Token, cancellationToken) is { } line)
        {
            if (line.Length > 0)
            {
                yield return Parse(line, purpose);
            }
        }
    }

    private async Task<string?> ReadLineAsync(StreamReader lines, string purpose, CancellationTokenSource silence, CancellationToken either, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.ReadLineAsync(either);
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw ApiFailure.Of(connection.Cluster, purpose, error);
        }
    }

    private Step Parse(string line, string purpose)
    {
        JsonObject? document;
        try
        {
            document = JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException error)
        {
            // The connection was cut within a line.
            throw ApiFailure.Of(connection.Cluster, purpose, error);
        }

        if (document?["type"]?.ToString() is not { } type || document["object"] is not JsonObject resource)
        {
            throw new ClusterException($"Could not {purpose} on {connection.Cluster.Name}: the server sent something that is no watch event: {line[..Math.Min(200, line.Length)]}");
        }

        if (type != "ERROR")
        {
            document.Remove("object");
            return new Step(type, resource);
        }

        var code = resource["code"]?.GetValueKind() == JsonValueKind.Number ? resource["code"]!.GetValue<int>() : 500;
        if (code == (int)HttpStatusCode.Gone || resource["reason"]?.ToString() is "Expired" or "Gone")
        {
            throw new WatchGoneException();
        }

        throw ApiFailure.Of(connection.Cluster, purpose, (HttpStatusCode)code, resource.ToJsonString());
    }

    private sealed record Step(string Type, JsonObject Resource)
    {
        public bool Ended { get; private init; }

        public bool Gone { get; private init; }

        public Exception? Error { get; private init; }

        public static Step End(Exception? error, bool gone) => new("", []) { Ended = true, Error = error, Gone = gone };
    }
}
