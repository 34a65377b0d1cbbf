using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Traffic.Istio;

namespace MeshLab.Core.Simulation.Traffic.Gateway;

/// <summary>The matches of an HTTPRoute's rule, and how specific they are in the Gateway API's order.</summary>
internal static class HttpRouteMatch
{
    /// <summary>How well the best of a rule's matches fits; null when none does.</summary>
    public static (int Path, int Method, int Headers, int Query, string? Prefix)? Rank(JsonObject rule, HttpCall call)
    {
        var matches = rule.Items("matches").ToList();
        if (matches.Count == 0)
        {
            return (1, 0, 0, 0, "/");
        }

        return matches.Where(one => Holds(one, call)).Select(Specificity)
            .OrderByDescending(one => one.Path).ThenByDescending(one => one.Method).ThenByDescending(one => one.Headers).ThenByDescending(one => one.Query)
            .Select(one => ((int, int, int, int, string?)?)one).FirstOrDefault();
    }

    private static (int Path, int Method, int Headers, int Query, string? Prefix) Specificity(JsonObject match)
    {
        var value = match.Scalar("path", "value") ?? "/";
        var path = match.Scalar("path", "type") switch
        {
            "Exact" => 100_000 + value.Length,
            "RegularExpression" => 0,
            _ => value.Length,
        };
        return (path, match["method"] is null ? 0 : 1, match.Items("headers").Count(), match.Items("queryParams").Count(), match.Scalar("path", "type") is null or "PathPrefix" ? value : null);
    }

    private static bool Holds(JsonObject match, HttpCall call) =>
        IsPath(match["path"], call.Path)
        && (match.Scalar("method") ?? call.Method) == call.Method
        && match.Items("headers").All(one => IsValue(one, call.Header(one.Scalar("name") ?? "")))
        && match.Items("queryParams").All(one => IsValue(one, call.Query.Split('&').Select(part => part.Split('=', 2)).Where(part => part[0] == one.Scalar("name")).Select(part => part[^1]).FirstOrDefault()));

    private static bool IsPath(JsonNode? match, string path)
    {
        var value = match.Scalar("value") ?? "/";
        return match.Scalar("type") switch
        {
            "Exact" => path == value,
            "RegularExpression" => StringMatch.IsMatch(path, value),
            _ => value == "/" || path == value.TrimEnd('/') || path.StartsWith(value.TrimEnd('/') + "/", StringComparison.Ordinal),
        };
    }

    private static bool IsValue(JsonObject match, string? value) => value is not null
        && (match.Scalar("type") == "RegularExpression" ? StringMatch.IsMatch(value, match.Scalar("value") ?? "") : value == match.Scalar("value"));
}
