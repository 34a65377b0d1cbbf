using System.Globalization;
using System.Text.Json.Nodes;
using MeshLab.Tests.Measurements.Sources.Prometheus;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MeshLab.Tests.Measurements.Sources;

/// <summary>An API server whose kubelet and metrics API tell the same truth that a Prometheus scrapes, and whose proxy leads to that Prometheus.</summary>
internal sealed class TruthfulCluster : IAsyncDisposable
{
    private const string Stamp = "yyyy-MM-ddTHH:mm:ss.fffZ";

    private readonly ScrapedTruth _truth;
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    private TruthfulCluster(ScrapedTruth truth)
    {
        _truth = truth;
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
        _app.MapGet("/api/v1/nodes", () => Items([new JsonObject { ["metadata"] = new JsonObject { ["name"] = "n1" } }]));
        _app.MapGet("/api/v1/namespaces", () => Items([new JsonObject { ["metadata"] = new JsonObject { ["name"] = "shop" } }]));
        _app.MapGet("/api/v1/pods", () => Items(_truth.Containers.Select(one => one.Pod).Distinct().Select(pod => new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = pod, ["namespace"] = "shop", ["uid"] = $"uid-{pod}" },
            ["spec"] = new JsonObject { ["nodeName"] = "n1", ["containers"] = new JsonArray() },
        })));
        _app.MapGet("/api/v1/nodes/n1/proxy/stats/summary", () => KubeletsRefused ? Status(403, "nodes \"n1\" is forbidden: cannot get resource \"nodes/proxy\"") : Json(Summary().ToJsonString()));
        _app.MapGet("/apis/metrics.k8s.io/v1beta1/pods", () => MetricsServed ? Items(PodMetrics()) : Status(404, "the server could not find the requested resource"));
        _app.MapGet("/apis/metrics.k8s.io/v1beta1/nodes", () => MetricsServed ? Items([NodeMetrics()]) : Status(404, "the server could not find the requested resource"));
        _app.MapGet("/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/{**path}", ProxyAsync);
    }

    public string Address => _app.Urls.First();

    public bool KubeletsRefused { get; set; }

    public bool MetricsServed { get; set; } = true;

    /// <summary>Where the Service monitoring/prometheus leads.</summary>
    public string? PrometheusAddress { get; set; }

    public static async Task<TruthfulCluster> StartAsync(ScrapedTruth truth)
    {
        var cluster = new TruthfulCluster(truth);
        await cluster._app.StartAsync();
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private async Task<IResult> ProxyAsync(string path, HttpContext context) => PrometheusAddress is { } address
        ? Json(await _http.GetStringAsync($"{address}/{path}{context.Request.QueryString}"))
        : Status(503, "no endpoints available for service \"prometheus:9090\"");

    private JsonObject Summary()
    {
        var now = DateTimeOffset.UtcNow;
        var time = now.ToString(Stamp, CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["node"] = new JsonObject { ["nodeName"] = "n1" },
            ["pods"] = new JsonArray([.. _truth.Containers.GroupBy(one => one.Pod).Select(pod => new JsonObject
            {
                ["podRef"] = new JsonObject { ["name"] = pod.Key, ["namespace"] = "shop", ["uid"] = $"uid-{pod.Key}" },
                ["containers"] = new JsonArray([.. pod.Select(one => new JsonObject
                {
                    ["name"] = one.Name,
                    ["startTime"] = one.StartedAt.ToString(Stamp, CultureInfo.InvariantCulture),
                    ["cpu"] = new JsonObject { ["time"] = time, ["usageCoreNanoSeconds"] = (long)(one.UsedUntil(now) * 1e9) },
                    ["memory"] = new JsonObject { ["time"] = time, ["workingSetBytes"] = one.Memory },
                })]),
            })]),
        };
    }

    /// <summary>A metrics-server that reads every second: a pod is left out until all its containers were read twice.</summary>
    private IEnumerable<JsonObject> PodMetrics()
    {
        var (start, end) = Window();
        return _truth.Containers.GroupBy(one => one.Pod).Where(pod => pod.All(one => one.StartedAt <= start)).Select(pod => Metrics("PodMetrics", pod.Key, end, new JsonObject
        {
            ["containers"] = new JsonArray([.. pod.Select(one => new JsonObject { ["name"] = one.Name, ["usage"] = Usage(one.UsedUntil(end) - one.UsedUntil(start), one.Memory) })]),
        }));
    }

    private JsonObject NodeMetrics()
    {
        var (start, end) = Window();
        var all = _truth.Containers.ToList();
        return Metrics("NodeMetrics", "n1", end, new JsonObject { ["usage"] = Usage(all.Sum(one => one.UsedUntil(end) - one.UsedUntil(start)), all.Sum(one => one.Memory)) });
    }

    private static (DateTimeOffset Start, DateTimeOffset End) Window()
    {
        var end = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        return (end.AddSeconds(-1), end);
    }

    private static JsonObject Metrics(string kind, string name, DateTimeOffset end, JsonObject item)
    {
        item["kind"] = kind;
        item["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = kind == "PodMetrics" ? "shop" : null };
        item["timestamp"] = end.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        item["window"] = "1s";
        return item;
    }

    private static JsonObject Usage(double coreSeconds, long bytes) => new() { ["cpu"] = string.Create(CultureInfo.InvariantCulture, $"{(long)(coreSeconds * 1e9)}n"), ["memory"] = string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024}Ki") };

    private static IResult Items(IEnumerable<JsonObject> items) =>
        Json(new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = "1" }, ["items"] = new JsonArray([.. items]) }.ToJsonString());

    private static IResult Json(string text) => Results.Text(text, "application/json");

    private static IResult Status(int code, string message) => Results.Json(
        new { kind = "Status", apiVersion = "v1", status = "Failure", message, reason = code switch { 403 => "Forbidden", 404 => "NotFound", _ => "ServiceUnavailable" }, code }, statusCode: code);
}
