using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Apps;

/// <summary>Jaeger's query API: the services that sent traces, which are those with a sidecar and requests once a Telemetry resource turned tracing on.</summary>
internal static class JaegerQuery
{
    public static HttpReply Answer(PodView pod, HttpCall call, TrafficMoment moment)
    {
        var services = Services(ClusterView.Of(pod.Cluster)).Order(StringComparer.Ordinal).ToList();
        var body = call.Path == "/api/services"
            ? new JsonObject { ["data"] = new JsonArray([.. services.Select(one => JsonValue.Create(one))]), ["total"] = services.Count, ["limit"] = 0, ["offset"] = 0, ["errors"] = null }
            : new JsonObject { ["data"] = new JsonArray(), ["total"] = 0, ["limit"] = 0, ["offset"] = 0, ["errors"] = null };
        return new HttpReply(200, body.ToJsonString(), LatencyModel.Answer(moment.Random))
        {
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/json" },
        };
    }

    private static HashSet<string> Services(ClusterView view)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { "jaeger" };
        if (view.List("telemetry.istio.io", "telemetries").Any(one => one.Items("spec", "tracing").Any()))
        {
            var seen = view.Cluster.Traffic.Totals().Where(one => one.Requests > 0).Select(one => (one.Namespace, one.Name)).ToHashSet();
            names.UnionWith(view.Pods().Where(pod => pod.DataPlane == DataPlane.IstioSidecar && seen.Contains((pod.Namespace, pod.Name)))
                .Select(pod => $"{pod.Labels.GetValueOrDefault("app") ?? pod.Name}.{pod.Namespace}"));
        }

        return names;
    }
}
