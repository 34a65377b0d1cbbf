using MeshLab.Core.Simulation.Traffic.Gateway;

namespace MeshLab.Core.Simulation.Traffic.Cilium;

/// <summary>Cilium as a mesh for pods without proxies: with the Gateway API on, HTTPRoutes that name a Service route its traffic.</summary>
internal static class CiliumRouting
{
    public static RouteDecision? Decide(PodView from, ServiceDestination service, HttpCall call)
    {
        var view = ClusterView.Of(from.Cluster);
        return view.HasCilium && CiliumConfig.Flag(from.Cluster, "enable-gateway-api")
            ? HttpRoutes.ForService(view, from, service, call, (target, weight) => new WeightedBackend(target, weight), null)
            : null;
    }
}
