using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Store;

namespace MeshLab.Core.Measurements.Queries;

/// <summary>A series that a query may need, or a group of series.</summary>
/// <param name="Id">Its number among the series, or among the groups.</param>
/// <param name="Line">The line it belongs to under a grouping; null when it serves only to tell when its node was observed.</param>
/// <param name="Node">Its node.</param>
/// <param name="Source">Where its figures come from.</param>
/// <param name="FirstMs">It has nothing before, in Unix milliseconds.</param>
/// <param name="LastMs">It has nothing after, in Unix milliseconds.</param>
internal sealed record SeriesEntry(int Id, LineKey? Line, string Node, string Source, long FirstMs, long LastMs)
{
    public static SeriesEntry Of(UsageSeriesRow row, MeasurementGrouping by)
    {
        var key = by == MeasurementGrouping.Pod && row.Scope == UsageScope.Container ? $"{row.Namespace}/{row.Pod}" : KeyOf(row.Scope, row.Node, row.Class, row.Mesh, by);
        return new(
            row.Id, key is null ? null : new LineKey(key, row.Origin, row.Source), row.Node, row.Source,
            row.FirstAt.ToUnixTimeMilliseconds(), row.LastAt.ToUnixTimeMilliseconds() + SeriesDictionary.LagMs);
    }

    public static SeriesEntry Of(UsageGroupRow row, MeasurementGrouping by)
    {
        var key = KeyOf(row.Scope, row.Node, row.Class, row.Mesh, by);
        return new(row.Id, key is null ? null : new LineKey(key, row.Origin, row.Source), row.Node, row.Source, long.MinValue, long.MaxValue);
    }

    private static string? KeyOf(UsageScope scope, string node, WorkloadClass @class, string mesh, MeasurementGrouping by) => (scope, by) switch
    {
        (UsageScope.Node, MeasurementGrouping.Node) => node,
        (UsageScope.Node, _) or (_, MeasurementGrouping.Node) => null,
        (_, MeasurementGrouping.Class) => @class.ToString(),
        (_, MeasurementGrouping.Mesh) => mesh,
        _ => null,
    };
}
