using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>DestinationRule: subsets, load balancing, connection pools, outlier detection, TLS mode.</summary>
internal static class DestinationRules
{
    private const string RootNamespace = "istio-system";

    /// <summary>A Service as the caller's proxy knows it; a subset that no rule defines has no pods.</summary>
    public static WeightedBackend Backend(PodView from, ServiceDestination service, string? subset, double weight)
    {
        var rule = Find(from, service);
        var policy = rule.At("spec", "trafficPolicy");
        IReadOnlyDictionary<string, string> labels = new Dictionary<string, string>();
        if (subset is not null)
        {
            var named = rule.Items("spec", "subsets").FirstOrDefault(one => one.Scalar("name") == subset);
            labels = named is null ? new Dictionary<string, string> { ["meshlab.dev/no-such-subset"] = subset } : named.Pairs("labels");
            policy = Overlaid(policy, named.At("trafficPolicy"));
        }

        policy = Overlaid(policy, policy.Items("portLevelSettings").FirstOrDefault(one => one.Whole("port", "number") == service.Port));
        return rule is null && subset is null
            ? new WeightedBackend(service, weight)
            : new WeightedBackend(service, weight, new BackendPolicy(subset, labels)
            {
                Hash = HashOf(policy.At("loadBalancer", "consistentHash")),
                Pool = PoolOf(policy.At("connectionPool")),
                Outlier = OutlierOf(policy.At("outlierDetection")),
                Plaintext = policy.Scalar("tls", "mode") == "DISABLE",
            });
    }

    /// <summary>The rule that counts: of the caller's namespace, else of the Service's, else of the root namespace; an exact host before a wildcard.</summary>
    private static JsonObject? Find(PodView from, ServiceDestination service)
    {
        var rules = ClusterView.Of(from.Cluster).List("networking.istio.io", "destinationrules")
            .Where(one => IstioHosts.Means(one.Scalar("spec", "host") ?? "", one.Namespace(), service.FullName) && IsExported(one, from.Namespace))
            .OrderBy(one => one.Scalar("spec", "host")!.Contains('*', StringComparison.Ordinal)).ToList();
        return new[] { from.Namespace, service.Namespace, RootNamespace }.Distinct()
            .Select(space => rules.FirstOrDefault(one => one.Namespace() == space)).FirstOrDefault(one => one is not null);
    }

    private static bool IsExported(JsonObject rule, string toNamespace)
    {
        var to = rule.Texts("spec", "exportTo");
        return to.Count == 0 || to.Contains("*") || to.Contains(toNamespace) || (to.Contains(".") && rule.Namespace() == toNamespace);
    }

    /// <summary>A narrower policy replaces each part it has.</summary>
    private static JsonNode? Overlaid(JsonNode? policy, JsonNode? narrower)
    {
        if (narrower is not JsonObject over)
        {
            return policy;
        }

        var all = policy?.DeepClone() as JsonObject ?? [];
        foreach (var (key, value) in over)
        {
            all[key] = value?.DeepClone();
        }

        return all;
    }

    private static Func<HttpCall, string?>? HashOf(JsonNode? hash)
    {
        if (hash.Scalar("httpHeaderName") is { } header)
        {
            return call => call.Header(header);
        }

        if (hash.Scalar("httpQueryParameterName") is { } parameter)
        {
            return call => call.Query.Split('&').Select(one => one.Split('=', 2)).Where(one => one[0] == parameter).Select(one => one[^1]).FirstOrDefault();
        }

        if (hash.Scalar("httpCookie", "name") is { } cookie)
        {
            return call => (call.Header("Cookie") ?? "").Split(';', StringSplitOptions.TrimEntries).Select(one => one.Split('=', 2)).Where(one => one[0] == cookie).Select(one => one[^1]).FirstOrDefault();
        }

        return hash.IsTrue("useSourceIp") ? _ => "source" : null;
    }

    private static ConnectionPool? PoolOf(JsonNode? pool) => pool is null
        ? null
        : new ConnectionPool(pool.Whole("tcp", "maxConnections"), pool.Whole("http", "http1MaxPendingRequests"), pool.Whole("http", "http2MaxRequests"));

    private static OutlierRule? OutlierOf(JsonNode? outlier)
    {
        if (outlier is null)
        {
            return null;
        }

        var gateway = outlier.Whole("consecutiveGatewayErrors") ?? 0;
        var all = outlier.Whole("consecutive5xxErrors") ?? (gateway > 0 ? 0 : 5);
        return new OutlierRule(
            all > 0 ? all : gateway,
            all == 0,
            outlier.Duration("baseEjectionTime") ?? TimeSpan.FromSeconds(30),
            outlier.Number("maxEjectionPercent") ?? 10);
    }
}
