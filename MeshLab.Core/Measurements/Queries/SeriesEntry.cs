using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Store;

namespace MeshLab.Core.Measurements.Queries;

/// <summary>A series that a query may need.</summary>
internal sealed record SeriesEntry(int Id, LineKey? Line, string Node, string Source)
{
    /// <summary>The line the series belongs to under a grouping; null when it serves only to tell when its node was observed.</summary>
    public static SeriesEntry Of(UsageSeriesRow row, MeasurementGrouping by)
    {
        var key = (row.Scope, by) switch
        {
            (UsageScope.Node, MeasurementGrouping.Node) => row.Node,
            (UsageScope.Node, _) or (_, MeasurementGrouping.Node) => null,
            (_, MeasurementGrouping.Class) => row.Class.ToString(),
            (_, MeasurementGrouping.Mesh) => row.Mesh,
            _ => $"{row.Namespace}/{row.Pod}",
        };
        return new(row.Id, key is null ? null : new LineKey(key, row.Origin, row.Source), row.Node, row.Source);
    }
}
