namespace MeshLab.Core.Simulation.Usage;

/// <summary>Whose requests make a container work.</summary>
internal enum LoadSource
{
    /// <summary>The requests that pass its own pod.</summary>
    Pod,

    /// <summary>Those of the ambient pods on its node.</summary>
    AmbientPodsOfNode,

    /// <summary>Those of all pods on its node.</summary>
    PodsOfNode,

    /// <summary>Those of all pods on its node, where a policy looks into HTTP.</summary>
    InspectedPodsOfNode,
}

/// <summary>What a kind of container uses.</summary>
/// <param name="Kind">The kind, for people.</param>
/// <param name="IdleCores">CPU without load, in cores.</param>
/// <param name="IdleMegabytes">Working set without load, in MB (10^6 bytes).</param>
/// <param name="CoresPerThousand">CPU for 1,000 requests a second, in cores.</param>
/// <param name="MegabytesPerThousand">Working set on top for 1,000 requests a second, in MB.</param>
/// <param name="Load">Whose requests count.</param>
/// <param name="Source">Where the figures come from; "assumption" when nothing is published.</param>
/// <param name="CoresPerProxy">CPU for each proxy that a control plane serves, in cores.</param>
/// <param name="MegabytesPerProxy">Working set for each proxy that a control plane serves, in MB.</param>
internal sealed record UsageProfile(
    string Kind,
    double IdleCores,
    double IdleMegabytes,
    double CoresPerThousand,
    double MegabytesPerThousand,
    LoadSource Load,
    string Source,
    double CoresPerProxy = 0,
    double MegabytesPerProxy = 0)
{
    /// <summary>CPU time of one request, in nanoseconds: cores for 1,000 requests a second are milliseconds a request.</summary>
    public double NanosecondsPerRequest => CoresPerThousand * 1e6;
}
