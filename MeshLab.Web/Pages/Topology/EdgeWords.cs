using System.Globalization;
using MeshLab.Core.Topology;

namespace MeshLab.Web.Pages.Topology;

/// <summary>How edges and proxies read.</summary>
internal static class EdgeWords
{
    public static string Rate(TopologyEdge edge) => edge switch
    {
        { RequestsPerSecond: { } requests } => $"{Number(requests)} req/s",
        { ConnectionsPerSecond: { } connections } => $"{Number(connections)} conn/s",
        _ => "rate unknown",
    };

    public static string Errors(TopologyEdge edge) => edge.ErrorShare switch
    {
        null => "errors unknown",
        0 => "no errors",
        { } share => $"{Number(share * 100)} % errors",
    };

    public static string Security(EdgeSecurity security) => security switch
    {
        EdgeSecurity.MutualTls => "mTLS",
        EdgeSecurity.Mixed => "partly mTLS",
        EdgeSecurity.Plaintext => "plaintext",
        _ => "mTLS unknown",
    };

    public static string Proxy(TopologyWorkload workload) => workload.Proxy switch
    {
        ProxyKind.Sidecar => $"{workload.Mesh} sidecar",
        ProxyKind.NodeAgent when workload.Mesh == "istio" => workload.Waypoint is { } waypoint ? $"ztunnel, waypoint {waypoint}" : "ztunnel on the node",
        ProxyKind.NodeAgent => $"{workload.Mesh} on the node",
        ProxyKind.Waypoint => "waypoint",
        ProxyKind.Gateway => "gateway",
        ProxyKind.None => "no proxy",
        _ => "pods not seen",
    };

    private static string Number(double value) => value switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };
}
