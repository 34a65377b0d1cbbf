using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Traffic.Gateway;

namespace MeshLab.Core.Simulation.Traffic.Linkerd;

/// <summary>
/// What Linkerd's proxy decides: a ServiceProfile and a TrafficSplit (the older way, and then annotations and routes are ignored), else
/// HTTPRoutes that name the Service, with the retry and timeout annotations of route or Service.
/// </summary>
internal static class LinkerdRouting
{
    private const string Proxy = "linkerd";

    public static RouteDecision Decide(PodView from, ServiceDestination service, HttpCall call)
    {
        var view = ClusterView.Of(from.Cluster);
        if (ServiceProfiles.Decide(view, service, call) is { } profile)
        {
            return profile with { Backends = Backends(view, service), Proxy = Proxy };
        }

        if (TrafficSplits.Find(view, service) is not null)
        {
            return new RouteDecision("split/" + service.Key, Backends(view, service)) { Proxy = Proxy };
        }

        var route = HttpRoutes.ForService(view, from, service, call, (target, weight) => new WeightedBackend(target, weight), null)
            ?? HttpRoutes.ForService(view, from, service, call, (target, weight) => new WeightedBackend(target, weight), null, "policy.linkerd.io")
            ?? new RouteDecision("service/" + service.Key, [new WeightedBackend(service, 1)]);
        return Annotations.Apply(route, service) with { Proxy = Proxy };
    }

    private static IReadOnlyList<WeightedBackend> Backends(ClusterView view, ServiceDestination service) =>
        TrafficSplits.Find(view, service) is { } split ? TrafficSplits.Backends(view, split, service) : [new WeightedBackend(service, 1)];
}
