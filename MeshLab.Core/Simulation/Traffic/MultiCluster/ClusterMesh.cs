using MeshLab.Core.Simulation.Traffic.Cilium;

namespace MeshLab.Core.Simulation.Traffic.MultiCluster;

/// <summary>Cilium's ClusterMesh: which clusters know one another.</summary>
internal static class ClusterMesh
{
    private const string Peers = "cilium-clustermesh";

    /// <summary>The clusters a cluster is connected with: each names the other, and both have an API server for the mesh.</summary>
    public static IEnumerable<DemoCluster> PeersOf(DemoCluster cluster) =>
        cluster.Network.Values.Where(other => other != cluster && Names(cluster, other) && Names(other, cluster));

    private static bool Names(DemoCluster cluster, DemoCluster other)
    {
        var view = ClusterView.Of(cluster);
        return view.HasCilium
            && view.Find("apps", "deployments", "kube-system", "clustermesh-apiserver") is not null
            && view.Find("", "secrets", "kube-system", Peers).Pairs("data").ContainsKey(CiliumConfig.ClusterName(other));
    }
}
