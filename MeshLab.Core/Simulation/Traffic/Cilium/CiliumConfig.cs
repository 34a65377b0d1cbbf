namespace MeshLab.Core.Simulation.Traffic.Cilium;

/// <summary>The ConfigMap <c>cilium-config</c>, which the chart writes and the agents read.</summary>
internal static class CiliumConfig
{
    public static string? Text(DemoCluster cluster, string key) => ClusterView.Of(cluster).Find("", "configmaps", "kube-system", "cilium-config").Scalar("data", key);

    public static bool Flag(DemoCluster cluster, string key) => Text(cluster, key) == "true";

    public static string ClusterName(DemoCluster cluster) => Text(cluster, "cluster-name") ?? "default";
}
