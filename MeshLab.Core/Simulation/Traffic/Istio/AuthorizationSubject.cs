using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>A request as an AuthorizationPolicy looks at it.</summary>
/// <param name="Identity">The caller its certificate proves, or null without mutual TLS.</param>
/// <param name="From">The caller, for its address.</param>
/// <param name="Proxy">The pod whose proxy asks.</param>
/// <param name="Port">The port of the workload.</param>
/// <param name="Call">The request; null when only the connection is looked at.</param>
/// <param name="Claims">The claims of a valid token, or null.</param>
internal sealed record AuthorizationSubject(PodView? Identity, PodView From, PodView Proxy, int Port, HttpCall? Call, JsonObject? Claims)
{
    /// <summary>Whether one of a policy's operations can be judged from the connection alone.</summary>
    private static readonly string[] ConnectionFields = ["ports", "notPorts"];

    private string? RequestPrincipal => Claims is null ? null : $"{Claims.Scalar("iss")}/{Claims.Scalar("sub")}";

    public bool IsFrom(JsonNode source) =>
        Check(source, "principals", Identity?.Principal)
        && Check(source, "namespaces", Identity?.Namespace)
        && Check(source, "serviceAccounts", Identity is null ? null : Identity.ServiceAccount, value => value.Contains('/', StringComparison.Ordinal) ? value == $"{Identity?.Namespace}/{Identity?.ServiceAccount}" : value == Identity?.ServiceAccount && Identity?.Namespace == Proxy.Namespace)
        && Check(source, "requestPrincipals", RequestPrincipal)
        && Check(source, "ipBlocks", From.Address, InBlock)
        && Check(source, "remoteIpBlocks", From.Address, InBlock);

    public bool Does(JsonNode operation)
    {
        if (Call is null)
        {
            // At a connection HTTP cannot be seen. Istio then lets a rule that names it match nothing.
            return operation.AsObject().All(one => ConnectionFields.Contains(one.Key)) && Check(operation, "ports", Port.ToString(CultureInfo.InvariantCulture));
        }

        return Check(operation, "methods", Call.Method)
            && Check(operation, "paths", Call.Path)
            && Check(operation, "hosts", Call.Authority.Split(':')[0], value => Matches(value.Split(':')[0], Call.Authority.Split(':')[0]))
            && Check(operation, "ports", Port.ToString(CultureInfo.InvariantCulture));
    }

    public bool Holds(JsonObject condition)
    {
        var values = ValuesOf(condition.Scalar("key") ?? "");
        var asked = condition.Texts("values");
        var refused = condition.Texts("notValues");
        return (asked.Count == 0 || values.Any(value => asked.Any(one => Matches(one, value)))) && !values.Any(value => refused.Any(one => Matches(one, value)));
    }

    private IReadOnlyList<string> ValuesOf(string key)
    {
        if (Bracketed(key, "request.headers") is { } header)
        {
            return Call?.Header(header) is { } value ? [value] : [];
        }

        if (Bracketed(key, "request.auth.claims") is { } claim)
        {
            JsonNode? found = Claims;
            foreach (var part in claim.Split(["]["], StringSplitOptions.None))
            {
                found = found.At(part);
            }

            return found switch
            {
                JsonArray list => [.. list.OfType<JsonValue>().Select(one => one.ToString())],
                JsonValue value => value.ToString().Split(' '),
                _ => [],
            };
        }

        return key switch
        {
            "source.ip" or "remote.ip" => [From.Address],
            "source.namespace" when Identity is not null => [Identity.Namespace],
            "source.principal" when Identity is not null => [Identity.Principal],
            "request.auth.principal" when RequestPrincipal is { } principal => [principal],
            "request.auth.audiences" => [.. Claims.Texts("aud").DefaultIfEmpty(Claims.Scalar("aud") ?? "")],
            "destination.ip" => [Proxy.Address],
            "destination.port" => [Port.ToString(CultureInfo.InvariantCulture)],
            _ => [],
        };
    }

    private static string? Bracketed(string key, string name) =>
        key.StartsWith(name + "[", StringComparison.Ordinal) && key.EndsWith(']') ? key[(name.Length + 1)..^1] : null;

    /// <summary>A field and its negation, e.g. <c>paths</c> and <c>notPaths</c>; the field without values asks nothing.</summary>
    private static bool Check(JsonNode source, string field, string? value, Func<string, bool>? matches = null)
    {
        matches ??= one => value is not null && Matches(one, value);
        var asked = source.Texts(field);
        var refused = source.Texts("not" + char.ToUpperInvariant(field[0]) + field[1..]);
        return (asked.Count == 0 || (value is not null && asked.Any(matches))) && !(value is not null && refused.Any(matches));
    }

    /// <summary>Exact, <c>prefix*</c>, <c>*suffix</c> or <c>*</c> for any value that is there.</summary>
    private static bool Matches(string pattern, string value) => pattern switch
    {
        "*" => value.Length > 0,
        [.. var prefix, '*'] => value.StartsWith(prefix, StringComparison.Ordinal),
        ['*', .. var suffix] => value.EndsWith(suffix, StringComparison.Ordinal),
        _ => pattern == value,
    };

    private bool InBlock(string block) => IPAddress.TryParse(From.Address, out var address)
        && IPNetwork.TryParse(block.Contains('/', StringComparison.Ordinal) ? block : block + "/32", out var network) && network.Contains(address);
}
