using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>
/// What a sidecar lets out: the mesh-wide <c>outboundTrafficPolicy</c>, ServiceEntry, and the Sidecar resource with its egress hosts.
/// </summary>
internal static class Egress
{
    private const string RootNamespace = "istio-system";

    /// <summary>Whether the Sidecar resource that applies to the caller lets its proxy know a Service.</summary>
    public static bool Sees(PodView from, ServiceDestination service)
    {
        var hosts = Sidecar(from).Items("spec", "egress").SelectMany(one => one.Texts("hosts")).ToList();
        return hosts.Count == 0 || hosts.Any(one => IsVisible(one, from.Namespace, service.Namespace, service.FullName));
    }

    /// <summary>A Service the proxy does not know: known after all by a ServiceEntry, passed through, or black-holed under REGISTRY_ONLY.</summary>
    public static RouteDecision Unknown(PodView from, ServiceDestination service, HttpCall call)
    {
        var plaintext = new BackendPolicy(null, new Dictionary<string, string>()) { Plaintext = true };
        if (Entry(from, call.Host, service.Port) is not null)
        {
            return new RouteDecision("serviceentry/" + service.Key, [new WeightedBackend(service, 1, plaintext)]) { Retries = Retries.Read(null) };
        }

        return IsRegistryOnly(from)
            ? BlackHole(service.FullName)
            : new RouteDecision("passthrough/" + service.Key, [new WeightedBackend(service, 1, plaintext)]) { PerRequest = false };
    }

    /// <summary>What happens to a request to the outside.</summary>
    public static RouteDecision? Decide(PodView from, ExternalDestination outside, HttpCall call)
    {
        var view = ClusterView.Of(from.Cluster);
        var host = call.Header("Host")?.Split(':')[0] ?? outside.Host;
        if (Entry(from, host, outside.Port) is null)
        {
            return IsRegistryOnly(from) ? BlackHole(host, call.Scheme == "https") : null;
        }

        var inClear = call.Scheme == "http";
        if (inClear && VirtualServices.Find(view, from.Namespace, host) is { } virtualService && virtualService.Items("spec", "http").Any())
        {
            return VirtualServices.Decide(virtualService, from, call, outside.Port, gateway: null);
        }

        return null;
    }

    private static JsonObject? Entry(PodView from, string host, int port) =>
        ClusterView.Of(from.Cluster).List("networking.istio.io", "serviceentries").FirstOrDefault(one =>
            one.Texts("spec", "hosts").Any(name => IstioHosts.Means(name, one.Namespace(), host))
            && one.Items("spec", "ports").Any(entry => entry.Whole("number") == port)
            && (one.Texts("spec", "exportTo") is not { Count: > 0 } to || to.Contains("*") || (to.Contains(".") && one.Namespace() == from.Namespace) || to.Contains(from.Namespace)));

    private static RouteDecision BlackHole(string host, bool tls = false) => new("blackhole/" + host, [])
    {
        Direct = tls ? HttpReply.Reset(TimeSpan.FromMilliseconds(1)) : HttpReply.Proxy(502, "", "envoy"),
    };

    private static bool IsRegistryOnly(PodView from) =>
        (Sidecar(from).Scalar("spec", "outboundTrafficPolicy", "mode") ?? MeshConfig.Of(from.Cluster).Scalar("outboundTrafficPolicy", "mode")) == "REGISTRY_ONLY";

    private static JsonObject? Sidecar(PodView from)
    {
        var all = ClusterView.Of(from.Cluster).List("networking.istio.io", "sidecars");
        return all.Where(one => one.Namespace() == from.Namespace && (one.At("spec", "workloadSelector") is null || from.Labels.Has(one.Pairs("spec", "workloadSelector", "labels"))))
            .OrderBy(one => one.At("spec", "workloadSelector") is null).FirstOrDefault()
            ?? all.FirstOrDefault(one => one.Namespace() == RootNamespace && one.At("spec", "workloadSelector") is null);
    }

    private static bool IsVisible(string host, string ownNamespace, string serviceNamespace, string fullName)
    {
        var parts = host.Split('/', 2);
        var (space, name) = parts.Length == 2 ? (parts[0], parts[1]) : ("*", parts[0]);
        return space switch
        {
            "~" => false,
            "." => serviceNamespace == ownNamespace,
            "*" => true,
            _ => space == serviceNamespace,
        } && IstioHosts.Means(name, serviceNamespace, fullName);
    }
}
