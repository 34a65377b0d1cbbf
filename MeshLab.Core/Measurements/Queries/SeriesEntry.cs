using System.Data.Common;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Store;

namespace MeshLab.Core.Measurements.Queries;

/// <summary>A series that a query may need, or a group of series.</summary>
/// <param name="Id">Its number among the series, or among the groups.</param>
/// <param name="Line">The line it belongs to under a grouping; null when it serves only to tell when its node was observed.</param>
/// <param name="Node">Its node.</param>
/// <param name="Source">Where its figures come from.</param>
/// <param name="FirstMs">When it has something first, in Unix milliseconds; 0 for a group.</param>
/// <param name="LastMs">When it has something last, give or take how far the dictionary lags; the end of time for a group.</param>
internal sealed record SeriesEntry(int Id, LineKey? Line, string Node, string Source, long FirstMs, long LastMs)
{
    private const string SeriesText = """
        SELECT Id, Source, Origin, Scope, Node, Class, Mesh, Namespace, Pod, FirstAt, LastAt FROM UsageSeries WHERE Cluster = ?1 AND LastAt >= ?2 AND FirstAt < ?3
        """;

    private const string GroupsText = "SELECT Id, Source, Origin, Scope, Node, Class, Mesh, '', '', 0, ?2 FROM UsageGroups WHERE Cluster = ?1";

    private const string OutOfPlace = """
        SELECT s.Id, s.Source, s.Origin, s.Scope, s.Node, s.Class, s.Mesh, s.Namespace, s.Pod, s.FirstAt, s.LastAt FROM UsageSeries s LEFT JOIN UsageGroups g ON g.Id = s.GroupId
        WHERE s.Cluster = ?1 AND s.LastAt >= ?2 AND s.FirstAt < ?3 AND (g.Id IS NULL OR g.Class <> s.Class OR g.Mesh <> s.Mesh)
        """;

    /// <summary>The series of a cluster that have anything between two instants, in Unix milliseconds.</summary>
    public static List<SeriesEntry> ReadSeries(DbConnection connection, string cluster, MeasurementGrouping by, long fromMs, long toMs)
    {
        using var statement = Over(connection, SeriesText, cluster, fromMs, toMs);
        return Read(statement, by);
    }

    /// <summary>The groups of a cluster.</summary>
    public static List<SeriesEntry> ReadGroups(DbConnection connection, string cluster, MeasurementGrouping by)
    {
        using var statement = Statement.On(connection, GroupsText);
        statement.Bind(1, cluster);
        statement.Bind(2, long.MaxValue);
        return Read(statement, by);
    }

    /// <summary>The series that are not in their group (yet) and have anything between two instants: groups cannot stand for them.</summary>
    public static List<SeriesEntry> ReadOutOfPlace(DbConnection connection, string cluster, MeasurementGrouping by, long fromMs, long toMs)
    {
        using var statement = Over(connection, OutOfPlace, cluster, fromMs, toMs);
        return Read(statement, by);
    }

    /// <summary>Whether it has anything between two instants, in Unix milliseconds.</summary>
    public bool Within(long fromMs, long toMs) => LastMs >= fromMs - SeriesDictionary.LagMs && FirstMs < toMs;

    /// <summary>A statement whose first three parameters are a cluster and the times between which its series have anything.</summary>
    public static Statement Over(DbConnection connection, string text, string cluster, long fromMs, long toMs)
    {
        var statement = Statement.On(connection, text);
        statement.Bind(1, cluster);
        statement.Bind(2, fromMs - SeriesDictionary.LagMs);
        statement.Bind(3, toMs);
        return statement;
    }

    private static List<SeriesEntry> Read(Statement statement, MeasurementGrouping by)
    {
        var entries = new List<SeriesEntry>();
        while (statement.Read())
        {
            var (source, scope, node) = (statement.Text(1), Enum.Parse<UsageScope>(statement.Text(3)), statement.Text(4));
            var key = (scope, by) switch
            {
                (UsageScope.Node, MeasurementGrouping.Node) => node,
                (UsageScope.Node, _) or (_, MeasurementGrouping.Node) => null,
                (_, MeasurementGrouping.Class) => statement.Text(5),
                (_, MeasurementGrouping.Mesh) => statement.Text(6),
                _ => $"{statement.Text(7)}/{statement.Text(8)}",
            };
            entries.Add(new((int)statement.Integer(0), key is null ? null : new LineKey(key, Enum.Parse<Origin>(statement.Text(2)), source), node, source, statement.Integer(9), statement.Integer(10)));
        }

        return entries;
    }
}
