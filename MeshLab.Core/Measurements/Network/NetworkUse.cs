namespace MeshLab.Core.Measurements.Network;

/// <summary>What of a cluster's network costs money, as far as its API server and its telemetry tell. What they do not tell is null, never zero.</summary>
/// <param name="LoadBalancers">Services of type <c>LoadBalancer</c>.</param>
/// <param name="GatewayLoadBalancers">Those of them in front of a mesh's gateways.</param>
/// <param name="Zones">Zones among the nodes, by the label <c>topology.kubernetes.io/zone</c>; null when a node has none.</param>
/// <param name="Traffic">What went between zones and clusters; null when nobody counted it.</param>
public sealed record NetworkUse(int LoadBalancers, int GatewayLoadBalancers, int? Zones, ZoneTraffic? Traffic)
{
    /// <summary>Bytes a second between zones: none where all nodes are in one; null when not known.</summary>
    public double? CrossZoneBytesPerSecond => Zones == 1 ? 0 : Zones is null ? null : Traffic is { Seconds: > 0 } traffic ? traffic.CrossZoneBytes / traffic.Seconds : null;

    /// <summary>Bytes a second between clusters; null when not known.</summary>
    public double? CrossClusterBytesPerSecond => Traffic is { Seconds: > 0 } traffic ? traffic.CrossClusterBytes / traffic.Seconds : null;
}

/// <summary>What a mesh's telemetry counted between workloads, laid onto the zones of their pods. Payload only: headers of TLS and IP are not in it.</summary>
/// <param name="CrossZoneBytes">Between zones, both directions.</param>
/// <param name="CrossClusterBytes">Between clusters, both directions.</param>
/// <param name="UnplacedBytes">Between workloads whose pods were not found; in neither of the two.</param>
/// <param name="Seconds">Over how long.</param>
/// <param name="SpreadAssumed">Whether a workload had pods in several zones, so that its traffic is taken to be spread over them evenly.</param>
/// <param name="Metrics">The metrics it comes from.</param>
public sealed record ZoneTraffic(double CrossZoneBytes, double CrossClusterBytes, double UnplacedBytes, double Seconds, bool SpreadAssumed, IReadOnlyList<string> Metrics);

/// <summary>Bytes between two workloads.</summary>
/// <param name="From">The namespace and name of the caller.</param>
/// <param name="To">The namespace and name of the called.</param>
/// <param name="OtherCluster">Whether the called is in another cluster.</param>
/// <param name="Bytes">Bytes, both directions.</param>
public sealed record WorkloadBytes((string Namespace, string Name) From, (string Namespace, string Name) To, bool OtherCluster, double Bytes);
