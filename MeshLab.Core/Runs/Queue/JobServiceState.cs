namespace MeshLab.Core.Runs.Queue;

/// <summary>Whether the job service works, for the health check.</summary>
internal sealed class JobServiceState
{
    private volatile string? _problem = "The job service has not started yet.";

    /// <summary>What keeps it from working; null when it works.</summary>
    public string? Problem => _problem;

    public void Set(string? problem) => _problem = problem;
}
