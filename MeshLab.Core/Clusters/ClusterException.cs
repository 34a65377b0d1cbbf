using System.Net;

namespace MeshLab.Core.Clusters;

/// <summary>A cluster did not do what it was asked, with everything a person needs to know.</summary>
public sealed class ClusterException(string message, HttpStatusCode? status = null, string? reason = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The HTTP status; null when there was no answer.</summary>
    public HttpStatusCode? Status { get; } = status;

    /// <summary>The API server's machine-readable reason, e.g. <c>Conflict</c>, <c>NotFound</c>; null when none was given.</summary>
    public string? Reason { get; } = reason;

    /// <summary>For a refused apply: the fields and who owns them.</summary>
    public IReadOnlyList<FieldConflict> Conflicts { get; init; } = [];
}
