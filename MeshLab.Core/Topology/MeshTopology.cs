namespace MeshLab.Core.Topology;

/// <summary>What carries a pod's traffic.</summary>
public enum ProxyKind
{
    /// <summary>Nothing of a mesh.</summary>
    None,

    /// <summary>A proxy in the pod.</summary>
    Sidecar,

    /// <summary>A proxy that the pods of a node share: ztunnel, or Cilium's agent.</summary>
    NodeAgent,

    /// <summary>The pod is itself a waypoint.</summary>
    Waypoint,

    /// <summary>The pod is itself a gateway at the border of the mesh.</summary>
    Gateway,

    /// <summary>Its pods are not seen.</summary>
    Unknown,
}

/// <summary>Whether the two ends of an edge proved themselves to each other.</summary>
public enum EdgeSecurity
{
    /// <summary>The source does not say.</summary>
    Unknown,

    /// <summary>All of the traffic had mutual TLS.</summary>
    MutualTls,

    /// <summary>Some of it had.</summary>
    Mixed,

    /// <summary>None of it had.</summary>
    Plaintext,
}

/// <summary>A pod.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Node">Its node; empty while it has none.</param>
/// <param name="Ready">Whether it is ready.</param>
/// <param name="Proxy">What carries its traffic.</param>
public sealed record TopologyPod(string Name, string Node, bool Ready, ProxyKind Proxy);

/// <summary>A workload with its pods.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Kind">E.g. <c>Deployment</c>; <c>Pod</c> for a pod of its own, <c>Workload</c> for one that only the traffic's source knows.</param>
/// <param name="Name">Its name.</param>
/// <param name="Mesh"><c>istio</c>, <c>linkerd</c>, <c>cilium</c>, <c>none</c>, or <c>unknown</c>.</param>
/// <param name="Proxy">What carries the traffic of its pods; of pods that differ, that of most.</param>
/// <param name="Waypoint">The waypoint that its namespace or pods name, <c>name</c> or <c>namespace/name</c>; null for none.</param>
/// <param name="Pods">Its pods, by name.</param>
public sealed record TopologyWorkload(string Namespace, string Kind, string Name, string Mesh, ProxyKind Proxy, string? Waypoint, IReadOnlyList<TopologyPod> Pods)
{
    /// <summary>Its cluster, where several are looked at together or where it is on another one; null for the cluster that is looked at.</summary>
    public string? Cluster { get; init; }

    /// <summary><c>namespace/name</c>, with <c>cluster/</c> before it where it has one, by which edges name it.</summary>
    public string Key => Cluster is null ? $"{Namespace}/{Name}" : $"{Cluster}/{Namespace}/{Name}";
}

/// <summary>Traffic from one workload to another.</summary>
/// <param name="From">The caller's key.</param>
/// <param name="To">The key of the one that is called.</param>
/// <param name="RequestsPerSecond">Requests a second over the window; null where only connections are known.</param>
/// <param name="ConnectionsPerSecond">Connections opened a second, where the source counts those instead; null otherwise.</param>
/// <param name="ErrorShare">The part of the requests that failed, from 0 to 1; null when unknown.</param>
/// <param name="Security">Whether it had mutual TLS.</param>
/// <param name="Source">Where the figures come from.</param>
public sealed record TopologyEdge(string From, string To, double? RequestsPerSecond, double? ConnectionsPerSecond, double? ErrorShare, EdgeSecurity Security, string Source)
{
    /// <summary>The caller's cluster as the source names it; null for the cluster that is looked at.</summary>
    public string? FromCluster { get; init; }

    /// <summary>The cluster of the one that is called, as the source names it; null for the cluster that is looked at.</summary>
    public string? ToCluster { get; init; }

    /// <summary>Whether the traffic goes from one cluster to another.</summary>
    public bool BetweenClusters => FromCluster != ToCluster;
}

/// <summary>The application on a cluster, or on several, and the traffic in it, at one moment.</summary>
/// <param name="Cluster">The target cluster; of several, their names with commas.</param>
/// <param name="Simulated">Whether that is simulated.</param>
/// <param name="At">When it was looked at.</param>
/// <param name="Window">The time that rates are over.</param>
/// <param name="Workloads">The workloads of applications, by namespace and name; then others that they call or are called by.</param>
/// <param name="Edges">The traffic; empty when there was none, or when nothing tells.</param>
/// <param name="TrafficSource">Where the traffic is known from, for people; null when nothing tells.</param>
/// <param name="TrafficProblem">Why the traffic is not known, and what to do; null when it is.</param>
public sealed record MeshTopology(
    string Cluster,
    bool Simulated,
    DateTimeOffset At,
    TimeSpan Window,
    IReadOnlyList<TopologyWorkload> Workloads,
    IReadOnlyList<TopologyEdge> Edges,
    string? TrafficSource,
    string? TrafficProblem)
{
    /// <summary>The names by which the meshes' telemetry calls this cluster.</summary>
    public IReadOnlyList<string> KnownAs { get; init; } = [];
}
