using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Traffic.Istio;

namespace MeshLab.Core.Simulation.Traffic.Cilium;

/// <summary>An HTTP rule of a Cilium policy: method, path and host are regular expressions, headers are there or have a value.</summary>
internal static class CiliumHttp
{
    public static bool Holds(JsonObject rule, HttpCall call) =>
        (rule.Scalar("method") is not { Length: > 0 } method || StringMatch.IsMatch(call.Method, method))
        && (rule.Scalar("path") is not { Length: > 0 } path || StringMatch.IsMatch(call.Target, path) || StringMatch.IsMatch(call.Path, path))
        && (rule.Scalar("host") is not { Length: > 0 } host || StringMatch.IsMatch(call.Authority.Split(':')[0], host))
        && rule.Texts("headers").All(one => HasHeader(call, one))
        && rule.Items("headerMatches").All(one => call.Header(one.Scalar("name") ?? "") is { } value && (one.Scalar("value") ?? value) == value);

    private static bool HasHeader(HttpCall call, string header)
    {
        var parts = header.Split([':', ' '], 2, StringSplitOptions.TrimEntries);
        return call.Header(parts[0]) is { } value && (parts.Length == 1 || parts[1].Length == 0 || parts[1] == value);
    }
}
