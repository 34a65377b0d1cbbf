namespace MeshLab.Core.Measurements.Queries;

/// <summary>
/// Makes lines of a query's figures. A line's value in a bucket is the sum over its containers of what each used in the bucket,
/// divided by how long its node was observed there: a pod that lived for half a bucket counts half, and a rollout that replaces
/// one pod by another counts once. A bucket in which a node with the line's containers was not observed is a gap, because the
/// sum is then not known; before its first and after its last sample a line has no points at all.
/// </summary>
internal static class LineBuilder
{
    /// <summary>The lines in order of their keys.</summary>
    public static IReadOnlyList<Series> Build(UsageTable table, BucketPlan plan, MeasurementQuery query)
    {
        var watched = table.Coverage.ToDictionary(entry => entry.Key, entry => Watched(entry.Value, plan));
        return [.. table.Usage
            .GroupBy(entry => entry.Key.Line)
            .OrderBy(line => line.Key.Key, StringComparer.Ordinal).ThenBy(line => line.Key.Origin).ThenBy(line => line.Key.Source, StringComparer.Ordinal)
            .Select(line => new Series(line.Key.Key, query.Cluster, query.Metric, line.Key.Origin, Points([.. line], table, watched, plan)) { Source = line.Key.Source, StepSeconds = plan.WidthMs / 1000.0 })
            .Where(series => series.Points.Any(point => point.Value is not null))];
    }

    private static List<SeriesPoint> Points(
        List<KeyValuePair<(LineKey Line, string Node), NodeUsage>> parts,
        UsageTable table,
        Dictionary<(string, string), (int First, int Last)> watched,
        BucketPlan plan)
    {
        var points = new List<SeriesPoint>();
        var (first, last) = (parts.Min(part => part.Value.First), parts.Max(part => part.Value.Last));
        for (var bucket = first; bucket <= last; bucket++)
        {
            double sum = 0;
            var (known, silent) = (false, false);
            foreach (var ((line, node), usage) in parts)
            {
                var covered = table.CoverageOf(line.Source, node)[bucket];
                var (from, to) = watched[(line.Source, node)];
                if (covered >= plan.LeastCoverageMs)
                {
                    sum += usage.Integral[bucket] / covered;
                    known = true;
                }
                else if (bucket > from && bucket < to && bucket >= usage.First && bucket <= usage.Last)
                {
                    silent = true;
                }
            }

            if (known || silent || points.Count > 0)
            {
                points.Add(new(plan.TimeOf(bucket), known && !silent ? sum : null));
            }
        }

        while (points is [.., { Value: null }])
        {
            points.RemoveAt(points.Count - 1);
        }

        return points;
    }

    /// <summary>The first and last bucket in which the node was observed.</summary>
    private static (int First, int Last) Watched(double[] coverage, BucketPlan plan) =>
        (Array.FindIndex(coverage, ms => ms >= plan.LeastCoverageMs), Array.FindLastIndex(coverage, ms => ms >= plan.LeastCoverageMs));
}
