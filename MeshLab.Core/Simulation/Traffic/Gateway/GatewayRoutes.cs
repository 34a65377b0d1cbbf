using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Traffic.Istio;

namespace MeshLab.Core.Simulation.Traffic.Gateway;

/// <summary>What a Gateway of the Gateway API does with a request: its listener, and the HTTPRoutes attached to it.</summary>
internal static class GatewayRoutes
{
    public static RouteDecision Decide(ClusterView view, string @namespace, string name, int port, PodView envoy, HttpCall call, Func<ServiceDestination, double, WeightedBackend> backend)
    {
        var gateway = view.Find("gateway.networking.k8s.io", "gateways", @namespace, name);
        var host = call.Authority.Split(':')[0];
        var listeners = gateway.Items("spec", "listeners").Where(one => one.Whole("port") == port && IsHost(one.Scalar("hostname"), host)).ToList();
        if (gateway is null || listeners.Count == 0)
        {
            return NotFound();
        }

        var routes = view.List("gateway.networking.k8s.io", "httproutes").Where(route =>
            route.Items("spec", "parentRefs").Any(parent => IsParent(parent, route, gateway, listeners)) && IsHostOfRoute(route, host));
        return HttpRoutes.Decide(view, routes, envoy, port, call, backend, null);
    }

    /// <summary>Whether a route may attach to one of the listeners, by the namespaces they allow.</summary>
    public static bool IsParent(JsonObject parent, JsonObject route, JsonObject gateway, IReadOnlyList<JsonObject> listeners)
    {
        if ((parent.Scalar("kind") ?? "Gateway") != "Gateway" || parent.Scalar("name") != gateway.Name() || (parent.Scalar("namespace") ?? route.Namespace()) != gateway.Namespace())
        {
            return false;
        }

        return listeners.Any(listener => (parent.Scalar("sectionName") ?? listener.Scalar("name")) == listener.Scalar("name") && (listener.Scalar("allowedRoutes", "namespaces", "from") ?? "Same") switch
        {
            "All" or "Selector" => true,
            _ => route.Namespace() == gateway.Namespace(),
        });
    }

    private static bool IsHostOfRoute(JsonObject route, string host)
    {
        var names = route.Texts("spec", "hostnames");
        return names.Count == 0 || names.Any(one => IsHost(one, host));
    }

    private static bool IsHost(string? pattern, string host) => pattern is null || IstioHosts.Means(pattern, "", host);

    private static RouteDecision NotFound() => new("none", []) { Direct = HttpReply.Proxy(404, "", "envoy") };
}
