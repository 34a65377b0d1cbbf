namespace MeshLab.Core.Measurements.Classification;

/// <summary>The names by which the meshes of the lab are known: their sidecars, agents and control planes. The reasons are in docs/measurements.md.</summary>
internal static class MeshParts
{
    public const string Istio = "istio";
    public const string Linkerd = "linkerd";
    public const string Cilium = "cilium";

    /// <summary>Containers that a mesh adds to a pod, with their mesh. Init containers are part of a sidecar's price.</summary>
    public static readonly IReadOnlyDictionary<string, string> Sidecars = new Dictionary<string, string>
    {
        ["istio-proxy"] = Istio,
        ["istio-init"] = Istio,
        ["istio-validation"] = Istio,
        ["linkerd-proxy"] = Linkerd,
        ["linkerd-init"] = Linkerd,
        ["linkerd-network-validator"] = Linkerd,
    };

    /// <summary>DaemonSets that a mesh runs on every node, with their mesh.</summary>
    public static readonly IReadOnlyDictionary<string, string> NodeAgents = new Dictionary<string, string>
    {
        ["ztunnel"] = Istio,
        ["istio-cni-node"] = Istio,
        ["linkerd-cni"] = Linkerd,
        ["cilium"] = Cilium,
        ["cilium-envoy"] = Cilium,
        ["cilium-node-init"] = Cilium,
        ["spire-agent"] = Cilium,
    };

    /// <summary>Values of the labels <c>app</c>, <c>k8s-app</c> and <c>app.kubernetes.io/name</c> that name a control plane, with their mesh.</summary>
    public static readonly IReadOnlyDictionary<string, string> ControlPlanes = new Dictionary<string, string>
    {
        ["istiod"] = Istio,
        ["cilium-operator"] = Cilium,
        ["hubble-relay"] = Cilium,
        ["hubble-ui"] = Cilium,
        ["clustermesh-apiserver"] = Cilium,
        ["spire-server"] = Cilium,
    };

    /// <summary>Namespaces that hold nothing but a mesh's control plane and its extensions.</summary>
    public static readonly IReadOnlyDictionary<string, string> ControlPlaneNamespaces = new Dictionary<string, string>
    {
        ["linkerd"] = Linkerd,
        ["linkerd-viz"] = Linkerd,
        ["linkerd-multicluster"] = Linkerd,
        ["linkerd-jaeger"] = Linkerd,
        ["linkerd-smi"] = Linkerd,
    };

    /// <summary>Add-ons that watch a mesh and work with any: they are neither application nor mesh.</summary>
    public static readonly IReadOnlySet<string> AddOns = new HashSet<string>
    {
        "prometheus", "alertmanager", "grafana", "kiali", "jaeger", "tempo", "loki", "opentelemetry-collector", "kube-state-metrics",
        "prometheus-node-exporter", "prometheus-pushgateway",
    };

    /// <summary>Containers that make load rather than serve it.</summary>
    public static readonly IReadOnlySet<string> LoadGenerators = new HashSet<string> { "fortio", "nighthawk", "k6", "wrk", "wrk2", "vegeta" };

    /// <summary>Namespaces of the cluster and of the meshes themselves, never the application's.</summary>
    public static readonly IReadOnlySet<string> SystemNamespaces = new HashSet<string>
    {
        "kube-system", "kube-public", "kube-node-lease", "local-path-storage", "istio-system", "istio-operator", "cilium-spire", "cilium-secrets", "gateway-system",
    };
}
