using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Measurements;

namespace MeshLab.Core.Costs.Models;

/// <summary>
/// Models of published figures. Use: Istio's performance page for 1.24 (per 1,000 HTTP requests a second of 1 KB). Requests: the defaults of the
/// projects' own charts. For Linkerd the requests of its chart for high availability are known, and no use in a comparable form;
/// for Cilium neither, so it has no model before it is measured.
/// </summary>
public static class PublishedModels
{
    private const double MB = 1e6;
    private const double MiB = 1 << 20;
    private const string IstioCharts = "https://github.com/istio/istio/blob/86c9f01fd735fb01d8192f5bcaf0d424afb7f14c/manifests/charts/";

    private static readonly Citation _istioPage = new("Istio 1.24, performance and scalability", PublishedFigures.IstioPage124);
    private static readonly Citation _istiodChart = new("Istio's istiod chart: sidecar and waypoint 100m, 128Mi; istiod 500m, 2048Mi", IstioCharts + "istio-control/istio-discovery/values.yaml");
    private static readonly Citation _ztunnelChart = new("Istio's ztunnel chart: 200m, 512Mi", IstioCharts + "ztunnel/values.yaml");
    private static readonly Citation _cniChart = new("Istio's cni chart: 100m, 100Mi", IstioCharts + "istio-cni/values.yaml");
    private static readonly Citation _linkerdChart = new("Linkerd's values-ha.yaml: proxy 100m, 20Mi; controllers 100m, 50Mi; identity 100m, 10Mi", "https://github.com/linkerd/linkerd2/blob/b24cd4059841f8cee2fb7a9c2ac23a693c583579/charts/linkerd-control-plane/values-ha.yaml");

    /// <summary>1 vCPU and 1.5 GB for 1,000 services and 2,000 sidecars; 500m and 2Gi requested.</summary>
    private static readonly PartModel _istiod = new("istiod", new(0.5, 2048 * MiB), Consumption.None) { PerMeshedPod = new(1.0 / 2_000, 1_500 * MB / 2_000) };

    /// <summary>0.06 vCPU at 1,000 requests a second and 12 MB; 200m and 512Mi requested.</summary>
    private static readonly PartModel _ztunnel = new("ztunnel", new(0.2, 512 * MiB), new(0, 12 * MB), 0.06 / 1_000, 2);

    /// <summary>What it uses is not published; 100m and 100Mi requested.</summary>
    private static readonly PartModel _cni = new("istio-cni", new(0.1, 100 * MiB), Consumption.None);

    /// <summary>0.20 vCPU at 1,000 requests a second and 60 MB; 100m and 128Mi requested.</summary>
    private static readonly PartModel _envoy = new("istio-proxy", new(0.1, 128 * MiB), new(0, 60 * MB), 0.20 / 1_000, 2);

    /// <summary>0.25 vCPU at 1,000 requests a second and 60 MB; 100m and 128Mi requested.</summary>
    private static readonly PartModel _waypoint = new("waypoint", new(0.1, 128 * MiB), new(0, 60 * MB), 0.25 / 1_000, 1);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<MeshCostModel> All { get; } =
    [
        new(
            "published-istio-sidecar", "Istio sidecar", "istio", Origin.Published,
            "Use as Istio publishes it for 1.24, requests as its charts set them.",
            _envoy, [], null, _istiod, 2, true, [_istioPage, _istiodChart]),
        new(
            "published-istio-ambient", "Istio ambient, L4 only", "istio-ambient", Origin.Published,
            "ztunnel without waypoints: mutual TLS and L4 policy only. Use as Istio publishes it for 1.24, requests as its charts set them.",
            null, [_ztunnel, _cni], null, _istiod, 2, true, [_istioPage, _istiodChart, _ztunnelChart, _cniChart]),
        new(
            "published-istio-ambient-l7", "Istio ambient with waypoints", "istio-ambient-l7", Origin.Published,
            "ztunnel, and every call through one waypoint: the features of sidecars. Use as Istio publishes it for 1.24, requests as its charts set them.",
            null, [_ztunnel, _cni], _waypoint, _istiod, 2, true, [_istioPage, _istiodChart, _ztunnelChart, _cniChart]),
        new(
            "published-linkerd", "Linkerd, HA requests only", "linkerd", Origin.Published,
            "A lower bound: only the requests of Linkerd's chart for high availability. No use is published in a comparable form, and without that chart nothing is requested.",
            new("linkerd-proxy", new(0.1, 20 * MiB), Consumption.None), [], null,
            // One replica: destination, sp-validator, proxy-injector (100m, 50Mi each), identity (100m, 10Mi), and a proxy in each of three pods.
            new("linkerd control plane", new(0.7, 220 * MiB), Consumption.None), 3, false, [_linkerdChart]),
    ];
}
