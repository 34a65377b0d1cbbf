namespace MeshLab.Core.Roadmap;

/// <summary>Which tasks to show by their state.</summary>
public enum RoadmapShow
{
    /// <summary>Every task.</summary>
    All,

    /// <summary>Those that are not done.</summary>
    Open,

    /// <summary>Those that are done.</summary>
    Done,

    /// <summary>Those that a run verified.</summary>
    Verified,

    /// <summary>Those with a note.</summary>
    Noted,
}

/// <summary>A task that a filter lets through.</summary>
/// <param name="Task">The task.</param>
/// <param name="Depth">0 for a top task.</param>
/// <param name="IsContext">Whether it is there only because a task below it was let through.</param>
public readonly record struct FilteredTask(RoadmapTask Task, int Depth, bool IsContext);

/// <summary>Picks tasks by state and by words. A task is found by words in its title, id, note or evidence, or its parent's; all words must be found.</summary>
/// <param name="Text">Words; empty for any.</param>
/// <param name="Show">The states.</param>
public sealed record RoadmapFilter(string Text, RoadmapShow Show)
{
    /// <summary>Lets everything through.</summary>
    public static readonly RoadmapFilter Everything = new("", RoadmapShow.All);

    /// <summary>Whether it lets everything through.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Text) && Show == RoadmapShow.All;

    /// <summary>The tasks of a section that it lets through, parents before children. The section's own title counts as every task's parent.</summary>
    public IReadOnlyList<FilteredTask> Apply(RoadmapSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        List<FilteredTask> rows = [];
        var words = Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Add(section.Tasks, 0, Found($"{section.Id} {section.Title}", words), words, rows);
        return rows;
    }

    private bool Add(IReadOnlyList<RoadmapTask> tasks, int depth, bool parentFound, string[] words, List<FilteredTask> rows)
    {
        var any = false;
        foreach (var task in tasks)
        {
            var found = parentFound || Found($"{task.Title}\n{task.Id}\n{task.Note}\n{task.Evidence}", words);
            var place = rows.Count;
            var matches = found && Matches(task);
            rows.Add(new FilteredTask(task, depth, !matches));
            var below = Add(task.Children, depth + 1, found, words, rows);
            if (!matches && !below)
            {
                rows.RemoveRange(place, rows.Count - place);
            }

            any |= matches || below;
        }

        return any;
    }

    private static bool Found(string text, string[] words) => Array.TrueForAll(words, word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private bool Matches(RoadmapTask task) => Show switch
    {
        RoadmapShow.Open => task.State != TaskCompletion.Done,
        RoadmapShow.Done => task.State == TaskCompletion.Done,
        RoadmapShow.Verified => task.IsVerified,
        RoadmapShow.Noted => task.Note is not null,
        _ => true,
    };
}
