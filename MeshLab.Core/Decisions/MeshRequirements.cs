namespace MeshLab.Core.Decisions;

/// <summary>How many services talk to each other.</summary>
public enum ServiceCount
{
    /// <summary>About ten or fewer: each call can be configured by hand.</summary>
    Handful,

    /// <summary>Dozens.</summary>
    Dozens,

    /// <summary>A hundred or more.</summary>
    Hundreds,
}

/// <summary>Who runs the mesh.</summary>
public enum TeamCapacity
{
    /// <summary>It is nobody's task.</summary>
    Nobody,

    /// <summary>A few hours a month.</summary>
    Little,

    /// <summary>A team that follows releases, rotates roots and reads proxy logs at night.</summary>
    Dedicated,
}

/// <summary>How many clusters share services, and how their pods reach each other.</summary>
public enum ClusterCount
{
    /// <summary>One, or several that do not call each other.</summary>
    One,

    /// <summary>Several whose pods reach each other only through gateways.</summary>
    SeveralThroughGateways,

    /// <summary>Several with one pod network and no overlapping ranges.</summary>
    SeveralOnOneNetwork,
}

/// <summary>How much latency a mesh may add at p99.</summary>
public enum LatencyLimit
{
    /// <summary>Nobody has set a limit.</summary>
    None,

    /// <summary>A few milliseconds.</summary>
    Milliseconds,

    /// <summary>Less than a millisecond: no proxy in each pod.</summary>
    SubMillisecond,
}

/// <summary>The answers to the questions behind the short-answer table of <c>docs/service-mesh-comparison.md</c>.</summary>
/// <param name="Services">How many services talk to each other.</param>
/// <param name="MtlsRequired">Whether encrypted, authenticated service-to-service traffic is really required.</param>
/// <param name="Team">Who runs the mesh.</param>
/// <param name="CiliumIsCni">Whether Cilium is the CNI already, or will be.</param>
/// <param name="ComplexL7">Whether complex routing, JWT validation or fine L7 policies are required.</param>
/// <param name="SidecarsTooDear">Whether a proxy in each pod is too dear or restarts too disruptive.</param>
public sealed record MeshRequirements(
    ServiceCount Services,
    bool MtlsRequired,
    TeamCapacity Team,
    bool CiliumIsCni,
    bool ComplexL7,
    bool SidecarsTooDear)
{
    /// <summary>How many clusters share services.</summary>
    public ClusterCount Clusters { get; init; }

    /// <summary>How much latency may be added.</summary>
    public LatencyLimit Latency { get; init; }

    /// <summary>Whether a proxy in each pod is out, by cost or by latency.</summary>
    public bool SidecarsOut => SidecarsTooDear || Latency == LatencyLimit.SubMillisecond;

    /// <summary>Whether anything is asked for that only a mesh, or a CNI that is one, gives.</summary>
    public bool NeedsNothing => !MtlsRequired && !ComplexL7;
}
