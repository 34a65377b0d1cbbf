namespace MeshLab.Core.Runs;

/// <summary>What a list shows of a run: everything but its parameters and its steps.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Action">What it does.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Clusters">Role to target cluster.</param>
/// <param name="RequestedBy">Who asked for it.</param>
/// <param name="QueuedAt">When it was asked for.</param>
/// <param name="StartedAt">When it began; null before.</param>
/// <param name="FinishedAt">When it ended; null before.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="WaitsFor">What it waits for in the queue.</param>
/// <param name="Simulated">Whether a cluster of it is simulated.</param>
/// <param name="CurrentStep">The title of the first step under way; null when none is.</param>
/// <param name="Steps">How many steps it has.</param>
/// <param name="DoneSteps">How many of them succeeded or were skipped.</param>
public sealed record RunHeader(
    long Id,
    string Scenario,
    RunAction Action,
    RunStatus Status,
    IReadOnlyDictionary<string, string> Clusters,
    string RequestedBy,
    DateTimeOffset QueuedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? Error,
    string? WaitsFor,
    bool Simulated,
    string? CurrentStep,
    int Steps,
    int DoneSteps);
