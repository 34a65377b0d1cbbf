namespace MeshLab.Core.Runs;

/// <summary>Queues, reads, cancels and retries runs. The journal in the database is the truth; this service only writes to it and wakes the executor.</summary>
public sealed class RunService
{
    /// <summary>Queues a run.</summary>
    /// <exception cref="RunRefusedException">The scenario, a cluster or a parameter is not valid, a tool is missing, or something on the cluster conflicts.</exception>
    public Task<Run> StartAsync(RunRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The run, or null.</summary>
    public Task<Run?> GetAsync(long id, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The newest runs first; a null scenario means all.</summary>
    public Task<IReadOnlyList<Run>> ListAsync(string? scenario, int take, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Asks a run to stop. False when there is none or it has ended.</summary>
    public Task<bool> CancelAsync(long id, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Queues a failed or cancelled run again from its first step that did not succeed.</summary>
    /// <exception cref="RunRefusedException">The run cannot be retried.</exception>
    public Task<Run> RetryAsync(long id, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Log lines after <paramref name="after"/>, oldest first.</summary>
    public Task<IReadOnlyList<RunLogLine>> GetLogAsync(long id, long after, int take, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The objects the run owns, in the order they were made.</summary>
    public Task<IReadOnlyList<InventoryItem>> GetInventoryAsync(long id, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Target clusters that hold something of a run that was not torn down, with the scenarios.</summary>
    public Task<IReadOnlyList<OccupiedCluster>> GetOccupiedClustersAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Runs on a cluster that were active between the two instants, oldest first, to mark charts with their steps.</summary>
    public Task<IReadOnlyList<Run>> ListForClusterAsync(string cluster, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <summary>A cluster with something of MeshLab's on it.</summary>
/// <param name="Cluster">The target cluster.</param>
/// <param name="Scenarios">The scenarios' names.</param>
public sealed record OccupiedCluster(string Cluster, IReadOnlyList<string> Scenarios);
