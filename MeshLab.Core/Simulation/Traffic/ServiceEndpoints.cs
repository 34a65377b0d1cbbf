namespace MeshLab.Core.Simulation.Traffic;

/// <summary>The ready pods behind a Service.</summary>
internal static class ServiceEndpoints
{
    /// <summary>Those of the Service's own cluster.</summary>
    public static IReadOnlyList<PodView> Local(ServiceDestination destination)
    {
        var selector = destination.Service.Pairs("spec", "selector");
        return selector.Count == 0 ? [] : [.. ClusterView.Of(destination.Cluster).Pods(destination.Namespace).Where(pod => pod.IsReady && pod.Labels.Has(selector))];
    }

    /// <summary>The pod's port that the Service's port leads to, or null when it has none of that name.</summary>
    public static int? TargetPort(ServiceDestination destination, PodView pod)
    {
        var entry = destination.PortEntry;
        return entry is null ? null : pod.PortNumber(entry.Scalar("targetPort") ?? entry.Scalar("port"));
    }
}
