namespace MeshLab.Core.Audit;

/// <summary>Who did what to which cluster.</summary>
/// <param name="Id">Grows with each deed.</param>
/// <param name="At">When.</param>
/// <param name="Who">The name of a login, <c>local</c>, or <c>MeshLab</c>.</param>
/// <param name="Address">Where the request came from; null for what MeshLab does by itself.</param>
/// <param name="Client">E.g. <c>browser</c> or <c>curl</c>; null when it is not known.</param>
/// <param name="Deed">What was done, e.g. <c>run.deploy</c>; see <see cref="AuditDeeds"/>.</param>
/// <param name="Subject">To what, e.g. <c>run 12 of istio-tutorial</c>.</param>
/// <param name="Clusters">On which target clusters; empty when none is concerned.</param>
/// <param name="Detail">More, for people; null when there is none.</param>
public sealed record AuditEntry(long Id, DateTimeOffset At, string Who, string? Address, string? Client, string Deed, string Subject, IReadOnlyList<string> Clusters, string? Detail);

/// <summary>Which entries are wanted; what is null does not matter.</summary>
/// <param name="Deed">A deed or the beginning of deeds, e.g. <c>run.</c>.</param>
/// <param name="Cluster">A target cluster.</param>
/// <param name="Who">A name.</param>
/// <param name="From">Not before.</param>
/// <param name="To">Before.</param>
public sealed record AuditFilter(string? Deed = null, string? Cluster = null, string? Who = null, DateTimeOffset? From = null, DateTimeOffset? To = null);
