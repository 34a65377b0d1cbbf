using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Traffic.Istio;

namespace MeshLab.Core.Simulation.Traffic.Gateway;

/// <summary>HTTPRoute of the Gateway API, both with a Service and with a Gateway for a parent.</summary>
internal static class HttpRoutes
{
    /// <summary>What the routes attached to a Service decide, or null when there are none.</summary>
    public static RouteDecision? ForService(ClusterView view, PodView from, ServiceDestination service, HttpCall call, Func<ServiceDestination, double, WeightedBackend> backend, RetryRule? retries, string group = "gateway.networking.k8s.io")
    {
        // A route in the caller's own namespace is a consumer route and counts for that caller before the producer's.
        var routes = view.List(group, "httproutes").Where(route => HasParent(route, service)).ToList();
        var consumer = routes.Where(route => route.Namespace() == from.Namespace && from.Namespace != service.Namespace).ToList();
        var counting = consumer.Count > 0 ? consumer : [.. routes.Where(route => route.Namespace() == service.Namespace)];
        return counting.Count == 0 ? null : Decide(view, counting, from, service.Port, call, backend, retries);
    }

    /// <summary>What a set of routes decides for a request: of all rules that match, the most specific one.</summary>
    public static RouteDecision Decide(ClusterView view, IEnumerable<JsonObject> routes, PodView from, int port, HttpCall call, Func<ServiceDestination, double, WeightedBackend> backend, RetryRule? retries)
    {
        var best = routes
            .SelectMany(route => route.Items("spec", "rules").Select((rule, index) => (Route: route, Rule: rule, Index: index, Rank: HttpRouteMatch.Rank(rule, call))))
            .Where(one => one.Rank is not null)
            .OrderByDescending(one => one.Rank!.Value.Path).ThenByDescending(one => one.Rank!.Value.Method).ThenByDescending(one => one.Rank!.Value.Headers).ThenByDescending(one => one.Rank!.Value.Query)
            .ThenBy(one => one.Route.Scalar("metadata", "creationTimestamp"), StringComparer.Ordinal).ThenBy(one => one.Route.Name(), StringComparer.Ordinal).ThenBy(one => one.Index)
            .FirstOrDefault();
        return best.Route is null
            ? new RouteDecision("none", []) { Direct = HttpReply.Proxy(404, "", "envoy") }
            : Read(view, best.Route, best.Rule, best.Index, best.Rank!.Value.Prefix, from, port, call, backend, retries);
    }

    private static RouteDecision Read(ClusterView view, JsonObject route, JsonObject rule, int index, string? prefix, PodView from, int port, HttpCall call, Func<ServiceDestination, double, WeightedBackend> backend, RetryRule? retries)
    {
        var (change, reply, direct) = HttpRouteFilters.Read(rule.Items("filters"), prefix, call);
        return new RouteDecision($"httproute/{from.Cluster.Name}/{route.Namespace()}/{route.Name()}/{index}", direct is not null ? [] : [.. Backends(view, route, rule, port, call, backend)])
        {
            Timeout = rule.Duration("timeouts", "request") is { } timeout && timeout > TimeSpan.Zero ? timeout : null,
            Retries = Retry(rule, retries),
            Request = change,
            ReplyHeaders = reply,
            Direct = direct,
        };
    }

    private static IEnumerable<WeightedBackend> Backends(ClusterView view, JsonObject route, JsonObject rule, int port, HttpCall call, Func<ServiceDestination, double, WeightedBackend> backend)
    {
        foreach (var reference in rule.Items("backendRefs").Where(one => (one.Scalar("kind") ?? "Service") is "Service" or "ServiceImport"))
        {
            var space = reference.Scalar("namespace") ?? route.Namespace();
            var weight = reference.Number("weight") ?? 1;
            if (NameResolver.Service(view, space, $"{reference.Scalar("name")}.{space}", reference.Whole("port") ?? port) is { } service)
            {
                yield return backend(service, weight) with { Request = HttpRouteFilters.Read(reference.Items("filters"), null, call).Request };
            }
        }
    }

    private static RetryRule? Retry(JsonObject rule, RetryRule? otherwise)
    {
        var perTry = rule.Duration("timeouts", "backendRequest");
        if (rule["retry"] is not { } retry)
        {
            return otherwise is null && perTry is not null ? new RetryRule(0, perTry, _ => false) : otherwise is null ? null : otherwise with { PerTry = perTry ?? otherwise.PerTry };
        }

        var codes = retry.Texts("codes");
        return new RetryRule(retry.Whole("attempts") ?? 1, perTry, reply => codes.Count == 0 ? reply.Code is 503 or < 0 : codes.Contains(reply.Code.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static bool HasParent(JsonObject route, ServiceDestination service) => route.Items("spec", "parentRefs").Any(parent =>
        parent.Scalar("kind") == "Service"
        && parent.Scalar("name") == service.Name
        && (parent.Scalar("namespace") ?? route.Namespace()) == service.Namespace
        && (parent.Whole("port") ?? service.Port) == service.Port);
}
