namespace MeshLab.Core.Measurements;

/// <summary>What a cluster's containers and nodes used in a stretch of time, as integrals, so that any part of it can be added to any other.</summary>
/// <param name="Cluster">The target cluster.</param>
/// <param name="From">The start.</param>
/// <param name="To">The end, or as far as everything that still runs was heard of.</param>
/// <param name="Containers">The containers with samples in it.</param>
/// <param name="Nodes">The nodes with samples in it.</param>
public sealed record ClusterUse(string Cluster, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<ContainerUse> Containers, IReadOnlyList<NodeUse> Nodes)
{
    /// <summary>The origins and sources among its figures. Figures of different ones must not be added up.</summary>
    public IEnumerable<(Origin Origin, string Source)> Kinds =>
        Containers.Select(container => (container.Origin, container.Source)).Concat(Nodes.Select(node => (node.Origin, node.Source))).Distinct();
}

/// <summary>What one container instance used and reserved.</summary>
/// <param name="Node">Its node.</param>
/// <param name="Namespace">Its pod's namespace.</param>
/// <param name="Pod">Its pod's name.</param>
/// <param name="Container">Its name.</param>
/// <param name="Class">What it is to the mesh.</param>
/// <param name="Mesh">The mesh it is a part of; <c>none</c> for everything that would be there without one.</param>
/// <param name="Origin">Measured or simulated.</param>
/// <param name="Source">The source it was read from.</param>
/// <param name="ObservedSeconds">How long it was observed.</param>
/// <param name="Cpu">CPU, in core-seconds.</param>
/// <param name="Memory">Working-set memory, in byte-seconds.</param>
/// <param name="CpuRequestCores">What it reserves, in cores; null when not known, 0 when it asks for none.</param>
/// <param name="MemoryRequestBytes">What it reserves, in bytes; null when not known, 0 when it asks for none.</param>
public sealed record ContainerUse(
    string Node,
    string Namespace,
    string Pod,
    string Container,
    WorkloadClass Class,
    string Mesh,
    Origin Origin,
    string Source,
    double ObservedSeconds,
    UseAndRequest Cpu,
    UseAndRequest Memory,
    double? CpuRequestCores,
    long? MemoryRequestBytes);

/// <summary>An amount integrated over time, used and charged.</summary>
/// <param name="Used">The integral of what was used.</param>
/// <param name="Charged">The integral of max(request, usage), taken minute by minute; what was used, where the request is not known.</param>
public readonly record struct UseAndRequest(double Used, double Charged);

/// <summary>What a whole node used, the kernel and everything else on it included.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Origin">Measured or simulated.</param>
/// <param name="Source">The source it was read from.</param>
/// <param name="ObservedSeconds">How long the node was observed.</param>
/// <param name="CpuCoreSeconds">CPU, in core-seconds; null when the source does not tell of nodes.</param>
/// <param name="MemoryByteSeconds">Working-set memory, in byte-seconds; null when the source does not tell of nodes.</param>
public sealed record NodeUse(string Node, Origin Origin, string Source, double ObservedSeconds, double? CpuCoreSeconds, double? MemoryByteSeconds);

/// <summary>One minute of one container, or a part of one, for percentiles and fits.</summary>
/// <param name="From">The start of the minute, or of the part.</param>
/// <param name="To">Its end.</param>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod's name.</param>
/// <param name="Container">The container's name.</param>
/// <param name="Class">What it is to the mesh.</param>
/// <param name="Mesh">The mesh it is a part of.</param>
/// <param name="ObservedSeconds">How much of it was observed.</param>
/// <param name="CpuCores">Mean CPU over the observed part, in cores; null when not known.</param>
/// <param name="MemoryBytes">The largest working set, in bytes; null when not known.</param>
public sealed record ContainerMinute(
    DateTimeOffset From, DateTimeOffset To, string Namespace, string Pod, string Container, WorkloadClass Class, string Mesh, double ObservedSeconds, double? CpuCores, long? MemoryBytes);
