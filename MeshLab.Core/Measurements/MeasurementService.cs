namespace MeshLab.Core.Measurements;

/// <summary>How series are grouped.</summary>
public enum MeasurementGrouping
{
    /// <summary>One series a <see cref="WorkloadClass"/>.</summary>
    Class,

    /// <summary>One series a mesh; what belongs to none is <c>none</c>.</summary>
    Mesh,

    /// <summary>One series a pod (<c>namespace/pod</c>).</summary>
    Pod,
}

/// <summary>What a chart asks for.</summary>
/// <param name="Cluster">The target cluster.</param>
/// <param name="Metric">The metric.</param>
/// <param name="By">How to group.</param>
/// <param name="From">The start, inclusive.</param>
/// <param name="To">The end, exclusive.</param>
/// <param name="Points">The most points a series may have, 1 to 5,000.</param>
public sealed record MeasurementQuery(string Cluster, Metric Metric, MeasurementGrouping By, DateTimeOffset From, DateTimeOffset To, int Points);

/// <summary>Whether and how a cluster is sampled.</summary>
/// <param name="Cluster">The target cluster.</param>
/// <param name="Sampling">Whether samples are being taken.</param>
/// <param name="Source">The source, e.g. <c>kubelet-summary</c>.</param>
/// <param name="LastSampleAt">When samples were last stored; null for never.</param>
/// <param name="Error">Why the last attempt failed, for people; null when it did not.</param>
/// <param name="NextAttemptAt">When the next attempt is due while backing off; null otherwise.</param>
public sealed record SamplingState(string Cluster, bool Sampling, string Source, DateTimeOffset? LastSampleAt, string? Error, DateTimeOffset? NextAttemptAt);

/// <summary>The clusters to sample: those with a scenario on them. Implemented where runs are known.</summary>
public interface ISamplingTargets
{
    /// <summary>Names of the clusters.</summary>
    Task<IReadOnlyList<string>> GetAsync(CancellationToken cancellationToken);
}

/// <summary>Reads what was measured.</summary>
public sealed class MeasurementService
{
    /// <summary>The series of a query, each with its origin; empty when nothing was measured.</summary>
    public Task<IReadOnlyList<Series>> QueryAsync(MeasurementQuery query, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The state of sampling for every cluster that is or was sampled.</summary>
    public Task<IReadOnlyList<SamplingState>> GetSamplingAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}
