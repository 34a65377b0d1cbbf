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
    bool SidecarsTooDear);
