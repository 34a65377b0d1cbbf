namespace MeshLab.Core.Roadmap;

/// <summary>What setting a task did.</summary>
/// <param name="TaskId">The id of the task that was meant.</param>
/// <param name="ChangeId">The number of the change, for <see cref="RoadmapService.UndoAsync"/>; null when all was so already.</param>
/// <param name="Changed">The tasks whose state or note changed: the leaves of a parent, for instance.</param>
public sealed record RoadmapUpdate(string TaskId, long? ChangeId, IReadOnlyList<string> Changed);
