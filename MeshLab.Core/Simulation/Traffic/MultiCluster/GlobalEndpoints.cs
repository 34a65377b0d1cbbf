namespace MeshLab.Core.Simulation.Traffic.MultiCluster;

/// <summary>The pods behind a Service, those of other clusters too where ClusterMesh makes it global.</summary>
internal static class GlobalEndpoints
{
    private const string Global = "service.cilium.io/global";
    private const string Shared = "service.cilium.io/shared";
    private const string Affinity = "service.cilium.io/affinity";

    public static IReadOnlyList<PodView> Of(PodView from, ServiceDestination service)
    {
        var own = ServiceEndpoints.Local(service);
        var notes = service.Service.Pairs("metadata", "annotations");
        if (service.Cluster != from.Cluster || notes.GetValueOrDefault(Global) != "true")
        {
            return own;
        }

        var remote = ClusterMesh.PeersOf(service.Cluster).SelectMany(peer => Shares(peer, service)).ToList();
        return notes.GetValueOrDefault(Affinity) switch
        {
            "local" => own.Count > 0 ? own : remote,
            "remote" => remote.Count > 0 ? remote : own,
            _ => [.. own, .. remote],
        };
    }

    private static IReadOnlyList<PodView> Shares(DemoCluster peer, ServiceDestination service)
    {
        var twin = ClusterView.Of(peer).Find("", "services", service.Namespace, service.Name);
        var notes = twin.Pairs("metadata", "annotations");
        return twin is not null && notes.GetValueOrDefault(Global) == "true" && notes.GetValueOrDefault(Shared) != "false"
            ? ServiceEndpoints.Local(new ServiceDestination(peer, twin, service.Port))
            : [];
    }
}
