namespace MeshLab.Core.Measurements;

/// <summary>How series are grouped.</summary>
public enum MeasurementGrouping
{
    /// <summary>One series a <see cref="WorkloadClass"/>.</summary>
    Class,

    /// <summary>One series a mesh; what belongs to none is <c>none</c>.</summary>
    Mesh,

    /// <summary>One series a pod (<c>namespace/pod</c>).</summary>
    Pod,

    /// <summary>One series a node, with the kernel and everything else on it.</summary>
    Node,
}

/// <summary>What a chart asks for.</summary>
/// <param name="Cluster">The target cluster.</param>
/// <param name="Metric">The metric.</param>
/// <param name="By">How to group.</param>
/// <param name="From">The start, inclusive.</param>
/// <param name="To">The end, exclusive.</param>
/// <param name="Points">The most points a series may have, 1 to 5,000.</param>
public sealed record MeasurementQuery(string Cluster, Metric Metric, MeasurementGrouping By, DateTimeOffset From, DateTimeOffset To, int Points);
