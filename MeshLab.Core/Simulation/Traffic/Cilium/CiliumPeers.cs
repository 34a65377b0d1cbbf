using System.Net;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Traffic.Istio;

namespace MeshLab.Core.Simulation.Traffic.Cilium;

/// <summary>Who a rule of a Cilium policy means: endpoints by label, entities, addresses, names.</summary>
internal static class CiliumPeers
{
    public const string Ingress = "reserved:ingress";
    private static readonly string[] Selections = ["Endpoints", "Entities", "CIDR", "CIDRSet", "FQDNs", "Services", "Nodes", "Groups"];

    private const string NamespaceLabel = "io.kubernetes.pod.namespace";
    private const string ClusterLabel = "io.cilium.k8s.policy.cluster";
    private const string NamespaceLabels = "io.cilium.k8s.namespace.labels.";

    /// <summary>A pod's labels with those Cilium adds.</summary>
    public static IReadOnlyDictionary<string, string> LabelsOf(PodView pod)
    {
        var labels = new Dictionary<string, string>(pod.Labels, StringComparer.Ordinal)
        {
            [NamespaceLabel] = pod.Namespace,
            ["io.cilium.k8s.policy.serviceaccount"] = pod.ServiceAccount,
            [ClusterLabel] = CiliumConfig.ClusterName(pod.Cluster),
        };
        foreach (var (key, value) in ClusterView.Of(pod.Cluster).NamespaceLabels(pod.Namespace))
        {
            labels[NamespaceLabels + key] = value;
        }

        return labels;
    }

    /// <summary>A label selector whose keys may name their source, e.g. <c>k8s:app</c>.</summary>
    public static bool Selects(JsonNode selector, IReadOnlyDictionary<string, string> labels)
    {
        if (selector is not JsonObject given)
        {
            return false;
        }

        var plain = (JsonObject)given.DeepClone();
        plain["matchLabels"] = new JsonObject(given.Pairs("matchLabels").Select(one => KeyValuePair.Create(Plain(one.Key), (JsonNode?)JsonValue.Create(one.Value))));
        foreach (var expression in plain.Items("matchExpressions"))
        {
            expression["key"] = Plain(expression.Scalar("key") ?? "");
        }

        return plain.Selects(labels);
    }

    public static bool IsPeer(JsonObject rule, string side, PodView peer, PodView self, string policyNamespace)
    {
        var fields = Selections.Select(one => side + one).Where(one => rule[one] is not null).ToList();
        if (fields.Count == 0)
        {
            // A rule that names nobody means everybody.
            return true;
        }

        var isIngress = peer.Labels.ContainsKey(Ingress);
        return fields.Any(field => field[side.Length..] switch
        {
            "Endpoints" => !isIngress && rule.Items(field).Any(selector => Selects(InNamespace(selector, policyNamespace), LabelsOf(peer))),
            "Entities" => rule.Texts(field).Any(entity => IsEntity(entity, peer, self, isIngress)),
            "CIDR" => rule.Texts(field).Any(block => InBlock(block, peer.Address)),
            "CIDRSet" => rule.Items(field).Any(block => InBlock(block.Scalar("cidr"), peer.Address)),
            "Services" => !isIngress && rule.Items(field).Any(one => IsBehind(one, peer)),
            _ => false,
        });
    }

    public static bool IsOutside(JsonObject rule, string host)
    {
        var named = rule.ContainsKey("toEndpoints") || rule.ContainsKey("toEntities") || rule.ContainsKey("toCIDR") || rule.ContainsKey("toCIDRSet") || rule.ContainsKey("toFQDNs") || rule.ContainsKey("toServices");
        return !named
            || rule.Texts("toEntities").Any(one => one is "all" or "world" or "world-ipv4")
            || rule.Items("toFQDNs").Any(one => one.Scalar("matchName") == host || (one.Scalar("matchPattern") is { } pattern && StringMatch.IsMatch(host, pattern.Replace(".", "[.]", StringComparison.Ordinal).Replace("*", "[-a-zA-Z0-9_]*", StringComparison.Ordinal))))
            || rule.Texts("toCIDR").Any(block => InBlock(block, host) || block == "0.0.0.0/0")
            || rule.Items("toCIDRSet").Any(block => InBlock(block.Scalar("cidr"), host) || block.Scalar("cidr") == "0.0.0.0/0");
    }

    private static bool IsEntity(string entity, PodView peer, PodView self, bool isIngress) => entity switch
    {
        "all" => true,
        "ingress" => isIngress,
        "cluster" => isIngress || peer.Cluster == self.Cluster,
        "host" => peer.Pod.IsTrue("spec", "hostNetwork") && peer.Node == self.Node,
        "remote-node" => peer.Pod.IsTrue("spec", "hostNetwork") && peer.Node != self.Node,
        _ => false,
    };

    private static bool IsBehind(JsonObject reference, PodView peer)
    {
        var (name, space) = (reference.Scalar("k8sService", "serviceName"), reference.Scalar("k8sService", "namespace") ?? peer.Namespace);
        var selector = ClusterView.Of(peer.Cluster).Find("", "services", space, name ?? "").Pairs("spec", "selector");
        return selector.Count > 0 && peer.Namespace == space && peer.Labels.Has(selector);
    }

    /// <summary>A selector that names no namespace means the policy's own.</summary>
    private static JsonObject InNamespace(JsonObject selector, string policyNamespace)
    {
        var names = selector.Pairs("matchLabels").Keys.Concat(selector.Items("matchExpressions").Select(one => one.Scalar("key") ?? "")).Select(Plain);
        if (policyNamespace.Length == 0 || names.Any(one => one == NamespaceLabel || one.StartsWith(NamespaceLabels, StringComparison.Ordinal)))
        {
            return selector;
        }

        var own = (JsonObject)selector.DeepClone();
        var labels = own["matchLabels"] as JsonObject ?? [];
        labels[NamespaceLabel] = policyNamespace;
        own["matchLabels"] = labels.Parent is null ? labels : labels.DeepClone();
        return own;
    }

    private static string Plain(string key) => key.StartsWith("k8s:", StringComparison.Ordinal) ? key[4..] : key.StartsWith("any:", StringComparison.Ordinal) ? key[4..] : key;

    private static bool InBlock(string? block, string address) => IPAddress.TryParse(address, out var parsed) && IPNetwork.TryParse(block, out var network) && network.Contains(parsed);
}
