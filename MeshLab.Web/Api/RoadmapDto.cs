using System.Text.Json;
using MeshLab.Core.Roadmap;

namespace MeshLab.Web.Api;

/// <summary>A section as the API shows it.</summary>
public sealed record RoadmapSectionDto(string Id, string Title, string Goal, IReadOnlyList<string> Objectives, int Total, int Done, int Verified, IReadOnlyList<RoadmapTaskDto> Tasks)
{
    internal static RoadmapSectionDto Of(RoadmapSection section) =>
        new(section.Id, section.Title, section.Goal, section.Objectives, section.Total, section.Done, section.Verified, [.. section.Tasks.Select(RoadmapTaskDto.Of)]);
}

/// <summary>A task as the API shows it.</summary>
/// <param name="Id"><c>section/slug/slug</c>.</param>
/// <param name="Title">Inline Markdown.</param>
/// <param name="State"><c>open</c>, <c>partial</c> (of a parent only) or <c>done</c>.</param>
/// <param name="Origin"><c>manual</c>, <c>verified by run N</c>, <c>file</c>, or null while open.</param>
/// <param name="Who">Who set the state.</param>
/// <param name="When">When the state was set.</param>
/// <param name="Note">Markdown; null for none.</param>
/// <param name="Evidence">What the run found; null for none.</param>
/// <param name="RunId">The run that verified it; null for none.</param>
/// <param name="Simulated">Whether that run was on a simulated cluster.</param>
/// <param name="Children">Nested tasks.</param>
public sealed record RoadmapTaskDto(
    string Id,
    string Title,
    string State,
    string? Origin,
    string? Who,
    DateTimeOffset? When,
    string? Note,
    string? Evidence,
    long? RunId,
    bool Simulated,
    IReadOnlyList<RoadmapTaskDto> Children)
{
    internal static RoadmapTaskDto Of(RoadmapTask task) => new(
        task.Id, task.Title, Word(task.State)!, task.Origin, task.Who, task.When, task.Note, task.Evidence, task.RunId, task.Simulated, [.. task.Children.Select(Of)]);

    internal static string? Word<TEnum>(TEnum? value)
        where TEnum : struct, Enum => value is { } known ? JsonNamingPolicy.CamelCase.ConvertName(known.ToString()) : null;

    internal static string? Word(TaskCompletion value) => Word<TaskCompletion>(value);
}

/// <summary>What to set on a task.</summary>
/// <param name="State"><c>done</c> or <c>open</c>; may be left out when only the note is meant.</param>
/// <param name="Note">Markdown; empty removes the note, left out keeps it.</param>
public sealed record RoadmapTaskInput(string? State, string? Note);

/// <summary>One entry of a task's history as the API shows it.</summary>
public sealed record RoadmapHistoryDto(string TaskId, string Kind, string Summary, string Who, DateTimeOffset When, string? State, long? RunId, bool Simulated, string? Evidence, string? Note)
{
    internal static RoadmapHistoryDto Of(RoadmapHistoryEntry entry) => new(
        entry.TaskId, RoadmapTaskDto.Word<RoadmapChangeKind>(entry.Kind)!, entry.Summary, entry.Who, entry.When, RoadmapTaskDto.Word(entry.State), entry.RunId, entry.Simulated, entry.Evidence, entry.Note);
}

/// <summary>A change as the API shows it.</summary>
public sealed record RoadmapChangeDto(long Id, string Kind, string Summary, string Who, DateTimeOffset When, IReadOnlyList<string> TaskIds)
{
    internal static RoadmapChangeDto Of(RoadmapChange change) =>
        new(change.Id, RoadmapTaskDto.Word<RoadmapChangeKind>(change.Kind)!, change.Summary, change.Who, change.When, change.TaskIds);
}
