namespace MeshLab.Core.Runs;

/// <summary>What a run does with its scenario.</summary>
public enum RunAction
{
    /// <summary>Carries out the steps.</summary>
    Deploy,

    /// <summary>Removes the inventory in reverse order.</summary>
    Teardown,

    /// <summary>Asks the server what a deploy would change, and changes nothing.</summary>
    DryRun,

    /// <summary>Only the verifications.</summary>
    Verify,
}

/// <summary>The state of a run.</summary>
public enum RunStatus
{
    /// <summary>Waiting for its turn.</summary>
    Queued,

    /// <summary>Being carried out.</summary>
    Running,

    /// <summary>Done, and everything held.</summary>
    Succeeded,

    /// <summary>Stopped by a step that failed.</summary>
    Failed,

    /// <summary>Stopped by a person.</summary>
    Cancelled,
}

/// <summary>The state of a step in a run.</summary>
public enum StepStatus
{
    /// <summary>Not started.</summary>
    Pending,

    /// <summary>Being carried out.</summary>
    Running,

    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Failed.</summary>
    Failed,

    /// <summary>Its condition did not hold, or it has nothing to do for this action.</summary>
    Skipped,

    /// <summary>Stopped by a person.</summary>
    Cancelled,
}

/// <summary>What somebody asks to be run.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Action">What to do.</param>
/// <param name="Clusters">Role to target cluster, one for each role of the scenario.</param>
/// <param name="Parameters">Values by name; those left out take their default.</param>
/// <param name="RequestedBy">Who asks.</param>
public sealed record RunRequest(
    string Scenario,
    RunAction Action,
    IReadOnlyDictionary<string, string> Clusters,
    IReadOnlyDictionary<string, string> Parameters,
    string RequestedBy);

/// <summary>A run.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Action">What it does.</param>
/// <param name="Status">Its state.</param>
/// <param name="Clusters">Role to target cluster.</param>
/// <param name="Parameters">Values by name; secrets are masked.</param>
/// <param name="RequestedBy">Who asked.</param>
/// <param name="QueuedAt">When it was asked for.</param>
/// <param name="StartedAt">When it first started; null while queued.</param>
/// <param name="FinishedAt">When it ended; null before.</param>
/// <param name="Error">Why it failed, for people; null otherwise.</param>
/// <param name="WaitsFor">Why it is still queued, for people; null otherwise.</param>
/// <param name="Simulated">Whether any of its clusters is simulated.</param>
/// <param name="Steps">Its steps in order.</param>
public sealed record Run(
    long Id,
    string Scenario,
    RunAction Action,
    RunStatus Status,
    IReadOnlyDictionary<string, string> Clusters,
    IReadOnlyDictionary<string, string> Parameters,
    string RequestedBy,
    DateTimeOffset QueuedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? Error,
    string? WaitsFor,
    bool Simulated,
    IReadOnlyList<RunStep> Steps);

/// <summary>A step of a run.</summary>
/// <param name="Id">The step's id in its scenario.</param>
/// <param name="Title">Its title.</param>
/// <param name="Cluster">The target cluster it acts on.</param>
/// <param name="Status">Its state.</param>
/// <param name="Attempts">How often it was started.</param>
/// <param name="StartedAt">When it was last started.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="WaitsFor">What it waits for just now, e.g. <c>Deployment shop/frontend: 1 of 3 ready</c>; null otherwise.</param>
/// <param name="Error">Why it failed, for people.</param>
/// <param name="Evidence">What its verifications found.</param>
public sealed record RunStep(
    string Id,
    string Title,
    string Cluster,
    StepStatus Status,
    int Attempts,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? WaitsFor,
    string? Error,
    IReadOnlyList<StepEvidence> Evidence);

/// <summary>The stream a log line came from.</summary>
public enum LogStream
{
    /// <summary>MeshLab itself.</summary>
    MeshLab,

    /// <summary>A tool's standard output.</summary>
    Output,

    /// <summary>A tool's standard error.</summary>
    Error,
}

/// <summary>One line of a run's log.</summary>
/// <param name="Seq">1, 2, 3 … without gaps in a run.</param>
/// <param name="Time">When it was written.</param>
/// <param name="Step">The step's id; null for the run itself.</param>
/// <param name="Stream">Where it came from.</param>
/// <param name="Text">The text, perhaps with ANSI colour codes; secrets are masked.</param>
public sealed record RunLogLine(long Seq, DateTimeOffset Time, string? Step, LogStream Stream, string Text);

/// <summary>An object a run owns.</summary>
/// <param name="Cluster">The target cluster.</param>
/// <param name="ApiVersion">Its API version, or <c>helm</c> for a release.</param>
/// <param name="Kind">Its kind, or <c>Release</c>.</param>
/// <param name="Namespace">Its namespace; null for cluster-scoped objects.</param>
/// <param name="Name">Its name.</param>
/// <param name="Step">The step that made it.</param>
/// <param name="Existed">Whether it was there before, so that teardown leaves it.</param>
public sealed record InventoryItem(string Cluster, string ApiVersion, string Kind, string? Namespace, string Name, string Step, bool Existed);

/// <summary>A run or one of its steps changed: read it again.</summary>
/// <param name="RunId">The run.</param>
public sealed record RunChanged(long RunId);

/// <summary>What happens to runs can no longer be written down by this process, or can be again: <see cref="RunService.JournalProblem"/>.</summary>
public sealed record JournalStateChanged;

/// <summary>A run succeeded, failed or was cancelled just now.</summary>
/// <param name="RunId">The run.</param>
public sealed record RunEnded(long RunId);

/// <summary>Lines were added to a run's log.</summary>
/// <param name="RunId">The run.</param>
/// <param name="LastSeq">The newest line's number.</param>
public sealed record RunLogAppended(long RunId, long LastSeq);
