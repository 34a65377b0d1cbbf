namespace MeshLab.Core.Roadmap;

/// <summary>The state of a task.</summary>
public enum TaskCompletion
{
    /// <summary>Not done.</summary>
    Open,

    /// <summary>Some, not all, of its children are done. Only derived, never set.</summary>
    Partial,

    /// <summary>Done.</summary>
    Done,
}

/// <summary>A section of a roadmap with its tasks and their state.</summary>
/// <param name="Id">E.g. <c>9.1</c>.</param>
/// <param name="Title">The heading without its number.</param>
/// <param name="Goal">The goal's text; may be empty.</param>
/// <param name="Objectives">Learning objectives.</param>
/// <param name="Total">Tasks in it, nested ones included.</param>
/// <param name="Done">Those that are done.</param>
/// <param name="Verified">Those that a run verified.</param>
/// <param name="Tasks">The top tasks.</param>
public sealed record RoadmapSection(
    string Id,
    string Title,
    string Goal,
    IReadOnlyList<string> Objectives,
    int Total,
    int Done,
    int Verified,
    IReadOnlyList<RoadmapTask> Tasks)
{
    /// <summary>The id without the name of an imported roadmap.</summary>
    public string Label => Id[(Id.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>Other paragraphs of the section as inline Markdown.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>A task with its state.</summary>
/// <param name="Id"><c>section/slug/slug</c>.</param>
/// <param name="Title">Its text as inline Markdown.</param>
/// <param name="State">Its state; derived when it has children.</param>
/// <param name="Origin"><c>manual</c>, <c>verified by run N</c>, <c>file</c> (ticked in the Markdown), or null while open. Of a parent that is done: its children's when they agree, <c>verified by several runs</c>, or null.</param>
/// <param name="Who">Who set it; null when nobody did.</param>
/// <param name="When">When it was set.</param>
/// <param name="Note">A note in Markdown; null for none.</param>
/// <param name="Evidence">What a verification found, for people; null for none.</param>
/// <param name="RunId">The run that verified it; null for none.</param>
/// <param name="Simulated">Whether that run was on a simulated cluster.</param>
/// <param name="Children">Nested tasks.</param>
public sealed record RoadmapTask(
    string Id,
    string Title,
    TaskCompletion State,
    string? Origin,
    string? Who,
    DateTimeOffset? When,
    string? Note,
    string? Evidence,
    long? RunId,
    bool Simulated,
    IReadOnlyList<RoadmapTask> Children)
{
    /// <summary>Whether it is done because runs verified it; of a parent, because they verified all its children.</summary>
    public bool IsVerified { get; init; }

    /// <summary>This task and all below it.</summary>
    public IEnumerable<RoadmapTask> Everything() => Children.SelectMany(child => child.Everything()).Prepend(this);

    /// <summary>This task when it has no children, else all below it that have none.</summary>
    public IEnumerable<RoadmapTask> Leaves() => Children.Count == 0 ? [this] : Children.SelectMany(child => child.Leaves());
}

/// <summary>States of a roadmap changed: read it again.</summary>
/// <param name="TaskIds">The tasks that were set; none when the roadmap's files changed.</param>
public sealed record RoadmapChanged(IReadOnlyList<string> TaskIds);
