using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Gateway;

/// <summary>The older way in: Ingress rules by host and path.</summary>
internal static class Ingresses
{
    public static RouteDecision Decide(ClusterView view, HttpCall call)
    {
        var host = call.Authority.Split(':')[0];
        var path = view.List("networking.k8s.io", "ingresses")
            .SelectMany(ingress => ingress.Items("spec", "rules").Where(rule => (rule.Scalar("host") ?? host) == host).SelectMany(rule => rule.Items("http", "paths")).Select(one => (Ingress: ingress, Path: one)))
            .Where(one => IsPath(one.Path, call.Path))
            .OrderByDescending(one => one.Path.Scalar("path")?.Length ?? 0).FirstOrDefault();
        var service = path.Path is null ? null : Service(view, path.Ingress, path.Path["backend"]?["service"]);
        return service is null
            ? new RouteDecision("none", []) { Direct = HttpReply.Proxy(404, "", "envoy") }
            : new RouteDecision("ingress/" + service.Key, [new WeightedBackend(service, 1)]);
    }

    private static ServiceDestination? Service(ClusterView view, JsonObject ingress, JsonNode? backend)
    {
        var service = view.Find("", "services", ingress.Namespace(), backend.Scalar("name") ?? "");
        var port = backend.Whole("port", "number") ?? service.Items("spec", "ports").FirstOrDefault(one => one.Scalar("name") == backend.Scalar("port", "name"))?.Whole("port");
        return service is null || port is null ? null : new ServiceDestination(view.Cluster, service, port.Value);
    }

    private static bool IsPath(JsonObject entry, string path)
    {
        var value = entry.Scalar("path") ?? "/";
        return entry.Scalar("pathType") == "Exact" ? path == value : value == "/" || path == value.TrimEnd('/') || path.StartsWith(value.TrimEnd('/') + "/", StringComparison.Ordinal);
    }
}
