using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Access;
using MeshLab.Core.Measurements;

namespace MeshLab.Web.Api;

/// <summary>A target cluster as the API shows it.</summary>
/// <param name="Name">Its name, to bind runs to.</param>
/// <param name="Kind"><c>simulated</c>, <c>kubeconfig</c> or <c>inCluster</c>.</param>
/// <param name="Context">The kubeconfig context; null in-cluster.</param>
/// <param name="Server">The API server's address.</param>
/// <param name="Reachable">Whether the API server answered and took the credentials.</param>
/// <param name="Version">E.g. <c>v1.35.0</c>; null when not reachable.</param>
/// <param name="Nodes">The number of nodes; null when unknown.</param>
/// <param name="Meshes">E.g. <c>istio 1.30.3</c>.</param>
/// <param name="Sources">The measurement sources that are there, e.g. <c>kubelet-summary</c>.</param>
/// <param name="MeasurementSources">Every source that was looked for, with what it can and cannot see.</param>
/// <param name="MissingRights">Rights that MeshLab could use and the user does not have, with what they are for; empty when it has all.</param>
/// <param name="MeshesKnown">Whether meshes could be looked for.</param>
/// <param name="Error">Why it is not reachable; null when it is.</param>
/// <param name="Simulated">Whether all that comes from it is simulated.</param>
/// <param name="CheckedAt">When it was looked at.</param>
public sealed record ClusterDto(
    string Name,
    string Kind,
    string? Context,
    string Server,
    bool Reachable,
    string? Version,
    int? Nodes,
    IReadOnlyList<string> Meshes,
    IReadOnlyList<string> Sources,
    IReadOnlyList<ClusterSource> MeasurementSources,
    IReadOnlyList<MissingRight> MissingRights,
    bool MeshesKnown,
    string? Error,
    bool Simulated,
    DateTimeOffset CheckedAt)
{
    internal static ClusterDto Of(ClusterStatus status, ClusterSources sources) => new(
        status.Cluster.Name,
        status.Cluster.Kind switch
        {
            ClusterKind.Simulated => "simulated",
            ClusterKind.InCluster => "inCluster",
            _ => "kubeconfig",
        },
        status.Cluster.Context,
        status.Cluster.Server.AbsoluteUri,
        status.Reachable,
        status.Version,
        status.Nodes,
        status.Meshes,
        status.Sources,
        sources.Of(status),
        status.MissingRights,
        status.MeshesKnown,
        status.Error,
        status.Cluster.IsSimulated,
        status.CheckedAt);
}
