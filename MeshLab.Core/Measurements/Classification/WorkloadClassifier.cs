namespace MeshLab.Core.Measurements.Classification;

/// <summary>
/// Decides what a container is to the mesh, by its own name first, then by its pod's labels and owner, then by its namespace.
/// The first rule that fits wins. The rules and their reasons are tabled in docs/measurements.md.
/// </summary>
internal static class WorkloadClassifier
{
    private static readonly string[] _nameLabels = ["app", "k8s-app", "app.kubernetes.io/name", "app.kubernetes.io/component"];

    /// <summary>The class and mesh of a container of the pod.</summary>
    public static ContainerClass Classify(PodFacts pod, string container)
    {
        ArgumentNullException.ThrowIfNull(pod);
        // Agents come first: ztunnel's only container is called istio-proxy as well.
        if (NodeAgentOf(pod) is { } agentMesh)
        {
            return new(WorkloadClass.NodeAgent, agentMesh);
        }

        if (GatewayOf(pod, container) is { } gatewayMesh)
        {
            return new(WorkloadClass.Gateway, gatewayMesh);
        }

        if (ControlPlaneOf(pod) is { } controlPlaneMesh)
        {
            return new(WorkloadClass.ControlPlane, controlPlaneMesh);
        }

        if (MeshParts.Sidecars.TryGetValue(container, out var sidecarMesh))
        {
            return new(WorkloadClass.Proxy, sidecarMesh);
        }

        var outside = MeshParts.LoadGenerators.Contains(container)
            || MeshParts.SystemNamespaces.Contains(pod.Namespace)
            || Names(pod).Any(MeshParts.AddOns.Contains);
        return ContainerClass.Outside(!outside && BelongsToApplication(pod) ? WorkloadClass.App : WorkloadClass.Other);
    }

    /// <summary>The mesh whose gateway or waypoint the pod is; null when it is none.</summary>
    private static string? GatewayOf(PodFacts pod, string container)
    {
        if (pod.Labels.ContainsKey("gateway.networking.k8s.io/gateway-name"))
        {
            return MeshParts.Sidecars.GetValueOrDefault(container, MeshParts.Istio);
        }

        // Istio's gateway chart labels its pods istio=ingressgateway, istio=gateway and the like.
        var istioGateway = (pod.Labels.TryGetValue("istio", out var value) && value.EndsWith("gateway", StringComparison.Ordinal))
            || (pod.Annotations.TryGetValue("inject.istio.io/templates", out var templates) && templates.Split(',').Contains("gateway"));
        if (istioGateway)
        {
            return MeshParts.Istio;
        }

        // A proxy that is alone in its pod serves nobody beside it: it is a gateway by whatever name.
        if (container == "istio-proxy" && pod.Containers is ["istio-proxy"])
        {
            return MeshParts.Istio;
        }

        return Names(pod).Contains("linkerd-gateway") || pod.Labels.ContainsKey("mirror.linkerd.io/gateway") ? MeshParts.Linkerd : null;
    }

    private static string? ControlPlaneOf(PodFacts pod)
    {
        if (MeshParts.ControlPlaneNamespaces.TryGetValue(pod.Namespace, out var mesh))
        {
            return mesh;
        }

        if (pod.Labels.ContainsKey("linkerd.io/control-plane-component"))
        {
            return MeshParts.Linkerd;
        }

        if (pod.Labels.GetValueOrDefault("istio") is "pilot" or "istiod")
        {
            return MeshParts.Istio;
        }

        if (pod.Labels.GetValueOrDefault("io.cilium/app") == "operator")
        {
            return MeshParts.Cilium;
        }

        return Names(pod).Select(name => MeshParts.ControlPlanes.GetValueOrDefault(name)).FirstOrDefault(found => found is not null)
            ?? ByPodName(pod, MeshParts.ControlPlanes);
    }

    private static string? NodeAgentOf(PodFacts pod)
    {
        if (pod.Owner is { } owner)
        {
            return MeshParts.NodeAgents.GetValueOrDefault(owner);
        }

        return pod.Labels.Count == 0 ? ByPodName(pod, MeshParts.NodeAgents) : null;
    }

    /// <summary>Where the API server shows no pods, the name is all there is: the workload's name, then generated parts of a ReplicaSet or DaemonSet.</summary>
    private static string? ByPodName(PodFacts pod, IReadOnlyDictionary<string, string> workloads)
    {
        if (pod.Labels.Count > 0 || pod.Owner is not null)
        {
            return null;
        }

        var parts = pod.Name.Split('-');
        for (var generated = 1; generated <= 2 && generated < parts.Length; generated++)
        {
            if (workloads.TryGetValue(string.Join('-', parts[..^generated]), out var mesh))
            {
                return mesh;
            }
        }

        return null;
    }

    private static bool BelongsToApplication(PodFacts pod) =>
        pod.Labels.ContainsKey("meshlab.dev/scenario")
        || pod.NamespaceLabels.ContainsKey("meshlab.dev/scenario")
        || pod.Containers.Any(MeshParts.Sidecars.ContainsKey)
        || pod.NamespaceLabels.GetValueOrDefault("istio-injection") == "enabled"
        || pod.NamespaceLabels.ContainsKey("istio.io/rev")
        || pod.NamespaceLabels.GetValueOrDefault("istio.io/dataplane-mode") == "ambient"
        || pod.Labels.GetValueOrDefault("istio.io/dataplane-mode") == "ambient"
        || pod.NamespaceAnnotations.GetValueOrDefault("linkerd.io/inject") == "enabled";

    private static IEnumerable<string> Names(PodFacts pod) =>
        _nameLabels.Select(label => pod.Labels.GetValueOrDefault(label)).OfType<string>();
}
