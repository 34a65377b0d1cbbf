using MeshLab.Core.Topology;

namespace MeshLab.Web.Api;

/// <summary>A cluster's topology as the API tells it.</summary>
/// <param name="Cluster">The target cluster; of several, their names with commas.</param>
/// <param name="Simulated">Whether it is simulated.</param>
/// <param name="At">When it was looked at.</param>
/// <param name="WindowSeconds">What rates are over.</param>
/// <param name="TrafficSource">Where the traffic is known from; null when nothing tells.</param>
/// <param name="TrafficProblem">Why it is not known; null when it is.</param>
/// <param name="Workloads">The workloads.</param>
/// <param name="Edges">The traffic.</param>
public sealed record TopologyDto(
    string Cluster,
    bool Simulated,
    DateTimeOffset At,
    double WindowSeconds,
    string? TrafficSource,
    string? TrafficProblem,
    IReadOnlyList<TopologyWorkloadDto> Workloads,
    IReadOnlyList<TopologyEdgeDto> Edges)
{
    internal static TopologyDto Of(MeshTopology topology) => new(
        topology.Cluster, topology.Simulated, topology.At, topology.Window.TotalSeconds, topology.TrafficSource, topology.TrafficProblem,
        [.. topology.Workloads.Select(one => new TopologyWorkloadDto(one.Cluster, one.Namespace, one.Kind, one.Name, one.Mesh, Camel(one.Proxy), one.Waypoint, [.. one.Pods.Select(pod => new TopologyPodDto(pod.Name, pod.Node, pod.Ready, Camel(pod.Proxy)))]))],
        [.. topology.Edges.Select(edge => new TopologyEdgeDto(edge.From, edge.To, edge.RequestsPerSecond, edge.ConnectionsPerSecond, edge.ErrorShare, Camel(edge.Security), edge.Source))]);

    private static string Camel<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

/// <summary>A workload.</summary>
/// <param name="Cluster">Its cluster, where several were asked for or where it is on another one; null otherwise.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Mesh">The mesh that carries it.</param>
/// <param name="Proxy"><c>none</c>, <c>sidecar</c>, <c>nodeAgent</c>, <c>waypoint</c>, <c>gateway</c> or <c>unknown</c>.</param>
/// <param name="Waypoint">The waypoint it uses; null for none.</param>
/// <param name="Pods">Its pods.</param>
public sealed record TopologyWorkloadDto(string? Cluster, string Namespace, string Kind, string Name, string Mesh, string Proxy, string? Waypoint, IReadOnlyList<TopologyPodDto> Pods);

/// <summary>A pod.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Node">Its node.</param>
/// <param name="Ready">Whether it is ready.</param>
/// <param name="Proxy">As of its workload.</param>
public sealed record TopologyPodDto(string Name, string Node, bool Ready, string Proxy);

/// <summary>Traffic between two workloads.</summary>
/// <param name="From"><c>namespace/name</c> of the caller, with <c>cluster/</c> before it where it has one.</param>
/// <param name="To">The same of the called.</param>
/// <param name="RequestsPerSecond">Null where only connections are known.</param>
/// <param name="ConnectionsPerSecond">Null where requests are known.</param>
/// <param name="ErrorShare">From 0 to 1; null when unknown.</param>
/// <param name="Security"><c>mutualTls</c>, <c>mixed</c>, <c>plaintext</c> or <c>unknown</c>.</param>
/// <param name="Source">Where it is known from.</param>
public sealed record TopologyEdgeDto(string From, string To, double? RequestsPerSecond, double? ConnectionsPerSecond, double? ErrorShare, string Security, string Source);
