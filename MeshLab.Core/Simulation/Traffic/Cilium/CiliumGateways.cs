using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Traffic.Gateway;

namespace MeshLab.Core.Simulation.Traffic.Cilium;

/// <summary>Traffic that enters by Cilium's Gateway or Ingress: Services without pods, behind which the node's Envoy listens.</summary>
internal static class CiliumGateways
{
    private const string OwningGateway = "io.cilium.gateway/owning-gateway";

    /// <summary>The name of the Gateway a Service belongs to, empty for the shared Ingress, or null for any other Service.</summary>
    public static string? Owner(ServiceDestination service)
    {
        var labels = service.Service.Pairs("metadata", "labels");
        return labels.TryGetValue(OwningGateway, out var gateway) ? gateway : labels.GetValueOrDefault("cilium.io/ingress") == "true" ? "" : null;
    }

    public static HttpReply Answer(TrafficEngine engine, PodView from, ServiceDestination service, string gateway, HttpCall call, TrafficMoment moment)
    {
        var view = ClusterView.Of(service.Cluster);
        var envoy = Envoy(view, service.Namespace);
        var decision = gateway.Length > 0
            ? GatewayRoutes.Decide(view, service.Namespace, gateway, service.Port, envoy, call, (target, weight) => new WeightedBackend(target, weight))
            : Ingresses.Decide(view, call);
        return engine.Run(envoy, decision, call, moment).Plus(LatencyModel.ThroughNodeEnvoy(moment.Random));
    }

    /// <summary>The node's Envoy as a caller; policies know it as the entity <c>ingress</c>.</summary>
    private static PodView Envoy(ClusterView view, string @namespace) => new(view, new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = "cilium-envoy", ["namespace"] = @namespace, ["labels"] = new JsonObject { [CiliumPeers.Ingress] = "" } },
        ["spec"] = new JsonObject { ["hostNetwork"] = true },
        ["status"] = new JsonObject(),
    });
}
