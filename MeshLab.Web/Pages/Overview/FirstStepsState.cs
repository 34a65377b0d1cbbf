namespace MeshLab.Web.Pages.Overview;

/// <summary>How far somebody has come on the way from a fresh install to figures of their own. All of it is read from what was done, nothing is kept for it.</summary>
/// <param name="Scenario">The scenario to begin with; null when there is none.</param>
/// <param name="Ticked">Whether a task was ticked or noted by hand.</param>
/// <param name="Deployed">Whether a deploy succeeded.</param>
/// <param name="UnderWay">The number of a deploy that is queued or running; null for none.</param>
/// <param name="Verified">Whether a run verified tasks.</param>
/// <param name="Measured">Whether something was measured since that deploy.</param>
/// <param name="OwnCluster">Whether there is a cluster that is not simulated.</param>
public sealed record FirstStepsState(string? Scenario, bool Ticked, bool Deployed, long? UnderWay, bool Verified, bool Measured, bool OwnCluster)
{
    /// <summary>How many steps there are.</summary>
    public const int Steps = 5;

    /// <summary>How many of them are done.</summary>
    public int Done => new[] { Ticked, Deployed, Verified, Measured, OwnCluster }.Count(done => done);

    /// <summary>Whether none is left.</summary>
    public bool AllDone => Done == Steps;
}
