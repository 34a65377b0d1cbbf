using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Pods;

namespace MeshLab.Core.Simulation.Usage;

/// <summary>
/// The figures behind the demo cluster's usage, all in one place. Published ones are quoted with their source; what is marked
/// "assumption" is a plausible size and no measurement. Idle floors are assumptions throughout.
/// </summary>
internal static class UsageProfiles
{
    private const string Istio = "Istio 1.24, performance and scalability page: 1,000 requests/s, 1 KB, 2 workers";
    private const string IstioControl = "Istio 1.24, performance and scalability page: istiod 1 vCPU and 1.5 GB for 1,000 services and 2,000 sidecars";
    private const string Assumption = "assumption";

    /// <summary>0.20 vCPU and 60 MB at 1,000 requests/s, of which 40 MB are taken to be there without load.</summary>
    public static readonly UsageProfile IstioSidecar = new("Istio sidecar", 0.002, 40, 0.20, 20, LoadSource.Pod, Istio);

    /// <summary>0.25 vCPU and 60 MB at 1,000 requests/s.</summary>
    public static readonly UsageProfile Waypoint = new("Istio waypoint", 0.002, 40, 0.25, 20, LoadSource.Pod, Istio);

    /// <summary>0.06 vCPU and 12 MB at 1,000 requests/s.</summary>
    public static readonly UsageProfile Ztunnel = new("ztunnel", 0.001, 8, 0.06, 4, LoadSource.AmbientPodsOfNode, Istio);

    /// <summary>An ingress gateway is the same Envoy as a waypoint.</summary>
    public static readonly UsageProfile IstioGateway = new("Istio gateway", 0.002, 40, 0.25, 20, LoadSource.Pod, Assumption + ": as a waypoint");

    /// <summary>1 vCPU / 2,000 and (1,500 MB - base) / 2,000 for each proxy, on an idle base.</summary>
    public static readonly UsageProfile Istiod = new("istiod", 0.004, 60, 0, 0, LoadSource.Pod, IstioControl, CoresPerProxy: 0.0005, MegabytesPerProxy: 0.72);

    public static readonly UsageProfile IstioCni = new("Istio CNI agent", 0.001, 30, 0, 0, LoadSource.Pod, Assumption);

    public static readonly UsageProfile LinkerdProxy = new("Linkerd proxy", 0.001, 6, 0.10, 14, LoadSource.Pod, Assumption);

    public static readonly UsageProfile LinkerdControl = new("Linkerd control plane", 0.003, 35, 0, 0, LoadSource.Pod, Assumption, CoresPerProxy: 0.0001, MegabytesPerProxy: 0.1);

    public static readonly UsageProfile CiliumAgent = new("Cilium agent", 0.020, 180, 0.01, 2, LoadSource.PodsOfNode, Assumption);

    public static readonly UsageProfile CiliumEnvoy = new("Cilium's Envoy", 0.003, 45, 0.20, 15, LoadSource.InspectedPodsOfNode, Assumption + ": as an Istio sidecar, where a policy looks into HTTP");

    public static readonly UsageProfile CiliumOperator = new("Cilium operator", 0.004, 60, 0, 0, LoadSource.Pod, Assumption);

    public static readonly UsageProfile Hubble = new("Hubble", 0.003, 40, 0, 0, LoadSource.Pod, Assumption);

    public static readonly UsageProfile Podinfo = new("podinfo", 0.001, 18, 0.08, 8, LoadSource.Pod, Assumption);

    public static readonly UsageProfile Fortio = new("Fortio", 0.0005, 15, 0.10, 12, LoadSource.Pod, Assumption);

    public static readonly UsageProfile Prometheus = new("Prometheus", 0.020, 250, 0, 0, LoadSource.Pod, Assumption);

    public static readonly UsageProfile Observability = new("observability", 0.005, 90, 0, 0, LoadSource.Pod, Assumption);

    public static readonly UsageProfile Operator = new("controller", 0.003, 50, 0, 0, LoadSource.Pod, Assumption);

    public static readonly UsageProfile Application = new("application", 0.001, 30, 0.05, 10, LoadSource.Pod, Assumption);

    private static readonly Dictionary<string, UsageProfile> ByImage = new(StringComparer.Ordinal)
    {
        ["pilot"] = Istiod,
        ["ztunnel"] = Ztunnel,
        ["install-cni"] = IstioCni,
        ["controller"] = LinkerdControl,
        ["policy-controller"] = LinkerdControl,
        ["cilium"] = CiliumAgent,
        ["cilium-envoy"] = CiliumEnvoy,
        ["operator-generic"] = CiliumOperator,
        ["operator"] = CiliumOperator,
        ["hubble-relay"] = Hubble,
        ["hubble-ui"] = Hubble,
        ["hubble-ui-backend"] = Hubble,
        ["podinfo"] = Podinfo,
        ["fortio"] = Fortio,
        ["prometheus"] = Prometheus,
        ["kiali"] = Observability,
        ["jaeger"] = Observability,
        ["all-in-one"] = Observability,
        ["grafana"] = Observability,
        ["tap"] = Observability,
        ["metrics-api"] = Observability,
        ["web"] = Observability,
        ["argocd"] = Operator,
        ["fleet"] = Operator,
        ["fleet-agent"] = Operator,
    };

    /// <summary>Every profile, for tests and documents.</summary>
    public static IEnumerable<UsageProfile> All =>
        [IstioSidecar, Waypoint, IstioGateway, LinkerdProxy, Application, .. ByImage.Values.Distinct()];

    /// <summary>The profile of a container of a pod.</summary>
    public static UsageProfile Of(JsonObject pod, JsonObject container)
    {
        var (image, _) = ContainerImage.Split(container.Text("image") ?? "");
        var baseName = image[(image.LastIndexOf('/') + 1)..];
        if (baseName == "ztunnel")
        {
            return Ztunnel;
        }

        return container.Text("name") switch
        {
            "istio-proxy" => Proxy(pod),
            "linkerd-proxy" => LinkerdProxy,
            "cilium-agent" => CiliumAgent,
            "cilium-envoy" => CiliumEnvoy,
            _ => baseName == "web" && !image.Contains("linkerd", StringComparison.Ordinal) && !image.Contains("l5d", StringComparison.Ordinal)
                ? Application
                : ByImage.GetValueOrDefault(baseName, Application),
        };
    }

    private static UsageProfile Proxy(JsonObject pod) =>
        pod.Label("gateway.istio.io/managed") == "istio.io-mesh-controller" || pod.Label("gateway.networking.k8s.io/gateway-class-name") == "istio-waypoint" ? Waypoint
        : pod.Items("spec", "containers").All(one => one.Text("name") == "istio-proxy") ? IstioGateway
        : IstioSidecar;
}
