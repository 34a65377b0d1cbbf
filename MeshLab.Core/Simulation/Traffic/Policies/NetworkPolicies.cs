using System.Net;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Policies;

/// <summary>Kubernetes' own NetworkPolicy. The demo cluster's network enforces it, as kindnet and Cilium do.</summary>
internal static class NetworkPolicies
{
    public static bool Allow(PodView from, PodView to, int port) =>
        AllowEgress(from, to, port) && AllowIngress(from, to, port);

    public static bool AllowOutside(PodView from, ExternalDestination outside)
    {
        var policies = Selecting(from, "Egress");
        return policies.Count == 0 || policies.Any(policy => policy.Items("spec", "egress").Any(rule =>
            IsPort(rule, outside.Port, null) && (!rule.Items("to").Any() || rule.Items("to").Any(peer => peer.Scalar("ipBlock", "cidr") == "0.0.0.0/0" || InBlock(peer["ipBlock"], outside.Host)))));
    }

    private static bool AllowIngress(PodView from, PodView to, int port)
    {
        var policies = Selecting(to, "Ingress");
        return policies.Count == 0 || policies.Any(policy => policy.Items("spec", "ingress").Any(rule =>
            IsPort(rule, port, to) && (!rule.Items("from").Any() || rule.Items("from").Any(peer => IsPeer(peer, policy.Namespace(), from, to.Cluster)))));
    }

    private static bool AllowEgress(PodView from, PodView to, int port)
    {
        var policies = Selecting(from, "Egress");
        return policies.Count == 0 || policies.Any(policy => policy.Items("spec", "egress").Any(rule =>
            IsPort(rule, port, to) && (!rule.Items("to").Any() || rule.Items("to").Any(peer => IsPeer(peer, policy.Namespace(), to, from.Cluster)))));
    }

    private static List<JsonObject> Selecting(PodView pod, string direction) =>
        [.. ClusterView.Of(pod.Cluster).List("networking.k8s.io", "networkpolicies", pod.Namespace).Where(one => one.At("spec", "podSelector").Selects(pod.Labels) && Directions(one).Contains(direction))];

    private static IReadOnlyList<string> Directions(JsonObject policy)
    {
        var named = policy.Texts("spec", "policyTypes");
        return named.Count > 0 ? named : policy.At("spec", "egress") is null ? ["Ingress"] : ["Ingress", "Egress"];
    }

    private static bool IsPeer(JsonObject peer, string @namespace, PodView pod, DemoCluster cluster)
    {
        if (peer["ipBlock"] is { } block)
        {
            return InBlock(block, MultiCluster.PodRanges.Address(pod));
        }

        // Labels are known of the own cluster's pods only.
        var space = peer["namespaceSelector"] is { } selector ? selector.Selects(ClusterView.Of(pod.Cluster).NamespaceLabels(pod.Namespace)) : pod.Namespace == @namespace;
        return pod.Cluster == cluster && space && (peer["podSelector"] is not { } pods || pods.Selects(pod.Labels));
    }

    private static bool IsPort(JsonObject rule, int port, PodView? pod)
    {
        var ports = rule.Items("ports").ToList();
        return ports.Count == 0 || ports.Any(one => (one.Scalar("protocol") ?? "TCP") == "TCP" && (one["port"] is null || InRange(one, port, pod)));
    }

    private static bool InRange(JsonObject entry, int port, PodView? pod)
    {
        var first = entry.Whole("port") ?? pod?.PortNumber(entry.Scalar("port"));
        return first is not null && port >= first && port <= (entry.Whole("endPort") ?? first);
    }

    private static bool InBlock(JsonNode? block, string address) =>
        IPAddress.TryParse(address, out var parsed)
        && IPNetwork.TryParse(block.Scalar("cidr"), out var network) && network.Contains(parsed)
        && !block.Texts("except").Any(one => IPNetwork.TryParse(one, out var not) && not.Contains(parsed));
}
