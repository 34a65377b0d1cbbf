namespace MeshLab.Core.Simulation.Traffic.MultiCluster;

/// <summary>
/// Names of the cluster set (<c>svc.clusterset.local</c>), as Submariner's Lighthouse answers them: known where the Service is exported and the
/// clusters have joined; the own cluster's pods before others'.
/// </summary>
internal static class Clusterset
{
    public static ServiceDestination? Find(PodView from, ClustersetDestination name) => HasJoined(from.Cluster)
        ? Exporters(from.Cluster, name.Namespace, name.Name)
            .Select(cluster => ClusterView.Of(cluster).Find("", "services", name.Namespace, name.Name) is { } service ? new ServiceDestination(cluster, service, name.Port) : null)
            .OfType<ServiceDestination>()
            .OrderByDescending(service => ServiceEndpoints.Local(service).Count > 0)
            .ThenByDescending(service => service.Cluster == from.Cluster)
            .FirstOrDefault()
        : null;

    /// <summary>The clusters of the set that export a Service, the own one among them.</summary>
    public static IEnumerable<DemoCluster> Exporters(DemoCluster cluster, string @namespace, string name) =>
        cluster.Network.Values.Where(other => HasJoined(other) && ClusterView.Of(other).Find("multicluster.x-k8s.io", "serviceexports", @namespace, name) is not null);

    /// <summary>Whether Submariner has joined a cluster to a set.</summary>
    public static bool HasJoined(DemoCluster cluster) => ClusterView.Of(cluster).List("submariner.io", "submariners").Any();
}
