using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MeshLab.Tests.Measurements.Sampling;

/// <summary>An API server with one or more nodes that answer with a recorded kubelet summary, whose counters go on with <see cref="PassedSeconds"/>.</summary>
internal sealed class FakeKubelet : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _summary = File.ReadAllText(Sample.Path("kubelet-stats-summary.json"));
    private readonly JsonNode _pods = JsonNode.Parse(File.ReadAllText(Sample.Path("pod-list.json")))!;
    private int _answers;

    private FakeKubelet(string[] nodes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/api", () => Json("""{"kind":"APIVersions","versions":["v1"]}"""));
        _app.MapGet("/apis", () => Json("""{"kind":"APIGroupList","apiVersion":"v1","groups":[]}"""));
        _app.MapGet("/api/v1", () => Json("""
            {"kind":"APIResourceList","groupVersion":"v1","resources":[
              {"name":"nodes","singularName":"node","namespaced":false,"kind":"Node","verbs":["get","list"]},
              {"name":"namespaces","singularName":"namespace","namespaced":false,"kind":"Namespace","verbs":["get","list"]},
              {"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod","verbs":["get","list"]}]}
            """));
        _app.MapGet("/api/v1/nodes", () => Json(List("Node", nodes.Select(name => new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } }))));
        _app.MapGet("/api/v1/namespaces", () => Json(List("Namespace", [new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } }])));
        _app.MapGet("/api/v1/pods", () => Json(List("Pod", _pods["items"]!.AsArray().Select(pod => pod!.DeepClone().AsObject()))));
        _app.MapGet("/api/v1/nodes/{node}/proxy/stats/summary", AnswerAsync);
    }

    /// <summary>The API server's address.</summary>
    public string Address => _app.Urls.First();

    /// <summary>How many seconds have passed since the recording.</summary>
    public double PassedSeconds { get; set; }

    /// <summary>Nodes that answer with an error.</summary>
    public HashSet<string> Broken { get; } = [];

    /// <summary>Whether answers never come.</summary>
    public bool Hangs { get; set; }

    /// <summary>How many summaries were asked for.</summary>
    public int Answers => Volatile.Read(ref _answers);

    public static async Task<FakeKubelet> StartAsync(params string[] nodes)
    {
        var server = new FakeKubelet(nodes.Length == 0 ? ["lab"] : nodes);
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> AnswerAsync(string node, CancellationToken aborted)
    {
        Interlocked.Increment(ref _answers);
        if (Hangs)
        {
            await Task.Delay(Timeout.Infinite, aborted);
        }

        return Broken.Contains(node)
            ? Results.Json(new { kind = "Status", status = "Failure", message = $"error trying to reach service: node {node} is gone", reason = "NotFound", code = 404 }, statusCode: 404)
            : Json(Advance(JsonNode.Parse(_summary)!).ToJsonString());
    }

    /// <summary>Every container has used a quarter of a core since the recording.</summary>
    private JsonNode Advance(JsonNode node)
    {
        switch (node)
        {
            case JsonObject holder:
                foreach (var (name, value) in holder.ToList())
                {
                    holder[name] = (name, value) switch
                    {
                        ("time", JsonValue) => DateTimeOffset.Parse((string)value!, CultureInfo.InvariantCulture).AddSeconds(PassedSeconds).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
                        ("usageCoreNanoSeconds", JsonValue) => (long)value! + (long)(PassedSeconds * 0.25e9),
                        (_, not null) => Advance(value.DeepClone()),
                        _ => null,
                    };
                }

                break;
            case JsonArray list:
                for (var index = 0; index < list.Count; index++)
                {
                    list[index] = list[index] is { } item ? Advance(item.DeepClone()) : null;
                }

                break;
        }

        return node;
    }

    private static IResult Json(string text) => Results.Text(text, "application/json");

    private static string List(string kind, IEnumerable<JsonObject> items) =>
        new JsonObject { ["kind"] = $"{kind}List", ["apiVersion"] = "v1", ["metadata"] = new JsonObject { ["resourceVersion"] = "1" }, ["items"] = new JsonArray([.. items]) }.ToJsonString();
}
