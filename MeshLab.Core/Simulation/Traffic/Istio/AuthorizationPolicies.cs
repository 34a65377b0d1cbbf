using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>AuthorizationPolicy: DENY before ALLOW; with an ALLOW policy in place only what one allows passes.</summary>
internal static class AuthorizationPolicies
{
    public static bool Allow(ClusterView view, PolicyTarget target, AuthorizationSubject subject)
    {
        var policies = view.List("security.istio.io", "authorizationpolicies").Where(target.Concerns).ToList();
        if (Of(policies, "DENY").Any(one => Holds(one, subject)))
        {
            return false;
        }

        var allowing = Of(policies, "ALLOW").ToList();
        return allowing.Count == 0 || allowing.Any(one => Holds(one, subject));
    }

    private static IEnumerable<JsonObject> Of(IEnumerable<JsonObject> policies, string action) => policies.Where(one => (one.Scalar("spec", "action") ?? "ALLOW") == action);

    /// <summary>A policy without rules holds for nothing: an empty ALLOW denies everything.</summary>
    private static bool Holds(JsonObject policy, AuthorizationSubject subject) => policy.Items("spec", "rules").Any(rule =>
        Any(rule, "from", "source", source => subject.IsFrom(source))
        && Any(rule, "to", "operation", operation => subject.Does(operation))
        && rule.Items("when").All(subject.Holds));

    private static bool Any(JsonObject rule, string list, string field, Func<JsonNode, bool> holds)
    {
        var entries = rule.Items(list).Select(one => one[field] ?? new JsonObject()).ToList();
        return entries.Count == 0 || entries.Any(holds);
    }
}
