namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>
/// Istio's ambient mode: ztunnel carries connections and knows identities; where a Service, its namespace or its pods name a waypoint,
/// that Envoy routes and looks at requests.
/// </summary>
internal static class Ambient
{
    private const string UseWaypoint = "istio.io/use-waypoint";

    /// <summary>What happens to a request of a caller in the ambient mesh.</summary>
    public static RouteDecision Decide(PodView from, ServiceDestination service, HttpCall call) => Waypoint(service) is { } waypoint
        ? AtWaypoint(from, waypoint, service, call)
        : new RouteDecision("service/" + service.Key, [new WeightedBackend(service, 1)]) { PerRequest = false };

    /// <summary>What ztunnel refuses by the connection alone: policies with a selector or none, and plain text under STRICT.</summary>
    public static HttpReply? Refusal(PodView from, PodView to, int port)
    {
        var view = ClusterView.Of(to.Cluster);
        var isMutual = from.DataPlane is DataPlane.IstioSidecar or DataPlane.IstioAmbient;
        if (!isMutual && PeerAuthentications.IsStrict(view, to, port))
        {
            return HttpReply.Reset(TimeSpan.Zero);
        }

        // What came through a waypoint bears the waypoint's identity; its policies were asked there.
        var subject = new AuthorizationSubject(isMutual ? from : null, from, to, port, null, null);
        return AuthorizationPolicies.Allow(view, PolicyTarget.Workload(to), subject) ? null : HttpReply.Reset(TimeSpan.Zero);
    }

    /// <summary>The pod of the waypoint a Service uses, when one is ready.</summary>
    public static PodView? Waypoint(ServiceDestination service)
    {
        var view = ClusterView.Of(service.Cluster);
        var labels = service.Service.Pairs("metadata", "labels");
        var space = view.NamespaceLabels(service.Namespace);
        var name = labels.GetValueOrDefault(UseWaypoint) ?? space.GetValueOrDefault(UseWaypoint);
        if (name is null or "none")
        {
            return null;
        }

        var waypointNamespace = labels.GetValueOrDefault("istio.io/use-waypoint-namespace") ?? space.GetValueOrDefault("istio.io/use-waypoint-namespace") ?? service.Namespace;
        return view.Pods(waypointNamespace).FirstOrDefault(pod => pod.IsReady && pod.Labels.GetValueOrDefault("gateway.networking.k8s.io/gateway-name") == name);
    }

    private static RouteDecision AtWaypoint(PodView from, PodView waypoint, ServiceDestination service, HttpCall call)
    {
        var view = ClusterView.Of(service.Cluster);
        var now = service.Cluster.Clock.GetUtcNow();
        return Inbound.Requests(view, waypoint, from, from, service.Port, call, now, PolicyTarget.Waypoint(waypoint, service)) is { } refusal
            ? new RouteDecision("refused", []) { Direct = refusal, Via = waypoint }
            : IstioRouting.Decide(from, service, call) with { Via = waypoint };
    }
}
