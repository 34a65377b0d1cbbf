using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>VirtualService: which one counts for a host, and which of its HTTP routes for a request.</summary>
internal static class VirtualServices
{
    private const string Mesh = "mesh";

    /// <summary>The VirtualService for a host as seen from inside the mesh, or through the gateways named.</summary>
    public static JsonObject? Find(ClusterView view, string callerNamespace, string fullName, IReadOnlyCollection<string>? gateways = null) =>
        view.List("networking.istio.io", "virtualservices")
            .Where(one => IsFor(one, gateways) && one.Texts("spec", "hosts").Any(host => IstioHosts.Means(host, one.Namespace(), fullName)) && IsExported(one, callerNamespace))
            .OrderBy(one => one.Texts("spec", "hosts").All(host => host.Contains('*', StringComparison.Ordinal)))
            .ThenBy(one => one.Scalar("metadata", "creationTimestamp"), StringComparer.Ordinal)
            .FirstOrDefault();

    /// <summary>What its first matching route decides; null when none matches, for which Envoy answers 404.</summary>
    public static RouteDecision? Decide(JsonObject virtualService, PodView from, HttpCall call, int port, string? gateway)
    {
        var index = 0;
        foreach (var route in virtualService.Items("spec", "http"))
        {
            var matches = route.Items("match").ToList();
            var match = matches.FirstOrDefault(one => Holds(one, from, call, port, gateway));
            if (matches.Count == 0 || match is not null)
            {
                return Read(virtualService, route, index, match, from, call);
            }

            index++;
        }

        return null;
    }

    private static bool IsFor(JsonObject virtualService, IReadOnlyCollection<string>? gateways)
    {
        var named = virtualService.Texts("spec", "gateways");
        return gateways is null
            ? named.Count == 0 || named.Contains(Mesh)
            : named.Any(one => gateways.Contains(one.Contains('/', StringComparison.Ordinal) ? one : $"{virtualService.Namespace()}/{one}"));
    }

    private static bool IsExported(JsonObject virtualService, string toNamespace)
    {
        var to = virtualService.Texts("spec", "exportTo");
        return to.Count == 0 || to.Contains("*") || to.Contains(toNamespace) || (to.Contains(".") && virtualService.Namespace() == toNamespace);
    }

    private static bool Holds(JsonObject match, PodView from, HttpCall call, int port, string? gateway)
    {
        bool Text(string field, string? value, bool ignoreCase = false) => match[field] is null || StringMatch.Holds(match[field], value, ignoreCase);
        return Text("uri", call.Path, match.IsTrue("ignoreUriCase"))
            && Text("method", call.Method)
            && Text("authority", call.Authority)
            && Text("scheme", call.Scheme)
            && (match.Whole("port") ?? port) == port
            && (match["headers"] as JsonObject ?? []).All(one => StringMatch.Holds(one.Value, call.Header(one.Key)))
            && (match["withoutHeaders"] as JsonObject ?? []).All(one => !StringMatch.Holds(one.Value, call.Header(one.Key)))
            && (match["queryParams"] as JsonObject ?? []).All(one => StringMatch.Holds(one.Value, Parameter(call, one.Key)))
            && from.Labels.Has(match.Pairs("sourceLabels"))
            && (match.Scalar("sourceNamespace") ?? from.Namespace) == from.Namespace
            && (match.Texts("gateways") is not { Count: > 0 } gateways || gateways.Any(one => one == (gateway ?? Mesh) || gateway?.EndsWith("/" + one, StringComparison.Ordinal) == true));
    }

    private static string? Parameter(HttpCall call, string name) =>
        call.Query.Split('&').Select(one => one.Split('=', 2)).Where(one => one[0] == name).Select(one => one.Length > 1 ? one[1] : "").FirstOrDefault();

    private static RouteDecision Read(JsonObject virtualService, JsonObject route, int index, JsonObject? match, PodView from, HttpCall call)
    {
        var decision = new RouteDecision($"vs/{from.Cluster.Name}/{virtualService.Namespace()}/{virtualService.Name()}/{index}", [])
        {
            Timeout = route.Duration("timeout") is { } timeout && timeout > TimeSpan.Zero ? timeout : null,
            Retries = Retries.Read(route["retries"]),
            Fault = Fault(route["fault"]),
            Request = HeaderChanges.Then(Rewrite(route["rewrite"], match), HeaderChanges.Request(route["headers"])),
            ReplyHeaders = HeaderChanges.Reply(route["headers"]),
        };
        if (route["redirect"] is { } redirect)
        {
            return decision with { Direct = Redirect(redirect, call) };
        }

        if (route["directResponse"] is { } direct)
        {
            return decision with { Direct = HttpReply.Proxy(direct.Whole("status") ?? 200, direct.Scalar("body", "string") ?? "", "envoy") };
        }

        var destinations = route.Items("route").ToList();
        return decision with
        {
            Backends = [.. destinations.Select(one => Backend(virtualService, one, from, call, destinations.Count))],
        };
    }

    private static WeightedBackend Backend(JsonObject virtualService, JsonObject destination, PodView from, HttpCall call, int count)
    {
        var host = IstioHosts.Full(destination.Scalar("destination", "host") ?? "", virtualService.Namespace());
        var port = destination.Whole("destination", "port", "number");
        var weight = destination.Number("weight") ?? (count == 1 ? 1 : 0);
        var view = ClusterView.Of(from.Cluster);
        var service = NameResolver.Service(view, virtualService.Namespace(), host, port ?? call.Port);
        if (service is null)
        {
            return new WeightedBackend(new ServiceDestination(from.Cluster, [], 0), weight) { External = new ExternalDestination(host, port ?? call.Port) };
        }

        // A Service with a single port needs none named.
        if (port is null && service.PortEntry is null && service.Service.Items("spec", "ports").ToList() is [var only])
        {
            service = service with { Port = only.Whole("port") ?? call.Port };
        }

        return DestinationRules.Backend(from, service, destination.Scalar("destination", "subset"), weight) with { Request = HeaderChanges.Request(destination["headers"]) };
    }

    private static FaultRule? Fault(JsonNode? fault) => fault is null
        ? null
        : new FaultRule(
            Percent(fault["delay"]),
            fault.Duration("delay", "fixedDelay") ?? TimeSpan.Zero,
            Percent(fault["abort"]),
            fault.Whole("abort", "httpStatus") ?? 503);

    private static double Percent(JsonNode? fault) => fault is null ? 0 : fault.Number("percentage", "value") ?? fault.Number("percent") ?? 100;

    private static Func<HttpCall, HttpCall>? Rewrite(JsonNode? rewrite, JsonObject? match)
    {
        if (rewrite is null)
        {
            return null;
        }

        return call =>
        {
            if (rewrite.Scalar("authority") is { } authority)
            {
                call = call.WithHeader("Host", authority);
            }

            if (rewrite.Scalar("uri") is { } uri)
            {
                var prefix = match.Scalar("uri", "prefix");
                var path = prefix is not null && call.Path.StartsWith(prefix, StringComparison.Ordinal) ? uri + call.Path[prefix.Length..] : uri;
                call = call with { Target = call.Query.Length > 0 ? $"{path}?{call.Query}" : path };
            }

            return call;
        };
    }

    private static HttpReply Redirect(JsonNode redirect, HttpCall call) =>
        HttpReply.Proxy(redirect.Whole("redirectCode") ?? 301, "", "envoy") with
        {
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["location"] = $"{redirect.Scalar("scheme") ?? call.Scheme}://{redirect.Scalar("authority") ?? call.Authority}{redirect.Scalar("uri") ?? call.Target}",
                ["server"] = "envoy",
            },
        };
}
