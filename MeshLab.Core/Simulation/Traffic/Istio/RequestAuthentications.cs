using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>RequestAuthentication: a token that is there must be valid; none at all passes (an AuthorizationPolicy asks for one).</summary>
internal static class RequestAuthentications
{
    public static (JsonObject? Claims, string? Problem) Check(ClusterView view, PolicyTarget target, HttpCall call, DateTimeOffset now)
    {
        var rules = view.List("security.istio.io", "requestauthentications").Where(target.Concerns).SelectMany(one => one.Items("spec", "jwtRules")).ToList();
        var tokens = rules.Select(rule => (Rule: rule, Token: TokenOf(rule, call))).Where(one => one.Token is not null).ToList();
        if (tokens.Count == 0)
        {
            return (null, null);
        }

        var problem = "";
        foreach (var (rule, token) in tokens)
        {
            var (claims, wrong) = JsonWebToken.Verify(token!, rule, now);
            if (claims is not null)
            {
                return (claims, null);
            }

            problem = wrong;
        }

        return (null, problem);
    }

    private static string? TokenOf(JsonObject rule, HttpCall call)
    {
        foreach (var header in rule.Items("fromHeaders"))
        {
            var prefix = header.Scalar("prefix") ?? "";
            if (call.Header(header.Scalar("name") ?? "") is { } value && value.StartsWith(prefix, StringComparison.Ordinal))
            {
                return value[prefix.Length..];
            }
        }

        foreach (var parameter in rule.Texts("fromParams"))
        {
            if (call.Query.Split('&').Select(one => one.Split('=', 2)).FirstOrDefault(one => one[0] == parameter) is [_, var value])
            {
                return value;
            }
        }

        var usual = rule.Items("fromHeaders").Any() || rule.Texts("fromParams").Count > 0 ? null : call.Header("Authorization");
        return usual?.StartsWith("Bearer ", StringComparison.Ordinal) == true ? usual["Bearer ".Length..] : null;
    }
}
