using MeshLab.Core.Measurements;

namespace MeshLab.Web.Components;

/// <summary>
/// The colours of charts, the same as the CSS variables of <c>meshlab.css</c>. They were searched for so that any two differ
/// by at least 24 in CIE Lab for normal sight, deuteranopia, protanopia and tritanopia, and each has a contrast of at least
/// 3:1 against the surface of both themes (WCAG 1.4.11).
/// </summary>
public static class ChartColors
{
    /// <summary><see cref="WorkloadClass.App"/>.</summary>
    public const string App = "#155CFF";

    /// <summary><see cref="WorkloadClass.Proxy"/>.</summary>
    public const string Proxy = "#B7452D";

    /// <summary><see cref="WorkloadClass.NodeAgent"/>.</summary>
    public const string NodeAgent = "#02A971";

    /// <summary><see cref="WorkloadClass.Gateway"/>.</summary>
    public const string Gateway = "#D94BC7";

    /// <summary><see cref="WorkloadClass.ControlPlane"/>.</summary>
    public const string ControlPlane = "#C68601";

    /// <summary><see cref="WorkloadClass.Other"/>.</summary>
    public const string Other = "#626B77";

    /// <summary>Istio with sidecars.</summary>
    public const string Istio = "#4E52F7";

    /// <summary>Istio ambient.</summary>
    public const string IstioAmbient = "#027394";

    /// <summary>Linkerd.</summary>
    public const string Linkerd = "#E37131";

    /// <summary>Cilium.</summary>
    public const string Cilium = "#D45AE6";

    /// <summary>No mesh.</summary>
    public const string None = "#909497";

    /// <summary>The colour of a workload class.</summary>
    public static string Of(WorkloadClass workloadClass) => workloadClass switch
    {
        WorkloadClass.App => App,
        WorkloadClass.Proxy => Proxy,
        WorkloadClass.NodeAgent => NodeAgent,
        WorkloadClass.Gateway => Gateway,
        WorkloadClass.ControlPlane => ControlPlane,
        _ => Other,
    };

    /// <summary>The colour of a mesh by the name scenarios use; unknown names get the colour of <c>none</c>.</summary>
    public static string OfMesh(string mesh) => mesh switch
    {
        "istio" => Istio,
        "istio-ambient" => IstioAmbient,
        "linkerd" => Linkerd,
        "cilium" => Cilium,
        _ => None,
    };
}
