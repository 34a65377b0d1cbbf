namespace MeshLab.Core.Experiments;

/// <summary>What a list shows of an experiment.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">Its state.</param>
/// <param name="Variants">The variants' names.</param>
/// <param name="Levels">How many loads.</param>
/// <param name="Repetitions">How many repetitions.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When it first began; null before.</param>
/// <param name="FinishedAt">When it ended; null before.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Simulated">Whether any of its figures come from a demo cluster.</param>
/// <param name="Imported">Where it was read from; null when it was measured here.</param>
/// <param name="Trials">How many measurements it has.</param>
/// <param name="DoneTrials">How many of them are done.</param>
public sealed record ExperimentHeader(
    long Id,
    string Name,
    ExperimentStatus Status,
    IReadOnlyList<string> Variants,
    int Levels,
    int Repetitions,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? Error,
    bool Simulated,
    string? Imported,
    int Trials,
    int DoneTrials);
