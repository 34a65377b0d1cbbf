namespace MeshLab.Core.Roadmap;

/// <summary>One entry of a task's history: what a change left behind.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Kind">What the change was.</param>
/// <param name="Summary">The change in words.</param>
/// <param name="Who">Who made it.</param>
/// <param name="When">When it was made.</param>
/// <param name="State">The state after it; null when nobody had set one, so that the file's box counted.</param>
/// <param name="RunId">The run that had verified it by then; null for none.</param>
/// <param name="Simulated">Whether that run was on a simulated cluster.</param>
/// <param name="Evidence">What that run found; null for none.</param>
/// <param name="Note">The note after it; null for none.</param>
public sealed record RoadmapHistoryEntry(
    string TaskId,
    RoadmapChangeKind Kind,
    string Summary,
    string Who,
    DateTimeOffset When,
    TaskCompletion? State,
    long? RunId,
    bool Simulated,
    string? Evidence,
    string? Note);

/// <summary>A change that can be taken back as a whole.</summary>
/// <param name="Id">Its number; later changes have greater ones.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Summary">The change in words, e.g. <c>Ticked 4 tasks</c>.</param>
/// <param name="Who">Who made it.</param>
/// <param name="When">When it was made.</param>
/// <param name="TaskIds">The tasks it touched.</param>
public sealed record RoadmapChange(long Id, RoadmapChangeKind Kind, string Summary, string Who, DateTimeOffset When, IReadOnlyList<string> TaskIds);

/// <summary>A state whose task the roadmap no longer has: renamed without an id comment, or removed. It is kept.</summary>
/// <param name="TaskId">The id it is kept under.</param>
/// <param name="State">The state; null when only a note was written.</param>
/// <param name="Who">Who set the state.</param>
/// <param name="When">When it was set.</param>
/// <param name="RunId">The run that verified it; null for none.</param>
/// <param name="Note">The note; null for none.</param>
public sealed record OrphanedState(string TaskId, TaskCompletion? State, string? Who, DateTimeOffset? When, long? RunId, string? Note);
