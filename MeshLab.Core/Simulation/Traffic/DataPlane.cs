namespace MeshLab.Core.Simulation.Traffic;

/// <summary>Which mesh carries a pod's traffic.</summary>
internal enum DataPlane
{
    /// <summary>None: the pod talks plain TCP. (Cilium works on the node; whether it is there is a property of the cluster.)</summary>
    None,

    /// <summary>An Envoy of Istio in the pod.</summary>
    IstioSidecar,

    /// <summary>Istio's ztunnel on the node, and a waypoint where one is named.</summary>
    IstioAmbient,

    /// <summary>Linkerd's proxy in the pod.</summary>
    Linkerd,
}
