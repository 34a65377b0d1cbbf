using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Traffic.Gateway;
using MeshLab.Core.Simulation.Traffic.Istio;

namespace MeshLab.Core.Simulation.Traffic.Apps;

/// <summary>An Envoy of Istio as a gateway: configured by Istio's Gateway and VirtualService, or by a Gateway and HTTPRoutes of the Gateway API.</summary>
internal static class IstioGateways
{
    private const string GatewayName = "gateway.networking.k8s.io/gateway-name";

    public static bool Listens(PodView gateway, int port)
    {
        var view = ClusterView.Of(gateway.Cluster);
        return gateway.Labels.TryGetValue(GatewayName, out var name)
            ? view.Find("gateway.networking.k8s.io", "gateways", gateway.Namespace, name).Items("spec", "listeners").Any(one => one.Whole("port") == port)
            : Servers(view, gateway, port).Any();
    }

    public static HttpReply Answer(TrafficEngine engine, PodView from, PodView gateway, int port, HttpCall call, TrafficMoment moment)
    {
        var view = ClusterView.Of(gateway.Cluster);
        return engine.Run(gateway, Decide(view, gateway, port, call), Forwarded(from, call), moment with { Connection = null });
    }

    private static RouteDecision Decide(ClusterView view, PodView gateway, int port, HttpCall call)
    {
        WeightedBackend Backend(ServiceDestination service, double weight) => DestinationRules.Backend(gateway, service, null, weight);
        if (gateway.Labels.TryGetValue(GatewayName, out var name))
        {
            return GatewayRoutes.Decide(view, gateway.Namespace, name, port, gateway, call, Backend);
        }

        var host = call.Authority.Split(':')[0];
        var names = Servers(view, gateway, port)
            .Where(one => one.Server.Texts("hosts").Any(pattern => IstioHosts.Means(pattern.Split('/')[^1], one.Gateway.Namespace(), host)))
            .Select(one => $"{one.Gateway.Namespace()}/{one.Gateway.Name()}").ToHashSet();
        return VirtualServices.Find(view, gateway.Namespace, host, names) is { } virtualService && VirtualServices.Decide(virtualService, gateway, call, port, names.First()) is { } decision
            ? decision
            : new RouteDecision("none", []) { Direct = HttpReply.Proxy(404, "", "istio-envoy") };
    }

    private static IEnumerable<(JsonObject Gateway, JsonObject Server)> Servers(ClusterView view, PodView gateway, int port) =>
        view.List("networking.istio.io", "gateways")
            .Where(one => gateway.Labels.Has(one.Pairs("spec", "selector")))
            .SelectMany(one => one.Items("spec", "servers").Where(server => server.Whole("port", "number") == port).Select(server => (one, server)));

    private static HttpCall Forwarded(PodView from, HttpCall call) => call.WithHeader("X-Forwarded-For", from.Address).WithHeader("X-Forwarded-Proto", call.Scheme);
}
