namespace MeshLab.Core.Clusters;

/// <summary>Whether a cluster can be measured by a source.</summary>
/// <param name="Name">The source, e.g. <c>kubelet-summary</c>.</param>
/// <param name="Detected">Whether it is there and answers.</param>
/// <param name="Reason">Why it is not, for people; null when it is.</param>
public sealed record SourceFinding(string Name, bool Detected, string? Reason);
