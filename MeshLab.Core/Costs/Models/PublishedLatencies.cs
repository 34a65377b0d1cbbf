namespace MeshLab.Core.Costs.Models;

/// <summary>A published figure of how much latency a mesh adds.</summary>
/// <param name="What">What it is about.</param>
/// <param name="Variant">The variant by the name that scenarios use.</param>
/// <param name="Added">Percentile (50, 90, 99) to the milliseconds that were added to the baseline's at that percentile.</param>
/// <param name="Conditions">Under which conditions it was found.</param>
/// <param name="Citation">Where it can be read.</param>
public sealed record PublishedLatency(string What, string Variant, IReadOnlyDictionary<double, double> Added, string Conditions, Citation Citation);

/// <summary>
/// Published figures of added latency: differences to the publisher's own baseline, on its own machines. Istio's page for 1.24 shows latencies as pictures
/// only, so the newest figures in words are those of 1.22 (ambient) and 1.20 (sidecars). Linkerd's are through a whole application of several services.
/// </summary>
public static class PublishedLatencies
{
    private static readonly Citation _istio122 = new("Istio 1.22, performance and scalability", "https://istio.io/v1.22/docs/ops/deployment/performance-and-scalability/");
    private static readonly Citation _istio120 = new("Istio 1.20, performance and scalability", "https://istio.io/v1.20/docs/ops/deployment/performance-and-scalability/");
    private static readonly Citation _redux = new("W. Morgan, Benchmarking Linkerd and Istio: 2021 Redux, 29 November 2021", "https://linkerd.io/2021/11/29/linkerd-vs-istio-benchmarks-2021/");

    /// <summary>All of them, the newest of each variant first.</summary>
    public static IReadOnlyList<PublishedLatency> All { get; } =
    [
        new("Istio 1.22 ambient, two ztunnels", "istio-ambient", Milliseconds((90, 0.17), (99, 0.20)), "1,000 requests/s, HTTP/1.1, 1 kB, 1 to 64 connections, mutual TLS; layer 4 only", _istio122),
        new("Istio 1.20, two sidecars", "istio-sidecar", Milliseconds((90, 0.228), (99, 0.298)), "1,000 requests/s, HTTP/1.1, 1 kB, 2 to 64 connections, 2 worker threads, mutual TLS", _istio120),
        new("Istio 1.12.0, minimal", "istio-sidecar", Milliseconds((50, 20)), "200 requests/s through an application of several services, bare metal; measured by the makers of Linkerd", _redux),
        new("Linkerd 2.11.1", "linkerd", Milliseconds((50, 8)), "200 requests/s through an application of several services, bare metal; measured by its own makers", _redux),
    ];

    /// <summary>The figure that is set beside measured ones of a variant; null where nothing is published in a comparable form.</summary>
    public static PublishedLatency? Of(string variant) => All.FirstOrDefault(figure => figure.Variant == variant);

    private static Dictionary<double, double> Milliseconds(params ReadOnlySpan<(double Percentile, double Added)> points)
    {
        var added = new Dictionary<double, double>();
        foreach (var (percentile, milliseconds) in points)
        {
            added[percentile] = milliseconds;
        }

        return added;
    }
}
