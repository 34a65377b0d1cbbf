using System.Net;
using MeshLab.Core.Clusters;

namespace MeshLab.Core.Runs.Execution;

/// <summary>A step did not do what it should; the message says what and, where that is known, what to do.</summary>
internal sealed class StepFailedException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether another attempt could end otherwise.</summary>
    public bool Retryable { get; init; } = true;

    /// <summary>Whether the cluster did not answer, or answered that it cannot just now: nothing that the step itself did wrong.</summary>
    public bool Outage => InnerException is ClusterException { Status: null or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError };
}
