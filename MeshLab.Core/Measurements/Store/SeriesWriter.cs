using System.Data.Common;
using MeshLab.Core.Measurements.Classification;
using MeshLab.Core.Measurements.Sources;

namespace MeshLab.Core.Measurements.Store;

/// <summary>Finds or makes the series of a round's samples, and keeps their classes and times up to date.</summary>
internal sealed class SeriesWriter(DbConnection connection, SeriesDictionary dictionary, UsageRound round) : IDisposable
{
    private readonly Dictionary<(string Node, string PodUid, string Container), KnownSeries> _known = dictionary.Of(round);
    private Statement? _upsert;
    private Statement? _touch;

    /// <summary>The number of the series of a sample.</summary>
    public int IdOf(UsageSubject subject, ContainerClass class_, long fromMs, long toMs)
    {
        var key = (subject.Node, subject.PodUid, subject.Container);
        if (!_known.TryGetValue(key, out var known) || (known.Class != class_ && !ReferenceEquals(known.Class, class_)))
        {
            var id = Upsert(subject, class_, fromMs, toMs);
            _known[key] = new(id, class_, Math.Min(fromMs, known?.FirstMs ?? fromMs), Math.Max(toMs, known?.LastMs ?? toMs));
            return id;
        }

        if (fromMs < known.FirstMs || toMs - known.LastMs >= SeriesDictionary.LagMs)
        {
            Touch(known.Id, fromMs, toMs);
            _known[key] = known with { FirstMs = Math.Min(fromMs, known.FirstMs), LastMs = Math.Max(toMs, known.LastMs) };
        }

        return known.Id;
    }

    public void Dispose()
    {
        _upsert?.Dispose();
        _touch?.Dispose();
    }

    private static string UpsertText(string smaller, string larger) => $"""
        INSERT INTO UsageSeries (Cluster, Source, Origin, Scope, Node, Namespace, Pod, PodUid, Container, Class, Mesh, FirstAt, LastAt, CpuRequestCores, MemoryRequestBytes)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
        ON CONFLICT (Cluster, Source, Origin, Node, PodUid, Container) DO UPDATE SET
            Class = excluded.Class, Mesh = excluded.Mesh, FirstAt = {smaller}(UsageSeries.FirstAt, excluded.FirstAt), LastAt = {larger}(UsageSeries.LastAt, excluded.LastAt),
            CpuRequestCores = COALESCE(excluded.CpuRequestCores, UsageSeries.CpuRequestCores), MemoryRequestBytes = COALESCE(excluded.MemoryRequestBytes, UsageSeries.MemoryRequestBytes)
        RETURNING Id
        """;

    private static string TouchText(string smaller, string larger) => $"UPDATE UsageSeries SET FirstAt = {smaller}(FirstAt, ?2), LastAt = {larger}(LastAt, ?3) WHERE Id = ?1";

    private int Upsert(UsageSubject subject, ContainerClass class_, long fromMs, long toMs)
    {
        var statement = _upsert ??= Statement.On(connection, UpsertText(UsageSql.Smaller(connection), UsageSql.Larger(connection)));
        statement.Bind(1, round.Cluster);
        statement.Bind(2, round.Source);
        statement.Bind(3, round.Origin.ToString());
        statement.Bind(4, subject.Scope.ToString());
        statement.Bind(5, subject.Node);
        statement.Bind(6, subject.Namespace);
        statement.Bind(7, subject.Pod);
        statement.Bind(8, subject.PodUid);
        statement.Bind(9, subject.Container);
        statement.Bind(10, class_.Class.ToString());
        statement.Bind(11, class_.Mesh);
        statement.Bind(12, fromMs);
        statement.Bind(13, toMs);
        statement.Bind(14, class_.Requests?.CpuCores);
        statement.Bind(15, class_.Requests?.MemoryBytes);
        statement.Read();
        var id = (int)statement.Integer(0);
        statement.Execute();
        return id;
    }

    private void Touch(int id, long fromMs, long toMs)
    {
        var statement = _touch ??= Statement.On(connection, TouchText(UsageSql.Smaller(connection), UsageSql.Larger(connection)));
        statement.Bind(1, id);
        statement.Bind(2, fromMs);
        statement.Bind(3, toMs);
        statement.Execute();
    }
}
