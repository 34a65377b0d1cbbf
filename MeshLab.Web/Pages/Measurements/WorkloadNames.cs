using MeshLab.Core.Measurements;
using MeshLab.Web.Components;

namespace MeshLab.Web.Pages.Measurements;

/// <summary>Names and colours of what charts show.</summary>
internal static class WorkloadNames
{
    private static readonly string[] _others =
        [ChartColors.App, ChartColors.Proxy, ChartColors.NodeAgent, ChartColors.ControlPlane, ChartColors.Gateway, ChartColors.IstioAmbient, ChartColors.Linkerd, ChartColors.Other];

    /// <summary>A class in words.</summary>
    public static string Of(WorkloadClass workloadClass) => workloadClass switch
    {
        WorkloadClass.App => "Application",
        WorkloadClass.Proxy => "Sidecars",
        WorkloadClass.NodeAgent => "Node agents",
        WorkloadClass.Gateway => "Gateways and waypoints",
        WorkloadClass.ControlPlane => "Control plane",
        _ => "Other",
    };

    /// <summary>The name and colour of a series; the nth of those that have no colour of their own. Where origins meet in a chart, the name says which.</summary>
    public static (string Name, string Color) Of(Series series, MeasurementGrouping by, int n, bool mixed)
    {
        var (name, color) = by switch
        {
            MeasurementGrouping.Class when Enum.TryParse<WorkloadClass>(series.Key, out var workloadClass) => (Of(workloadClass), ChartColors.Of(workloadClass)),
            MeasurementGrouping.Mesh => (series.Key == "none" ? "no mesh" : series.Key, ChartColors.OfMesh(series.Key)),
            _ => (series.Key, _others[n % _others.Length]),
        };
        return (!mixed ? name : $"{name} ({series.Origin.ToString().ToLowerInvariant()})", color);
    }
}
