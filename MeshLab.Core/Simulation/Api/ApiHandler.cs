using System.Text.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;
using Microsoft.AspNetCore.Http;
using YamlDotNet.RepresentationModel;

namespace MeshLab.Core.Simulation.Api;

/// <summary>Answers the requests of one demo cluster.</summary>
internal sealed class ApiHandler
{
    private const long BodyLimit = 8 * 1024 * 1024;

    private readonly DemoCluster _cluster;
    private readonly IClusterBehaviour _behaviour;
    private readonly ObjectWriter _writer;
    private readonly ObjectDeleter _deleter;
    private readonly ReleaseStore _releases;

    public ApiHandler(DemoCluster cluster, IClusterBehaviour behaviour)
    {
        _cluster = cluster;
        _behaviour = behaviour;
        _writer = new ObjectWriter(cluster, behaviour);
        _deleter = new ObjectDeleter(cluster);
        _releases = new ReleaseStore(cluster, behaviour, _writer, _deleter);
    }

    public async Task HandleAsync(HttpContext context, string path)
    {
        try
        {
            await RouteAsync(context, path);
        }
        catch (StatusError error)
        {
            await FailAsync(context, error);
        }
        catch (Exception error) when (error is JsonException or FormatException or ArgumentException or InvalidOperationException or YamlDotNet.Core.YamlException)
        {
            await FailAsync(context, StatusError.BadRequest($"the body or the query cannot be read: {error.Message}"));
        }
    }

    private static Task FailAsync(HttpContext context, StatusError error) =>
        context.Response.HasStarted ? Task.CompletedTask : AnswerAsync(context, error.ToStatus(), error.Code);

    private static async Task AnswerAsync(HttpContext context, JsonNode document, int status = 200, string type = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(document.ToJsonString(), context.RequestAborted);
    }

    private static async Task TextAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain";
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    private async Task RouteAsync(HttpContext context, string path)
    {
        var accept = context.Request.Headers.Accept.ToString();
        var aggregated = accept.Contains("g=apidiscovery.k8s.io", StringComparison.Ordinal) && accept.Contains("v=v2;", StringComparison.Ordinal);
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        const string aggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
        switch (parts)
        {
            case []:
                await AnswerAsync(context, new JsonObject { ["paths"] = new JsonArray("/api", "/apis", "/version", "/healthz", "/livez", "/readyz", "/openapi/v2", "/openapi/v3") });
                break;
            case ["version"]:
                await AnswerAsync(context, ServerVersion.Document());
                break;
            case ["healthz" or "livez" or "readyz", ..]:
                await TextAsync(context, "ok");
                break;
            case ["api"] when aggregated:
                await AnswerAsync(context, Discovery.Aggregated(_cluster.Types, core: true), type: aggregatedType);
                break;
            case ["api"]:
                await AnswerAsync(context, Discovery.CoreVersions(context.Request.Host.Value ?? ""));
                break;
            case ["apis"] when aggregated:
                await AnswerAsync(context, Discovery.Aggregated(_cluster.Types, core: false), type: aggregatedType);
                break;
            case ["apis"]:
                await AnswerAsync(context, Discovery.Groups(_cluster.Types));
                break;
            case ["apis", var group]:
                await AnswerAsync(context, Discovery.Group(_cluster.Types, group) ?? throw Unknown());
                break;
            case ["api", var version]:
                await AnswerAsync(context, Discovery.Resources(_cluster.Types, "", version) ?? throw Unknown());
                break;
            case ["apis", var group, var version]:
                await AnswerAsync(context, Discovery.Resources(_cluster.Types, group, version) ?? throw Unknown());
                break;
            case ["meshlab", "calls"]:
                await AnswerAsync(context, CallDocument.Of(_cluster));
                break;
            case ["openapi", "v2"]:
                await AnswerAsync(context, OpenApiDocuments.V2(_cluster.Types));
                break;
            case ["openapi", "v3"]:
                await AnswerAsync(context, OpenApiDocuments.V3Root(_cluster.Types));
                break;
            case ["openapi", "v3", "api", var version]:
                await AnswerAsync(context, OpenApiDocuments.V3(_cluster.Types, "", version) ?? throw Unknown());
                break;
            case ["openapi", "v3", "apis", var group, var version]:
                await AnswerAsync(context, OpenApiDocuments.V3(_cluster.Types, group, version) ?? throw Unknown());
                break;
            case ["simulation", "v1", ..]:
                await SimulationAsync(context, parts[2..]);
                break;
            default:
                await ResourceAsync(context, ApiPath.Parse(path) ?? throw Unknown());
                break;
        }
    }

    private async Task SimulationAsync(HttpContext context, string[] parts)
    {
        switch (context.Request.Method, parts)
        {
            case ("PUT", ["releases", var space, var release]):
                var body = (await BodyAsync(context)).AsObject();
                var request = new ChartRequest(
                    release, space,
                    body["chart"]?.GetValue<string>() ?? throw StatusError.BadRequest("chart is missing"),
                    body["repo"]?.GetValue<string>(), body["version"]?.GetValue<string>(),
                    body["values"] as JsonObject ?? [])
                {
                    Labels = body["labels"] as JsonObject ?? [],
                };
                await AnswerAsync(context, IsDryRun(context) ? _releases.Render(request) : _releases.Install(request));
                break;
            case ("DELETE", ["releases", var space, var release]):
                if (!_releases.Uninstall(space, release))
                {
                    throw new StatusError(404, "NotFound", $"release \"{release}\" not found in namespace {space}");
                }

                await AnswerAsync(context, new JsonObject { ["release"] = release, ["simulated"] = true });
                break;
            case ("GET", ["manifests"]):
                var address = context.Request.Query["url"].ToString();
                var objects = Uri.TryCreate(address, UriKind.Absolute, out var uri) ? _behaviour.RenderManifest(uri) : throw StatusError.BadRequest($"not an address: {address}");
                await AnswerAsync(context, new JsonObject
                {
                    ["simulated"] = true,
                    ["items"] = new JsonArray([.. (objects ?? throw new StatusError(404, "NotFound", $"the demo cluster has no stand-in for {address}")).Select(one => one.DeepClone())]),
                });
                break;
            default:
                throw Unknown();
        }
    }

    private async Task ResourceAsync(HttpContext context, ApiPath path)
    {
        var type = _cluster.Types.Find(path.Group, path.Version, path.Plural) ?? throw Unknown();
        if (type.IsReview)
        {
            await AnswerAsync(context, Review(type, (await BodyAsync(context)).AsObject()), 201);
            return;
        }

        if (type.IsMetrics)
        {
            await AnswerAsync(context, MetricsApi.Answer(_cluster, type, path, context.Request));
            return;
        }

        if (path.Subresource is { } subresource and not "status")
        {
            await SubresourceAsync(context, type, path, subresource);
            return;
        }

        switch (context.Request.Method)
        {
            case "GET" when path.Name is null:
                await ListAsync(context, type, path);
                break;
            case "GET":
                await GetAsync(context, type, path);
                break;
            case "POST" when path.Name is null:
                var created = _writer.Create(type, path.Namespace, (await BodyAsync(context)).AsObject(), Options(context, path));
                await AnswerAsync(context, created, 201);
                break;
            case "PUT" when path.Name is not null:
                var updated = _writer.Update(type, path.Namespace, path.Name, (await BodyAsync(context)).AsObject(), Options(context, path));
                Reap(type, path);
                await AnswerAsync(context, updated);
                break;
            case "PATCH" when path.Name is not null:
                await PatchAsync(context, type, path, path.Name);
                break;
            case "DELETE" when path.Name is not null:
                await DeleteAsync(context, type, path, path.Name);
                break;
            case "DELETE":
                await DeleteCollectionAsync(context, type, path);
                break;
            default:
                throw new StatusError(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
        }
    }

    private async Task ListAsync(HttpContext context, ResourceDefinition type, ApiPath path)
    {
        var query = context.Request.Query;
        var asTable = context.Request.Headers.Accept.ToString().Contains("as=Table", StringComparison.Ordinal);
        if (query["watch"].ToString() is "true" or "1")
        {
            await WatchStream.RunAsync(context, _cluster, type, path.Namespace, asTable);
            return;
        }

        var (items, version) = _cluster.Store.ListAt(type.Group, type.Plural, path.Namespace);
        var found = items.Where(one => Selectors.MatchesLabels(one, query["labelSelector"]) && Selectors.MatchesFields(one, query["fieldSelector"])).ToList();
        var start = int.TryParse(query["continue"], out var from) ? from : 0;
        var limit = int.TryParse(query["limit"], out var most) && most > 0 ? most : int.MaxValue;
        var page = found.Skip(start).Take(limit).ToList();
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString() };
        if (start + page.Count < found.Count)
        {
            metadata["continue"] = (start + page.Count).ToString();
            metadata["remainingItemCount"] = found.Count - start - page.Count;
        }

        JsonObject document;
        if (asTable)
        {
            document = Tables.Of(type, page, version.ToString(), _cluster.Clock.GetUtcNow());
            document["metadata"] = metadata;
        }
        else
        {
            document = new JsonObject
            {
                ["kind"] = type.ListKind,
                ["apiVersion"] = type.ApiVersion,
                ["metadata"] = metadata,
                ["items"] = new JsonArray([.. page.Select(one => one.DeepClone())]),
            };
        }

        await AnswerAsync(context, document);
    }

    private async Task GetAsync(HttpContext context, ResourceDefinition type, ApiPath path)
    {
        var found = _cluster.Store.Get(ObjectWriter.Key(type, path.Namespace, path.Name!)) ?? throw StatusError.NotFound(type.Plural, type.Group, path.Name!);
        found["apiVersion"] = type.ApiVersion;
        var asTable = context.Request.Headers.Accept.ToString().Contains("as=Table", StringComparison.Ordinal);
        await AnswerAsync(context, asTable ? Tables.Of(type, [found], found["metadata"]!["resourceVersion"]!.GetValue<string>(), _cluster.Clock.GetUtcNow()) : found);
    }

    private async Task PatchAsync(HttpContext context, ResourceDefinition type, ApiPath path, string name)
    {
        var mediaType = (context.Request.ContentType ?? "").Split(';')[0].Trim();
        var body = await BodyAsync(context);
        var options = Options(context, path);
        if (mediaType.StartsWith("application/apply-patch+", StringComparison.Ordinal))
        {
            if (context.Request.Query["fieldManager"].ToString().Length == 0)
            {
                throw StatusError.BadRequest("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
            }

            var (resource, created) = _writer.Apply(type, path.Namespace, name, body.AsObject(), options);
            Reap(type, path);
            await AnswerAsync(context, resource, created ? 201 : 200);
            return;
        }

        var patched = _writer.Patch(type, path.Namespace, name, mediaType, body, options);
        Reap(type, path);
        await AnswerAsync(context, patched);
    }

    private async Task DeleteAsync(HttpContext context, ResourceDefinition type, ApiPath path, string name)
    {
        var left = _deleter.Delete(type, path.Namespace, name, await OptionalBodyAsync(context), context.Request.Query["propagationPolicy"].FirstOrDefault(), IsDryRun(context));
        await AnswerAsync(context, left ?? new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = new JsonObject { ["name"] = name, ["group"] = type.Group, ["kind"] = type.Plural },
        });
    }

    private async Task DeleteCollectionAsync(HttpContext context, ResourceDefinition type, ApiPath path)
    {
        var query = context.Request.Query;
        var options = await OptionalBodyAsync(context);
        foreach (var one in _cluster.Store.List(type.Group, type.Plural, path.Namespace)
            .Where(one => Selectors.MatchesLabels(one, query["labelSelector"]) && Selectors.MatchesFields(one, query["fieldSelector"])).ToList())
        {
            _deleter.Delete(type, one["metadata"]!["namespace"]?.GetValue<string>() ?? "", one["metadata"]!["name"]!.GetValue<string>(), options, query["propagationPolicy"].FirstOrDefault(), IsDryRun(context));
        }

        await AnswerAsync(context, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success" });
    }

    private async Task SubresourceAsync(HttpContext context, ResourceDefinition type, ApiPath path, string subresource)
    {
        var live = _cluster.Store.Get(ObjectWriter.Key(type, path.Namespace, path.Name!)) ?? throw StatusError.NotFound(type.Plural, type.Group, path.Name!);
        switch (type.Kind, subresource)
        {
            case ("Pod", "log"):
                await LogAsync(context, live);
                break;
            case ("Pod", "exec"):
                await ExecSocket.RunAsync(context, _cluster, _behaviour, live);
                break;
            case ("Node", "proxy") when path.Rest == "stats/summary":
                await AnswerAsync(context, _behaviour.NodeSummary(_cluster, path.Name!));
                break;
            case ("Node", "proxy") when path.Rest == "metrics/resource":
                await TextAsync(context, _behaviour.NodeResourceMetrics(_cluster, path.Name!));
                break;
            case (_, "scale") when type.HasScale:
                await ScaleAsync(context, type, path, live);
                break;
            default:
                throw Unknown();
        }
    }

    private async Task LogAsync(HttpContext context, JsonObject pod)
    {
        var query = context.Request.Query;
        var container = ExecSocket.ContainerOf(pod, query["container"].ToString());
        int? tail = int.TryParse(query["tailLines"], out var lines) ? lines : null;
        context.Response.ContentType = "text/plain";
        try
        {
            await foreach (var line in _behaviour.LogsAsync(_cluster, pod, container, query["follow"] == "true", tail, context.RequestAborted))
            {
                await context.Response.WriteAsync(line + "\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The client has read enough.
        }
    }

    private async Task ScaleAsync(HttpContext context, ResourceDefinition type, ApiPath path, JsonObject live)
    {
        if (context.Request.Method is "PUT" or "PATCH")
        {
            var body = await BodyAsync(context);
            var replicas = body["spec"]?["replicas"]?.GetValue<int>() ?? throw StatusError.BadRequest("spec.replicas is missing");
            live = _writer.Patch(type, path.Namespace, path.Name!, "application/merge-patch+json",
                new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } }, Options(context, path) with { Subresource = null });
        }

        await AnswerAsync(context, new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = new JsonObject
            {
                ["name"] = path.Name,
                ["namespace"] = path.Namespace,
                ["uid"] = live["metadata"]!["uid"]!.DeepClone(),
                ["resourceVersion"] = live["metadata"]!["resourceVersion"]!.DeepClone(),
            },
            ["spec"] = new JsonObject { ["replicas"] = live["spec"]?["replicas"]?.DeepClone() },
            ["status"] = new JsonObject { ["replicas"] = live["status"]?["replicas"]?.DeepClone() ?? 0 },
        });
    }

    private void Reap(ResourceDefinition type, ApiPath path) => _deleter.Reap(ObjectWriter.Key(type, path.Namespace, path.Name!));

    private static JsonObject Review(ResourceDefinition type, JsonObject body)
    {
        body["apiVersion"] = type.ApiVersion;
        body["kind"] = type.Kind;
        body["status"] = type.Kind switch
        {
            "SelfSubjectAccessReview" => new JsonObject { ["allowed"] = true, ["reason"] = "the demo cluster allows everything" },
            "SelfSubjectReview" => new JsonObject { ["userInfo"] = new JsonObject { ["username"] = "demo", ["groups"] = new JsonArray("system:masters", "system:authenticated") } },
            _ => new JsonObject
            {
                ["resourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*") }),
                ["nonResourceRules"] = new JsonArray(),
                ["incomplete"] = false,
            },
        };
        return body;
    }

    private static WriteOptions Options(HttpContext context, ApiPath path)
    {
        var query = context.Request.Query;
        var manager = query["fieldManager"].ToString() is { Length: > 0 } named ? named : context.Request.Headers.UserAgent.ToString().Split('/')[0] is { Length: > 0 } agent ? agent : "unknown";
        return new WriteOptions(manager, IsDryRun(context), query["force"] == "true", query["fieldValidation"] == "Strict", path.Subresource);
    }

    private static bool IsDryRun(HttpContext context) => context.Request.Query["dryRun"] == "All";

    private static async Task<JsonNode> BodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength > BodyLimit)
        {
            throw new StatusError(413, "RequestEntityTooLarge", $"Request entity too large: limit is {BodyLimit}");
        }

        var mediaType = context.Request.ContentType ?? "";
        if (mediaType.Contains("protobuf", StringComparison.Ordinal))
        {
            using var buffer = new MemoryStream();
            await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
            return ProtobufBody.Parse(buffer.ToArray());
        }

        if (mediaType.Contains("yaml", StringComparison.Ordinal))
        {
            using var reader = new StreamReader(context.Request.Body);
            var text = await reader.ReadToEndAsync(context.RequestAborted);
            if (!text.TrimStart().StartsWith('{'))
            {
                return YamlBody.Parse(text);
            }

            return JsonNode.Parse(text) ?? throw StatusError.BadRequest("the body is empty");
        }

        return await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) ?? throw StatusError.BadRequest("the body is empty");
    }

    private static async Task<JsonObject?> OptionalBodyAsync(HttpContext context) =>
        context.Request.ContentLength is null or 0 && !context.Request.Headers.TransferEncoding.ToString().Contains("chunked", StringComparison.Ordinal) ? null : (await BodyAsync(context)).AsObject();

    private static StatusError Unknown() => new(404, "NotFound", "the server could not find the requested resource");
}
