using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>What a policy is asked about: a workload by its labels, or a waypoint or gateway and the Service behind it by <c>targetRefs</c>.</summary>
internal sealed record PolicyTarget(string Namespace, IReadOnlyDictionary<string, string> Labels, string? Gateway, ServiceDestination? Service)
{
    private const string RootNamespace = "istio-system";

    public static PolicyTarget Workload(PodView pod) => new(pod.Namespace, pod.Labels, pod.Labels.GetValueOrDefault("gateway.networking.k8s.io/gateway-name"), null);

    public static PolicyTarget Waypoint(PodView waypoint, ServiceDestination service) =>
        new(service.Namespace, new Dictionary<string, string>(), waypoint.Labels.GetValueOrDefault("gateway.networking.k8s.io/gateway-name"), service);

    /// <summary>Whether a policy applies: of the own or the root namespace, by selector, by target, or to all when it has neither.</summary>
    public bool Concerns(JsonObject policy)
    {
        var targets = policy.Items("spec", "targetRefs").Concat(policy.At("spec", "targetRef") is JsonObject one ? [one] : []).ToList();
        if (targets.Count > 0)
        {
            return policy.Namespace() == Namespace && targets.Any(Is);
        }

        // A waypoint takes only policies that name it or its Services; those with selectors are left to ztunnel.
        return Service is null && (policy.Namespace() == Namespace || policy.Namespace() == RootNamespace) && Labels.Has(policy.Pairs("spec", "selector", "matchLabels"));
    }

    private bool Is(JsonObject target) => target.Scalar("kind") switch
    {
        "Gateway" => target.Scalar("name") == Gateway,
        "Service" => Service is not null && target.Scalar("name") == Service.Name,
        "GatewayClass" => Gateway is not null,
        _ => false,
    };
}
