namespace MeshLab.Core.Costs.Models;

/// <summary>A published figure, as it stands in its source.</summary>
/// <param name="What">What it is about.</param>
/// <param name="Mesh">The mesh by the name scenarios use.</param>
/// <param name="CpuCoresPer1000">CPU at 1,000 requests a second through it, in cores; null when not given in that form.</param>
/// <param name="MemoryBytes">Memory, in bytes; null when not given.</param>
/// <param name="Conditions">Under which conditions it was found.</param>
/// <param name="IsProxy">Whether it is about one proxy beside a pod, and can be set beside measured sidecars.</param>
/// <param name="Citation">Where it can be read.</param>
public sealed record PublishedFigure(string What, string Mesh, double? CpuCoresPer1000, double? MemoryBytes, string Conditions, bool IsProxy, Citation Citation);

/// <summary>Published figures of what meshes take. They come from different machines and years, and two of the sources are makers of a mesh.</summary>
public static class PublishedFigures
{
    /// <summary>Istio's performance page, which gives its figures for 1.24.</summary>
    public const string IstioPage124 = "https://istio.io/docs/ops/deployment/performance-and-scalability/";

    private const double MB = 1e6;
    private static readonly Citation _istio124 = new("Istio 1.24, performance and scalability", IstioPage124);
    private static readonly Citation _istio122 = new("Istio 1.22, performance and scalability", "https://istio.io/v1.22/docs/ops/deployment/performance-and-scalability/");
    private static readonly Citation _istio112 = new("Istio 1.12, performance and scalability", "https://istio.io/v1.12/docs/ops/deployment/performance-and-scalability/");
    private static readonly Citation _linkerd211 = new("W. Morgan, Benchmarking Linkerd and Istio: 2021 Redux, 29 November 2021", "https://linkerd.io/2021/11/29/linkerd-vs-istio-benchmarks-2021/");

    /// <summary>All of them, the newest first.</summary>
    public static IReadOnlyList<PublishedFigure> All { get; } =
    [
        new("Istio 1.24 sidecar", "istio", 0.20, 60 * MB, "1,000 HTTP requests/s, 1 KB payload, 2 worker threads", true, _istio124),
        new("Istio 1.24 waypoint", "istio-ambient", 0.25, 60 * MB, "1,000 HTTP requests/s, 1 KB payload, 2 worker threads", false, _istio124),
        new("Istio 1.24 ztunnel", "istio-ambient", 0.06, 12 * MB, "1,000 HTTP requests/s, 1 KB payload", false, _istio124),
        new("Istio 1.22 sidecar", "istio", 0.5, 50 * MB, "1,000 requests/s, Istio's load test", true, _istio122),
        new("Istio 1.12 sidecar", "istio", 0.35, 40 * MB, "1,000 services, 2,000 sidecars, 70,000 requests/s in all", true, _istio112),
        new("Linkerd 2.11.1 proxy, largest", "linkerd", null, 26.3 * MB, "2,000 requests/s, bare metal; CPU is given as time used, not as cores", true, _linkerd211),
    ];
}
