using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Sources.Prometheus;

namespace MeshLab.Core.Measurements;

/// <summary>Tells by what a cluster can be measured, and what each source can and cannot see.</summary>
public sealed class ClusterSources
{
    private readonly PrometheusSources _prometheus;

    internal ClusterSources(PrometheusSources prometheus) => _prometheus = prometheus;

    /// <summary>The sources of usage that were looked for on a cluster, in the order in which they are preferred; empty when it is not reachable.</summary>
    public IReadOnlyList<ClusterSource> Of(ClusterStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return [.. SourceAbilities.All
            .Select(abilities => (Abilities: abilities, Finding: status.Findings.FirstOrDefault(finding => finding.Name == abilities.Name)))
            .Where(one => one.Finding is not null)
            .Select(one => Source(status, one.Abilities, one.Finding!))];
    }

    private ClusterSource Source(ClusterStatus status, SourceAbilities abilities, SourceFinding finding)
    {
        var kubelets = status.Sources.Contains(KubeletSummarySource.Name);
        var configured = _prometheus.Has(status.Cluster.Name);
        var (detected, read, reason) = abilities.Name switch
        {
            PrometheusUsageSource.Name when configured => (true, true, null),
            PrometheusUsageSource.Name when finding.Detected => (true, false, "Found, and not read: none is set for this cluster, here or in MeshLab:Prometheus."),
            PrometheusUsageSource.Name => (false, false, $"{finding.Reason} None is set for this cluster, here or in MeshLab:Prometheus."),
            MetricsApiSource.Name when finding.Detected && kubelets => (true, false, "Not read: the kubelets' counters say more."),
            _ => (finding.Detected, finding.Detected, finding.Reason),
        };
        return new(abilities.Name, abilities.Title, detected, read, abilities.Sees, abilities.DoesNotSee, reason);
    }
}

/// <summary>A source of a cluster.</summary>
/// <param name="Name">Its name in series, e.g. <c>kubelet-summary</c>.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Detected">Whether it is there and answers, or the settings name it.</param>
/// <param name="Read">Whether MeshLab reads it while it samples the cluster.</param>
/// <param name="Sees">What it can tell.</param>
/// <param name="DoesNotSee">What it cannot.</param>
/// <param name="Reason">Why it is not there or not read; null when it is read.</param>
public sealed record ClusterSource(string Name, string Title, bool Detected, bool Read, IReadOnlyList<string> Sees, IReadOnlyList<string> DoesNotSee, string? Reason);
