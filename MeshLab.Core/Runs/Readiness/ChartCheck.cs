namespace MeshLab.Core.Runs.Readiness;

/// <summary>Whether it is known what the charts of a plan make and request; the checks of permissions, capacity and architecture count what is known.</summary>
internal static class ChartCheck
{
    private const string Name = "Charts";

    public static IEnumerable<PreflightCheck> Check(ClusterFacts facts, PlannedObjects plan)
    {
        var rendered = plan.Charts.Where(chart => chart.Problem is null).ToList();
        if (rendered.Count > 0)
        {
            yield return new(Name, facts.Name, PreflightStatus.Ok, $"Rendered: {Names(rendered.Select(chart => chart.Release.Release))}, {rendered.Sum(chart => chart.Objects.Count)} objects.");
        }

        foreach (var unknown in plan.Charts.Where(chart => chart.Problem is not null).GroupBy(chart => chart.Problem))
        {
            yield return new(Name, facts.Name, PreflightStatus.Skipped, $"What {Names(unknown.Select(chart => chart.Release.Release))} would make and request is not known: {unknown.Key!.TrimEnd('.')}.", "The run itself will tell.");
        }
    }

    private static string Names(IEnumerable<string> releases) => string.Join(", ", releases);
}
