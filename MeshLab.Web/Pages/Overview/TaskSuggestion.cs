using MeshLab.Core.Roadmap;
using MeshLab.Web.Pages.Checklist;

namespace MeshLab.Web.Pages.Overview;

/// <summary>The task to do next.</summary>
/// <param name="Section">Its section.</param>
/// <param name="Task">The task.</param>
/// <param name="Parents">The titles of the tasks above it, the outermost first.</param>
/// <param name="Cover">What does it or explains it, a scenario before a document; null when nothing does.</param>
public sealed record SuggestedTask(RoadmapSection Section, RoadmapTask Task, IReadOnlyList<string> Parents, TaskCover? Cover);

/// <summary>
/// Finds the task to do next: the first open one of the section in work. That is the section in which something was done last, as long as
/// it has open tasks; else the first that is begun; else the first that has open tasks.
/// </summary>
public sealed class TaskSuggestion(TaskCoverage coverage)
{
    /// <summary>The next task, then those that follow it in its section and in the others; empty when all is done.</summary>
    public IReadOnlyList<SuggestedTask> Find(IReadOnlyList<RoadmapSection> sections, int count)
    {
        ArgumentNullException.ThrowIfNull(sections);
        var open = sections.Where(section => section.Done < section.Total).ToList();
        var inWork = open.Where(section => LastSet(section) is not null).MaxBy(LastSet)
            ?? open.Find(section => section.Done > 0)
            ?? open.FirstOrDefault();
        if (inWork is null)
        {
            return [];
        }

        var covers = coverage.Find();
        return [.. open.OrderByDescending(section => section == inWork).SelectMany(section => section.Tasks.SelectMany(task => Open(section, task, [], []))).Take(count)];

        IEnumerable<SuggestedTask> Open(RoadmapSection section, RoadmapTask task, IReadOnlyList<string> parents, IReadOnlyList<TaskCover> above)
        {
            // What does a parent does its children.
            IReadOnlyList<TaskCover> here = [.. covers[task.Id], .. above];
            return task.Children.Count > 0
                ? task.Children.SelectMany(child => Open(section, child, [.. parents, PlainTitle.Of(task.Title)], here))
                : task.State == TaskCompletion.Done ? [] : [new SuggestedTask(section, task, parents, here.FirstOrDefault(cover => !cover.IsDocument) ?? (here is [var any, ..] ? any : null))];
        }
    }

    private static DateTimeOffset? LastSet(RoadmapSection section) => section.Tasks.SelectMany(task => task.Leaves()).Max(task => task.When);
}
