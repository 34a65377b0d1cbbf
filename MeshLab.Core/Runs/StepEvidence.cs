namespace MeshLab.Core.Runs;

/// <summary>What one verification found.</summary>
/// <param name="Title">What was checked.</param>
/// <param name="Held">Whether it held.</param>
/// <param name="Found">What was found, for people, e.g. <c>v2 11 of 100 (0.11, expected 0.10 ± 0.05)</c>.</param>
public sealed record StepEvidence(string Title, bool Held, string Found)
{
    /// <summary>The line of the run's log that says it; null in runs of earlier versions.</summary>
    public long? LogLine { get; init; }

    /// <summary>The numbers that were measured; empty where none was asked for.</summary>
    public IReadOnlyList<EvidenceFigure> Figures { get; init; } = [];

    /// <summary>The object that was looked at; null where a command was run, or where there was none.</summary>
    public EvidenceObject? Object { get; init; }

    /// <summary>What the command of the check printed, shortened in its middle; null where none was run.</summary>
    public string? Output { get; init; }
}

/// <summary>A number that a verification measured.</summary>
/// <param name="Name">What it is, e.g. <c>p99</c>, or the label whose share was counted.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit; may be empty.</param>
/// <param name="Min">The least that was allowed; null for none.</param>
/// <param name="Max">The most that was allowed; null for none.</param>
/// <param name="Of">What a share was counted from, e.g. <c>11 of 100</c>; null for a number that was read.</param>
/// <param name="Held">Whether it was within its bounds.</param>
public sealed record EvidenceFigure(string Name, double Value, string Unit, double? Min, double? Max, string? Of, bool Held);

/// <summary>The part of an object that a verification looked at, as it was on the cluster.</summary>
/// <param name="Name">E.g. <c>Deployment shop/frontend</c>.</param>
/// <param name="Json">The object's kind and name and the fields that were checked, as indented JSON; values of a Secret are masked.</param>
public sealed record EvidenceObject(string Name, string Json);
