using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Cilium;

/// <summary>
/// CiliumNetworkPolicy and CiliumClusterwideNetworkPolicy: what is denied by address and port is dropped, what is denied by HTTP rule is
/// answered 403 by the node's Envoy. A rule that demands authentication drops connections while there is nobody to issue identities.
/// </summary>
internal static class CiliumPolicies
{
    private static readonly string[] IngressSections = ["ingress", "ingressDeny"];
    private static readonly string[] EgressSections = ["egress", "egressDeny"];

    /// <summary>Whether a connection may be made.</summary>
    public static bool AllowConnection(PodView from, PodView to, int port) =>
        (!ClusterView.Of(to.Cluster).HasCilium || Allows(to, "ingress", IngressSections, rule => IsPeer(rule, "from", from, to) && IsPort(rule, port, to)))
        && (!ClusterView.Of(from.Cluster).HasCilium || Allows(from, "egress", EgressSections, rule => IsPeer(rule, "to", to, from) && IsPort(rule, port, to)));

    /// <summary>Whether a host outside may be called.</summary>
    public static bool AllowOutside(PodView from, ExternalDestination outside) =>
        !ClusterView.Of(from.Cluster).HasCilium
        || Allows(from, "egress", EgressSections, rule => CiliumPeers.IsOutside(rule, outside.Host) && IsPort(rule, outside.Port, null));

    /// <summary>What the node's Envoy refuses.</summary>
    public static HttpReply? Refusal(PodView from, PodView to, int port, HttpCall call)
    {
        if (!LooksAtRequests(to, port))
        {
            return null;
        }

        var rules = Selecting(to).SelectMany(policy => Rules(policy, "ingress")).Where(rule => IsPeer(rule, "from", from, to) && IsPort(rule, port, to)).ToList();
        return rules.Count == 0 || rules.Any(rule => HttpRules(rule, port, to) is not { } http || http.Any(one => CiliumHttp.Holds(one, call)))
            ? null
            : HttpReply.Proxy(403, "Access denied\r\n", "envoy");
    }

    /// <summary>Whether HTTP rules put the node's Envoy between a pod's port and its callers.</summary>
    public static bool LooksAtRequests(PodView to, int port) => ClusterView.Of(to.Cluster).HasCilium
        && Selecting(to).SelectMany(policy => Rules(policy, "ingress")).Any(rule => IsPort(rule, port, to) && HttpRules(rule, port, to) is not null);

    private static bool Allows(PodView pod, string direction, string[] sections, Func<JsonObject, bool> concerns)
    {
        var policies = Selecting(pod).ToList();
        if (policies.SelectMany(policy => Rules(policy, direction + "Deny")).Any(concerns))
        {
            return false;
        }

        return !policies.Any(policy => Enforces(policy, direction, sections))
            || policies.SelectMany(policy => Rules(policy, direction)).Any(rule => concerns(rule) && IsAuthenticated(rule, pod));
    }

    /// <summary>A section that is there makes everything denied that no rule allows, unless the policy says otherwise.</summary>
    private static bool Enforces(JsonNode policy, string direction, string[] sections) =>
        sections.Any(section => policy[section] is JsonArray { Count: > 0 } || (policy[section] is JsonArray && section == direction))
        && policy.Scalar("enableDefaultDeny", direction) != "false";

    private static IEnumerable<JsonObject> Rules(JsonNode policy, string section) => policy.Items(section).Select(rule =>
    {
        var own = (JsonObject)rule.DeepClone();
        own["meshlab-namespace"] = policy.Scalar("meshlab-namespace");
        return own;
    });

    /// <summary>The rule sets (<c>spec</c> and <c>specs</c>) that select a pod.</summary>
    private static IEnumerable<JsonNode> Selecting(PodView pod)
    {
        var view = ClusterView.Of(pod.Cluster);
        var labels = CiliumPeers.LabelsOf(pod);
        return view.List("cilium.io", "ciliumnetworkpolicies", pod.Namespace).Concat(view.List("cilium.io", "ciliumclusterwidenetworkpolicies"))
            .SelectMany(policy => policy.Items("specs").Append(policy["spec"] as JsonObject ?? []).Select(spec => (Policy: policy, Spec: spec)))
            .Where(one => one.Spec["endpointSelector"] is { } selector && CiliumPeers.Selects(selector, labels))
            .Select(one =>
            {
                var own = (JsonObject)one.Spec.DeepClone();
                own["meshlab-namespace"] = one.Policy.Namespace();
                return own;
            });
    }

    private static bool IsPeer(JsonObject rule, string side, PodView peer, PodView self) => CiliumPeers.IsPeer(rule, side, peer, self, rule.Scalar("meshlab-namespace") ?? "");

    private static bool IsPort(JsonObject rule, int port, PodView? pod) =>
        !rule.Items("toPorts").Any() || rule.Items("toPorts").Any(one => HasPort(one, port, pod));

    private static bool HasPort(JsonObject entry, int port, PodView? pod)
    {
        var ports = entry.Items("ports").ToList();
        return ports.Count == 0 || ports.Any(one =>
            one.Scalar("protocol") is null or "TCP" or "ANY"
            && (one.Scalar("port") is "0" || (one.Whole("port") ?? pod?.PortNumber(one.Scalar("port"))) is { } first && port >= first && port <= (one.Whole("endPort") ?? first)));
    }

    private static List<JsonObject>? HttpRules(JsonObject rule, int port, PodView pod) =>
        rule.Items("toPorts").Where(one => HasPort(one, port, pod) && one.At("rules", "http") is JsonArray).Select(one => one.Items("rules", "http").ToList()).FirstOrDefault();

    private static bool IsAuthenticated(JsonObject rule, PodView pod)
    {
        if (rule.Scalar("authentication", "mode") != "required")
        {
            return true;
        }

        var view = ClusterView.Of(pod.Cluster);
        return CiliumConfig.Flag(pod.Cluster, "mesh-auth-mutual-enabled") && view.Pods().Any(one => one.Labels.GetValueOrDefault("app") == "spire-server" && one.IsReady);
    }
}
