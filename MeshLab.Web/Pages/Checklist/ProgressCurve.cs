using MeshLab.Core.Roadmap;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>A moment at which the number of done tasks rose.</summary>
/// <param name="Time">When.</param>
/// <param name="Done">Tasks done from then on.</param>
/// <param name="Verified">Those of them that runs verified.</param>
public sealed record ProgressPoint(DateTimeOffset Time, int Done, int Verified);

/// <summary>
/// How the tasks that are done now came to be done. A task counts from when its state was set, a parent from when the last below it was; a box
/// that was ticked in the file counts from the beginning, because files do not say when.
/// </summary>
/// <param name="Total">All tasks.</param>
/// <param name="FromFile">Tasks whose boxes were ticked in the file.</param>
/// <param name="Points">Where the number rose, the earliest first; empty when no task was done here.</param>
public sealed record ProgressCurve(int Total, int FromFile, IReadOnlyList<ProgressPoint> Points)
{
    /// <summary>The curve of all sections together.</summary>
    public static ProgressCurve Of(IReadOnlyList<RoadmapSection> sections)
    {
        ArgumentNullException.ThrowIfNull(sections);
        var done = sections.SelectMany(section => section.Tasks).SelectMany(task => task.Everything()).Where(task => task.State == TaskCompletion.Done)
            .Select(task => (When: task.Leaves().Max(leaf => leaf.When), task.IsVerified)).ToList();
        var fromFile = done.Count(task => task.When is null);
        var (sum, verified) = (fromFile, 0);
        List<ProgressPoint> points = [];
        foreach (var group in done.Where(task => task.When is not null).GroupBy(task => task.When!.Value).OrderBy(group => group.Key))
        {
            sum += group.Count();
            verified += group.Count(task => task.IsVerified);
            points.Add(new ProgressPoint(group.Key, sum, verified));
        }

        return new ProgressCurve(sections.Sum(section => section.Total), fromFile, points);
    }

    /// <summary>How many tasks were done after <paramref name="since"/>.</summary>
    public int DoneSince(DateTimeOffset since) => Points.Count == 0 ? 0 : Points[^1].Done - (Points.LastOrDefault(point => point.Time <= since)?.Done ?? FromFile);
}
