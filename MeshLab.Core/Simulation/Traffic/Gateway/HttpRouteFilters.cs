using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Traffic.Istio;

namespace MeshLab.Core.Simulation.Traffic.Gateway;

/// <summary>The filters of an HTTPRoute's rule or backend: header modifiers, rewrite, redirect. A mirror changes nothing for the caller.</summary>
internal static class HttpRouteFilters
{
    public static (Func<HttpCall, HttpCall>? Request, IReadOnlyDictionary<string, string>? Reply, HttpReply? Direct) Read(IEnumerable<JsonObject> filters, string? prefix, HttpCall call)
    {
        Func<HttpCall, HttpCall>? request = null;
        Dictionary<string, string>? reply = null;
        HttpReply? direct = null;
        foreach (var filter in filters)
        {
            switch (filter.Scalar("type"))
            {
                case "RequestHeaderModifier":
                    request = HeaderChanges.Then(request, one => Modified(one, filter["requestHeaderModifier"]));
                    break;
                case "ResponseHeaderModifier":
                    reply ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                    foreach (var (name, value) in Named(filter["responseHeaderModifier"]))
                    {
                        reply[name] = value;
                    }

                    break;
                case "URLRewrite":
                    request = HeaderChanges.Then(request, one => Rewritten(one, filter["urlRewrite"], prefix));
                    break;
                case "RequestRedirect":
                    direct = Redirect(filter["requestRedirect"], call);
                    break;
            }
        }

        return (request, reply, direct);
    }

    private static IEnumerable<(string Name, string Value)> Named(JsonNode? modifier) =>
        modifier.Items("set").Concat(modifier.Items("add")).Select(one => (one.Scalar("name") ?? "", one.Scalar("value") ?? ""));

    private static HttpCall Modified(HttpCall call, JsonNode? modifier)
    {
        call = Named(modifier).Aggregate(call, (changed, header) => changed.WithHeader(header.Name, header.Value));
        return modifier.Texts("remove").Aggregate(call, (changed, name) => changed.WithHeader(name, null));
    }

    private static HttpCall Rewritten(HttpCall call, JsonNode? rewrite, string? prefix)
    {
        if (rewrite.Scalar("hostname") is { } host)
        {
            call = call.WithHeader("Host", host);
        }

        var path = rewrite.Scalar("path", "replaceFullPath");
        if (rewrite.Scalar("path", "replacePrefixMatch") is { } replacement)
        {
            var rest = call.Path[(prefix ?? "/").TrimEnd('/').Length..];
            path = replacement.TrimEnd('/') + (rest.StartsWith('/') || rest.Length == 0 ? rest : "/" + rest);
            path = path.Length == 0 ? "/" : path;
        }

        return path is null ? call : call with { Target = call.Query.Length > 0 ? $"{path}?{call.Query}" : path };
    }

    private static HttpReply Redirect(JsonNode? redirect, HttpCall call) => HttpReply.Proxy(redirect.Whole("statusCode") ?? 302, "", "envoy") with
    {
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["location"] = $"{redirect.Scalar("scheme") ?? call.Scheme}://{redirect.Scalar("hostname") ?? call.Authority}{redirect.Scalar("path", "replaceFullPath") ?? call.Target}",
            ["server"] = "envoy",
        },
    };
}
