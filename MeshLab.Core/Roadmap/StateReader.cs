namespace MeshLab.Core.Roadmap;

/// <summary>Puts the stored states on the parsed tasks and derives the parents'.</summary>
internal static class StateReader
{
    /// <summary>
    /// Whether a leaf's stored state counts. It does not when none was set, or when the file's box was edited since to say
    /// something else: then whoever edited the file had the last word.
    /// </summary>
    internal static bool IsStored(ParsedTask leaf, RoadmapStateRow? row) =>
        row?.Done is { } done && (leaf.Ticked == row.FileTicked || leaf.Ticked == done);

    /// <summary>Whether a leaf is done.</summary>
    internal static bool IsDone(ParsedTask leaf, RoadmapStateRow? row) => IsStored(leaf, row) ? row!.Done!.Value : leaf.Ticked;

    internal static RoadmapSection Read(ParsedSection section, IReadOnlyDictionary<string, RoadmapStateRow> states)
    {
        var tasks = section.Tasks.ConvertAll(task => Read(task, states));
        var all = tasks.SelectMany(task => task.Everything()).ToList();
        return new RoadmapSection(
            section.Id,
            section.Title,
            section.Goal,
            section.Objectives,
            all.Count,
            all.Count(task => task.State == TaskCompletion.Done),
            all.Count(task => task.IsVerified),
            tasks)
        { Remarks = section.Remarks };
    }

    private static RoadmapTask Read(ParsedTask task, IReadOnlyDictionary<string, RoadmapStateRow> states)
    {
        var row = states.GetValueOrDefault(task.Id);
        return task.IsLeaf ? Leaf(task, row) : Parent(task, row, task.Children.ConvertAll(child => Read(child, states)));
    }

    private static RoadmapTask Leaf(ParsedTask task, RoadmapStateRow? row)
    {
        if (!IsStored(task, row))
        {
            return new RoadmapTask(task.Id, task.Title, task.Ticked ? TaskCompletion.Done : TaskCompletion.Open, task.Ticked ? "file" : null, null, null, row?.Note, null, null, false, []);
        }

        var done = row!.Done!.Value;
        return new RoadmapTask(
            task.Id,
            task.Title,
            done ? TaskCompletion.Done : TaskCompletion.Open,
            !done ? null : row.RunId is { } run ? $"verified by run {run}" : "manual",
            row.Who,
            row.At,
            row.Note,
            row.Evidence,
            row.RunId,
            row.Simulated,
            [])
        { IsVerified = done && row.RunId is not null };
    }

    private static RoadmapTask Parent(ParsedTask task, RoadmapStateRow? row, List<RoadmapTask> children)
    {
        var state = children.TrueForAll(child => child.State == TaskCompletion.Done) ? TaskCompletion.Done
            : children.TrueForAll(child => child.State == TaskCompletion.Open) ? TaskCompletion.Open
            : TaskCompletion.Partial;
        var done = state == TaskCompletion.Done;
        var verified = done && children.TrueForAll(child => child.IsVerified);
        var alike = done && children.TrueForAll(child => child.Origin == children[0].Origin);
        return new RoadmapTask(
            task.Id,
            task.Title,
            state,
            alike ? children[0].Origin : verified ? "verified by several runs" : null,
            null,
            done ? children.Max(child => child.When) : null,
            row?.Note,
            null,
            alike ? children[0].RunId : null,
            verified && children.Exists(child => child.Simulated),
            children)
        { IsVerified = verified };
    }
}
