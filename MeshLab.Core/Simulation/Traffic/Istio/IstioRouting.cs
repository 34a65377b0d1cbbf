namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>What an Envoy of Istio decides for a request to a Service: VirtualService, else HTTPRoute, else the Service itself.</summary>
internal static class IstioRouting
{
    public static RouteDecision FromSidecar(PodView from, ServiceDestination service, HttpCall call) =>
        Egress.Sees(from, service) ? Decide(from, service, call) : Egress.Unknown(from, service, call);

    public static RouteDecision Decide(PodView from, ServiceDestination service, HttpCall call)
    {
        var view = ClusterView.Of(from.Cluster);
        if (VirtualServices.Find(view, from.Namespace, service.FullName) is { } virtualService && virtualService.Items("spec", "http").Any())
        {
            return VirtualServices.Decide(virtualService, from, call, service.Port, gateway: null)
                ?? new RouteDecision("none", []) { Direct = HttpReply.Proxy(404, "", "envoy") };
        }

        return Gateway.HttpRoutes.ForService(view, from, service, call, (target, weight) => DestinationRules.Backend(from, target, null, weight), Retries.Read(null)) is { } route
            ? route
            : new RouteDecision("service/" + service.Key, [DestinationRules.Backend(from, service, null, 1)]) { Retries = Retries.Read(null) };
    }
}
