using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MeshLab.Core.Simulation.Traffic.Apps;

/// <summary>
/// A Prometheus whose scrapes are the demo cluster's own ledger. It knows the request counters of the meshes and <c>up</c>, takes a name with
/// labels, and sums when the query does; PromQL beyond that it does not evaluate.
/// </summary>
internal static partial class PrometheusServer
{
    public static HttpReply Answer(PodView pod, HttpCall call, TrafficMoment moment)
    {
        var took = LatencyModel.Answer(moment.Random);
        return call.Path switch
        {
            "/-/ready" => Text("Prometheus Server is Ready.\n"),
            "/-/healthy" => Text("Prometheus Server is Healthy.\n"),
            "/api/v1/query" => Query(pod, call, moment, took),
            _ => Text("Prometheus (simulated)\n"),
        };

        HttpReply Text(string body) => new(200, body, took) { Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "text/plain; charset=utf-8" } };
    }

    private static HttpReply Query(PodView pod, HttpCall call, TrafficMoment moment, TimeSpan took)
    {
        var query = Uri.UnescapeDataString(call.Query.Split('&').Select(one => one.Split('=', 2)).Where(one => one[0] == "query").Select(one => one[^1]).FirstOrDefault() ?? "").Replace('+', ' ');
        if (query.Length == 0)
        {
            return Json(400, new JsonObject { ["status"] = "error", ["errorType"] = "bad_data", ["error"] = "invalid parameter \"query\": 1:1: parse error: no expression found in input" }, took);
        }

        var time = moment.Time.ToUnixTimeMilliseconds() / 1000.0;
        var wanted = LabelPair().Matches(query).Select(one => (Name: one.Groups[1].Value, Value: one.Groups[2].Value)).ToList();
        var series = Series(ClusterView.Of(pod.Cluster)).Where(one => Regex.IsMatch(query, $@"(^|\W){one.Name}(\W|$)", RegexOptions.None, TimeSpan.FromMilliseconds(100)) && wanted.All(pair => one.Labels.GetValueOrDefault(pair.Name) == pair.Value)).ToList();
        var result = query.StartsWith("sum", StringComparison.Ordinal) && !query.Contains(" by", StringComparison.Ordinal)
            ? series.Count == 0 ? new JsonArray() : new JsonArray(Sample([], series.Sum(one => one.Value), time))
            : new JsonArray([.. series.Select(one => Sample(one.Labels.Prepend(KeyValuePair.Create("__name__", one.Name)), one.Value, time))]);
        return Json(200, new JsonObject { ["status"] = "success", ["data"] = new JsonObject { ["resultType"] = "vector", ["result"] = result } }, took);
    }

    private static IEnumerable<(string Name, Dictionary<string, string> Labels, double Value)> Series(ClusterView view)
    {
        var totals = view.Cluster.Traffic.Totals().ToDictionary(one => (one.Namespace, one.Name), one => one.Requests);
        foreach (var pod in view.Pods().Where(one => one.IsReady))
        {
            var app = pod.Labels.GetValueOrDefault("app") ?? pod.Name;
            if (totals.TryGetValue((pod.Namespace, pod.Name), out var requests) && Counter(view, pod) is { } counter)
            {
                yield return (counter, new Dictionary<string, string>
                {
                    ["app"] = app,
                    ["destination_service_name"] = app,
                    ["destination_workload"] = app,
                    ["destination_workload_namespace"] = pod.Namespace,
                    ["namespace"] = pod.Namespace,
                    ["pod"] = pod.Name,
                    ["reporter"] = "destination",
                    ["response_code"] = "200",
                }, requests);
            }

            yield return ("up", new Dictionary<string, string> { ["job"] = "kubernetes-pods", ["namespace"] = pod.Namespace, ["pod"] = pod.Name }, 1);
        }
    }

    private static string? Counter(ClusterView view, PodView pod) => pod.DataPlane switch
    {
        DataPlane.IstioSidecar => "istio_requests_total",
        DataPlane.Linkerd => "request_total",
        DataPlane.IstioAmbient => "istio_tcp_connections_opened_total",
        _ => view.HasCilium ? "hubble_http_requests_total" : null,
    };

    private static JsonObject Sample(IEnumerable<KeyValuePair<string, string>> labels, double value, double time) => new()
    {
        ["metric"] = new JsonObject(labels.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)JsonValue.Create(one.Value)))),
        ["value"] = new JsonArray(JsonValue.Create(time), JsonValue.Create(value.ToString(CultureInfo.InvariantCulture))),
    };

    private static HttpReply Json(int code, JsonNode body, TimeSpan took) => new(code, body.ToJsonString(), took)
    {
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/json" },
    };

    [GeneratedRegex("([a-zA-Z_]\\w*)\\s*=\\s*\"([^\"]*)\"")]
    private static partial Regex LabelPair();
}
