using System.Net;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Linkerd;

/// <summary>
/// Linkerd's authorization: a Server claims a port of pods, and from then on only what an AuthorizationPolicy or a ServerAuthorization lets in
/// passes; without a Server the default policy of namespace or pod decides.
/// </summary>
internal static class LinkerdPolicies
{
    private const string Group = "policy.linkerd.io";
    private const string DefaultPolicy = "config.linkerd.io/default-inbound-policy";

    public static HttpReply? Refusal(PodView from, PodView to, int port, HttpCall call)
    {
        var view = ClusterView.Of(to.Cluster);
        var server = view.List(Group, "servers", to.Namespace).FirstOrDefault(one => one.At("spec", "podSelector") is { } selector && selector.Selects(to.Labels) && to.PortNumber(one.Scalar("spec", "port")) == port);
        if (server is null)
        {
            return IsAllowedBy(DefaultOf(view, to), from) ? null : Forbidden();
        }

        var policies = view.List(Group, "authorizationpolicies", to.Namespace).Where(one => Targets(view, one, server, call)).ToList();
        if (policies.Any(one => one.Items("spec", "requiredAuthenticationRefs").All(reference => IsAuthenticated(view, one.Namespace(), reference, from))))
        {
            return null;
        }

        return view.List(Group, "serverauthorizations", to.Namespace).Any(one => IsServer(one, server) && IsClient(one.At("spec", "client"), from))
            ? null
            : (server.Scalar("spec", "accessPolicy") is { } access and not "deny" && policies.Count == 0 && IsAllowedBy(access, from) ? null : Forbidden());
    }

    private static HttpReply Forbidden() => HttpReply.Proxy(403, "", "linkerd") with
    {
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["l5d-proxy-error"] = "client not authorized", ["content-length"] = "0" },
    };

    private static string DefaultOf(ClusterView view, PodView to) =>
        to.Pod.Scalar("metadata", "annotations", DefaultPolicy) ?? view.Namespace(to.Namespace).Scalar("metadata", "annotations", DefaultPolicy) ?? "all-unauthenticated";

    private static bool IsAllowedBy(string policy, PodView from) => policy switch
    {
        "deny" => false,
        "all-authenticated" or "cluster-authenticated" => from.DataPlane == DataPlane.Linkerd,
        _ => true,
    };

    private static bool Targets(ClusterView view, JsonObject policy, JsonObject server, HttpCall call) => policy.Scalar("spec", "targetRef", "kind") switch
    {
        "Server" => policy.Scalar("spec", "targetRef", "name") == server.Name(),
        "Namespace" => policy.Scalar("spec", "targetRef", "name") == server.Namespace(),
        "HTTPRoute" => new[] { Group, "gateway.networking.k8s.io" }.SelectMany(group => view.List(group, "httproutes", server.Namespace())).Any(route =>
            route.Name() == policy.Scalar("spec", "targetRef", "name")
            && route.Items("spec", "parentRefs").Any(parent => parent.Scalar("kind") == "Server" && parent.Scalar("name") == server.Name())
            && route.Items("spec", "rules").Any(rule => Gateway.HttpRouteMatch.Rank(rule, call) is not null)),
        _ => false,
    };

    private static bool IsAuthenticated(ClusterView view, string @namespace, JsonObject reference, PodView from)
    {
        var space = reference.Scalar("namespace") ?? @namespace;
        var name = reference.Scalar("name") ?? "";
        switch (reference.Scalar("kind"))
        {
            case "ServiceAccount":
                return from.DataPlane == DataPlane.Linkerd && from.ServiceAccount == name && from.Namespace == space;
            case "MeshTLSAuthentication":
                var mutual = view.Find(Group, "meshtlsauthentications", space, name);
                return from.DataPlane == DataPlane.Linkerd && mutual is not null
                    && (mutual.Texts("spec", "identities").Any(one => IsIdentity(one, from)) || mutual.Items("spec", "identityRefs").Any(one => IsReferred(one, space, from)));
            case "NetworkAuthentication":
                var networks = view.Find(Group, "networkauthentications", space, name);
                return networks.Items("spec", "networks").Any(one => InNetwork(one.Scalar("cidr"), from.Address) && !one.Texts("except").Any(not => InNetwork(not, from.Address)));
            default:
                return false;
        }
    }

    private static bool IsReferred(JsonObject reference, string @namespace, PodView from) => reference.Scalar("kind") switch
    {
        "ServiceAccount" => reference.Scalar("name") == from.ServiceAccount && (reference.Scalar("namespace") ?? @namespace) == from.Namespace,
        "Namespace" => reference.Scalar("name") == from.Namespace,
        _ => false,
    };

    /// <summary><c>*</c>, <c>*.ns.serviceaccount.identity.linkerd.cluster.local</c> or a whole identity.</summary>
    private static bool IsIdentity(string pattern, PodView from)
    {
        var identity = $"{from.ServiceAccount}.{from.Namespace}.serviceaccount.identity.linkerd.cluster.local";
        return pattern == "*" || pattern == identity || (pattern.StartsWith("*.", StringComparison.Ordinal) && identity.EndsWith(pattern[1..], StringComparison.Ordinal));
    }

    private static bool IsServer(JsonObject authorization, JsonObject server) =>
        authorization.Scalar("spec", "server", "name") is { } name ? name == server.Name() : authorization.At("spec", "server", "selector").Selects(server.Pairs("metadata", "labels"));

    private static bool IsClient(JsonNode? client, PodView from) =>
        client.IsTrue("unauthenticated")
        || (from.DataPlane == DataPlane.Linkerd && client.At("meshTLS") is { } mutual
            && (mutual.IsTrue("unauthenticatedTLS") || mutual.Texts("identities").Any(one => IsIdentity(one, from))
                || mutual.Items("serviceAccounts").Any(one => one.Scalar("name") == from.ServiceAccount && (one.Scalar("namespace") ?? from.Namespace) == from.Namespace)));

    private static bool InNetwork(string? block, string address) => IPAddress.TryParse(address, out var parsed) && IPNetwork.TryParse(block, out var network) && network.Contains(parsed);
}
