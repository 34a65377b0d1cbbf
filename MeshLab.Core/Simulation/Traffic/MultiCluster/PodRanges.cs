namespace MeshLab.Core.Simulation.Traffic.MultiCluster;

/// <summary>
/// Addresses as policies by address see them. The demo clusters hand out pod addresses of one range; where Submariner was told that a
/// cluster's pods have another (<c>clusterCIDR</c>), the address is taken to lie in that one.
/// </summary>
internal static class PodRanges
{
    public static string Address(PodView pod)
    {
        var range = ClusterView.Of(pod.Cluster).List("submariner.io", "submariners").Select(one => one.Scalar("spec", "clusterCIDR")).FirstOrDefault(one => one is not null);
        return range?.Split('.') is [var first, var second, ..] && pod.Address.Split('.') is [_, _, var third, var fourth] ? $"{first}.{second}.{third}.{fourth}" : pod.Address;
    }
}
