using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Traffic.Istio;

namespace MeshLab.Core.Simulation.Traffic.Linkerd;

/// <summary>ServiceProfile: routes by method and regular expression, with a timeout and retries for each.</summary>
internal static class ServiceProfiles
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    public static RouteDecision? Decide(ClusterView view, ServiceDestination service, HttpCall call)
    {
        var profile = view.List("linkerd.io", "serviceprofiles").FirstOrDefault(one => one.Name() == service.FullName && (one.Namespace() == service.Namespace || one.Namespace().Length > 0));
        if (profile is null)
        {
            return null;
        }

        var decision = new RouteDecision("split/" + service.Key, []);
        var route = profile.Items("spec", "routes").FirstOrDefault(one => Holds(one["condition"], call));
        return route is null
            ? decision
            : decision with
            {
                Timeout = route.Duration("timeout") ?? (profile.Items("spec", "routes").Any(one => one["timeout"] is not null) ? DefaultTimeout : null),

                // The budget allows a fifth more requests by default; a single failed request is always within it.
                Retries = route.IsTrue("isRetryable") ? new RetryRule(Math.Max(1, (int)Math.Round((profile.Number("spec", "retryBudget", "retryRatio") ?? 0.2) * 10)), null, reply => Failed(route, reply)) : null,
            };
    }

    private static bool Failed(JsonObject route, HttpReply reply)
    {
        var classes = route.Items("responseClasses").Where(one => one.IsTrue("isFailure")).ToList();
        return classes.Count == 0
            ? reply.Code >= 500
            : classes.Any(one => reply.Code >= (one.Whole("condition", "status", "min") ?? 0) && reply.Code <= (one.Whole("condition", "status", "max") ?? int.MaxValue));
    }

    private static bool Holds(JsonNode? condition, HttpCall call) =>
        (condition.Scalar("method") is not { } method || method == call.Method)
        && (condition.Scalar("pathRegex") is not { } path || StringMatch.IsMatch(call.Path, path))
        && condition.Items("all").All(one => Holds(one, call))
        && (condition.At("any") is null || condition.Items("any").Any(one => Holds(one, call)))
        && (condition.At("not") is not { } not || !Holds(not, call));
}
