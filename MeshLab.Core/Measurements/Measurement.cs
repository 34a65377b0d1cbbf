namespace MeshLab.Core.Measurements;

/// <summary>What a container is to the mesh.</summary>
public enum WorkloadClass
{
    /// <summary>The application's own containers.</summary>
    App,

    /// <summary>A sidecar: istio-proxy or linkerd-proxy, also as a native sidecar.</summary>
    Proxy,

    /// <summary>A per-node agent: ztunnel, cilium-agent, cilium-envoy, istio-cni.</summary>
    NodeAgent,

    /// <summary>A waypoint or gateway proxy.</summary>
    Gateway,

    /// <summary>A mesh's control plane.</summary>
    ControlPlane,

    /// <summary>Everything else.</summary>
    Other,
}

/// <summary>What is measured.</summary>
public enum Metric
{
    /// <summary>CPU, in cores.</summary>
    Cpu,

    /// <summary>Working-set memory, in bytes.</summary>
    Memory,
}

/// <summary>Where a figure comes from. Figures of different origins are never mixed unmarked.</summary>
public enum Origin
{
    /// <summary>Measured on a real cluster.</summary>
    Measured,

    /// <summary>From the demo cluster.</summary>
    Simulated,

    /// <summary>From a publication, with its citation.</summary>
    Published,
}

/// <summary>One line of a chart.</summary>
/// <param name="Key">What the line is, e.g. <c>Proxy</c>, or a pod's name.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="Metric">The metric, which gives the unit: cores or bytes.</param>
/// <param name="Origin">Where its figures come from.</param>
/// <param name="Points">The points in order of time; a null value is a gap.</param>
public sealed record Series(string Key, string Cluster, Metric Metric, Origin Origin, IReadOnlyList<SeriesPoint> Points)
{
    /// <summary>The source its figures were read from, e.g. <c>kubelet-summary</c>.</summary>
    public string Source { get; init; } = "kubelet-summary";

    /// <summary>The length of each point's interval, in seconds.</summary>
    public double StepSeconds { get; init; }

    /// <summary>The unit of its values: <c>cores</c> or <c>bytes</c>.</summary>
    public string Unit => Metric == Metric.Cpu ? "cores" : "bytes";
}

/// <summary>A point of a series.</summary>
/// <param name="Time">The start of its interval.</param>
/// <param name="Value">The mean over the interval, in cores or bytes; null in a gap.</param>
public sealed record SeriesPoint(DateTimeOffset Time, double? Value);

/// <summary>New samples of a cluster are stored: read again.</summary>
/// <param name="Cluster">The cluster.</param>
public sealed record SamplesStored(string Cluster);
