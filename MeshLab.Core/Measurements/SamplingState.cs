namespace MeshLab.Core.Measurements;

/// <summary>Whether and how a cluster is sampled.</summary>
/// <param name="Cluster">The target cluster.</param>
/// <param name="Sampling">Whether samples are being taken.</param>
/// <param name="Source">The source, e.g. <c>kubelet-summary</c>.</param>
/// <param name="LastSampleAt">When samples were last stored; null for never.</param>
/// <param name="Error">Why the last attempt failed, for people; null when it did not.</param>
/// <param name="NextAttemptAt">When the next attempt is due while backing off; null otherwise.</param>
/// <param name="FailingSince">Since when attempts fail; null when the last one did not. With an <paramref name="Error"/> and no such time, only some nodes did not answer.</param>
public sealed record SamplingState(
    string Cluster,
    bool Sampling,
    string Source,
    DateTimeOffset? LastSampleAt,
    string? Error,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? FailingSince = null)
{
    /// <summary>Whether the API server refuses the source to these credentials, so that another is read in its place.</summary>
    public bool Refused { get; init; }

    /// <summary>Where several processes share a database, the one that samples, e.g. <c>process 4711 on lab-0</c>; null otherwise.</summary>
    public string? Process { get; init; }
}
