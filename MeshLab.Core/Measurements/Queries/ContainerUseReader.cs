using System.Data.Common;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Store;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Measurements.Queries;

/// <summary>Reads what containers used and reserved. The database adds up minutes, so that a month of a large cluster is one row a container.</summary>
public sealed class ContainerUseReader(IDbContextFactory<MeshLabDbContext> databases)
{
    private static string Sums(string larger) => $"""
        SELECT m.SeriesId, SUM(m.CoveredMs), COALESCE(SUM(m.CpuCoreMs), 0.0), COALESCE(SUM(m.MemoryByteMs), 0.0),
            COALESCE(SUM({larger}(COALESCE(m.CpuCoreMs, 0), COALESCE(s.CpuRequestCores, 0) * m.CoveredMs)), 0.0),
            COALESCE(SUM({larger}(COALESCE(m.MemoryByteMs, 0), COALESCE(s.MemoryRequestBytes, 0) * 1.0 * m.CoveredMs)), 0.0),
            COUNT(m.CpuCoreMs), COUNT(m.MemoryByteMs)
        FROM UsageSeries s JOIN UsageMinutes m ON m.SeriesId = s.Id
        WHERE s.Cluster = @cluster AND s.LastAt >= @fromMs AND s.FirstAt < @toMs AND m.Minute >= @from AND m.Minute < @to
        GROUP BY m.SeriesId
        """;

    private const string Watched = """
        SELECT Node, Origin, Source, SUM(Covered) FROM (
            SELECT s.Node, s.Origin, s.Source, m.Minute, MAX(m.CoveredMs) AS Covered
            FROM UsageSeries s JOIN UsageMinutes m ON m.SeriesId = s.Id
            WHERE s.Cluster = @cluster AND s.LastAt >= @fromMs AND s.FirstAt < @toMs AND m.Minute >= @from AND m.Minute < @to
            GROUP BY s.Node, s.Origin, s.Source, m.Minute) AS minutes
        GROUP BY Node, Origin, Source
        """;

    private const string EachMinute = """
        SELECT m.SeriesId, m.Minute, m.CoveredMs, m.CpuCoreMs, m.MemoryMax
        FROM UsageSeries s JOIN UsageMinutes m ON m.SeriesId = s.Id
        WHERE s.Cluster = @cluster AND s.Scope = 'Container' AND s.Class IN ('Proxy', 'NodeAgent', 'Gateway', 'ControlPlane')
            AND s.LastAt >= @fromMs AND s.FirstAt < @toMs AND m.Minute >= @from AND m.Minute < @to
        ORDER BY m.Minute
        """;

    /// <summary>
    /// What the cluster used between two instants, exactly: whole minutes from their sums, and the parts of minutes at the edges from the samples, whose
    /// counters are interpolated there. The newest seconds, for which some containers are not heard of yet, are left out.
    /// </summary>
    public async Task<ClusterUse> ReadAsync(string cluster, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var connection = await UsageStore.OpenAsync(database, cancellationToken);
        var fromMs = from.ToUnixTimeMilliseconds();
        var toMs = Math.Max(fromMs, UsePieces.Settled(connection, cluster, fromMs, to.ToUnixTimeMilliseconds()));
        var series = await SeriesAsync(database, cluster, fromMs, toMs, cancellationToken);
        var (first, last) = UsePieces.Whole(fromMs, toMs);
        await MinuteSums.SettleAsync(connection, last + 1, cancellationToken);
        var held = new Dictionary<int, HeldSum>();
        var watched = new Dictionary<(string Node, Origin Origin, string Source), double>();
        if (first < last)
        {
            await SumMinutesAsync(connection, cluster, first, last, held, watched, cancellationToken);
        }

        foreach (var (edgeFrom, edgeTo) in UsePieces.Edges(fromMs, toMs))
        {
            SumEdge(UsePieces.Read(connection, cluster, edgeFrom, edgeTo), series, held, watched);
        }

        var containers = new List<ContainerUse>();
        var nodes = new Dictionary<(string, Origin, string), HeldSum>();
        foreach (var (id, sum) in held)
        {
            if (!series.TryGetValue(id, out var row))
            {
                continue;
            }

            if (row.Scope == UsageScope.Node)
            {
                nodes[(row.Node, row.Origin, row.Source)] = sum;
                continue;
            }

            containers.Add(new(
                row.Node, row.Namespace, row.Pod, row.Container, row.Class, row.Mesh, row.Origin, row.Source, sum.CoveredMs / 1000,
                new(sum.Cpu / 1000, sum.CpuCharged / 1000), new(sum.Memory / 1000, sum.MemoryCharged / 1000), row.CpuRequestCores, row.MemoryRequestBytes));
        }

        return new(
            cluster, TimeOf(fromMs), TimeOf(toMs), containers,
            [.. watched.Select(node => Node(node.Key, node.Value, nodes.GetValueOrDefault(node.Key)))]);
    }

    private static NodeUse Node((string Node, Origin Origin, string Source) key, double watchedMs, HeldSum own) =>
        new(key.Node, key.Origin, key.Source, watchedMs / 1000, own.KnowsCpu ? own.Cpu / 1000 : null, own.KnowsMemory ? own.Memory / 1000 : null);

    /// <summary>
    /// The minutes of a mesh's own containers (sidecars, node agents, gateways, control plane) between two instants, oldest first; the first and the last are
    /// cut to the instants. They say how much of them was observed.
    /// </summary>
    public async Task<IReadOnlyList<ContainerMinute>> ReadMinutesAsync(string cluster, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (fromMs, toMs) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var series = await SeriesAsync(database, cluster, fromMs, toMs, cancellationToken);
        var connection = await UsageStore.OpenAsync(database, cancellationToken);
        var (first, last) = UsePieces.Whole(fromMs, toMs);
        await MinuteSums.SettleAsync(connection, last + 1, cancellationToken);
        var minutes = new List<ContainerMinute>();
        if (first < last)
        {
            using var command = Command(connection, EachMinute, cluster, first, last);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                Add(
                    new(reader.GetInt32(0), reader.GetInt32(2), reader.IsDBNull(3) ? null : reader.GetDouble(3), null, reader.IsDBNull(4) ? null : reader.GetInt64(4)),
                    reader.GetInt64(1) * BucketSplit.MinuteMs, (reader.GetInt64(1) + 1) * BucketSplit.MinuteMs);
            }
        }

        foreach (var (edgeFrom, edgeTo) in UsePieces.Edges(fromMs, toMs))
        {
            foreach (var piece in UsePieces.Read(connection, cluster, edgeFrom, edgeTo))
            {
                Add(piece, edgeFrom, edgeTo);
            }
        }

        return [.. minutes.OrderBy(minute => minute.From)];

        void Add(UsePiece piece, long pieceFrom, long pieceTo)
        {
            if (piece.CoveredMs > 0 && series.TryGetValue(piece.SeriesId, out var row)
                && row is { Scope: UsageScope.Container, Class: WorkloadClass.Proxy or WorkloadClass.NodeAgent or WorkloadClass.Gateway or WorkloadClass.ControlPlane })
            {
                minutes.Add(new(
                    TimeOf(pieceFrom), TimeOf(pieceTo), row.Namespace, row.Pod, row.Container, row.Class, row.Mesh, piece.CoveredMs / 1000, piece.CpuCoreMs / piece.CoveredMs, piece.MemoryMax));
            }
        }
    }

    private static async Task SumMinutesAsync(
        DbConnection connection, string cluster, long first, long last, Dictionary<int, HeldSum> held, Dictionary<(string, Origin, string), double> watched, CancellationToken cancellationToken)
    {
        using (var command = Command(connection, Sums(UsageSql.Larger(connection)), cluster, first, last))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                held[reader.GetInt32(0)] = new(
                    reader.GetInt64(1), reader.GetDouble(2), reader.GetDouble(3), reader.GetDouble(4), reader.GetDouble(5), reader.GetInt64(6) > 0, reader.GetInt64(7) > 0);
            }
        }

        using (var command = Command(connection, Watched, cluster, first, last))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                watched[(reader.GetString(0), Enum.Parse<Origin>(reader.GetString(1)), reader.GetString(2))] = reader.GetInt64(3);
            }
        }
    }

    /// <summary>Adds a part of a minute; a node was watched for as long as its longest-watched series.</summary>
    private static void SumEdge(
        IReadOnlyList<UsePiece> pieces, Dictionary<int, UsageSeriesRow> series, Dictionary<int, HeldSum> held, Dictionary<(string, Origin, string), double> watched)
    {
        var longest = new Dictionary<(string, Origin, string), double>();
        foreach (var piece in pieces)
        {
            if (!series.TryGetValue(piece.SeriesId, out var row))
            {
                continue;
            }

            var node = (row.Node, row.Origin, row.Source);
            longest[node] = Math.Max(longest.GetValueOrDefault(node), piece.CoveredMs);
            var sum = held.GetValueOrDefault(piece.SeriesId);
            held[piece.SeriesId] = new(
                sum.CoveredMs + piece.CoveredMs, sum.Cpu + (piece.CpuCoreMs ?? 0), sum.Memory + (piece.MemoryByteMs ?? 0),
                sum.CpuCharged + Math.Max(piece.CpuCoreMs ?? 0, (row.CpuRequestCores ?? 0) * piece.CoveredMs),
                sum.MemoryCharged + Math.Max(piece.MemoryByteMs ?? 0, (row.MemoryRequestBytes ?? 0) * piece.CoveredMs),
                sum.KnowsCpu || piece.CpuCoreMs is not null, sum.KnowsMemory || piece.MemoryByteMs is not null);
        }

        foreach (var (node, ms) in longest)
        {
            watched[node] = watched.GetValueOrDefault(node) + ms;
        }
    }

    private static async Task<Dictionary<int, UsageSeriesRow>> SeriesAsync(MeshLabDbContext database, string cluster, long fromMs, long toMs, CancellationToken cancellationToken)
    {
        var (from, to) = (TimeOf(fromMs).AddMilliseconds(-SeriesDictionary.LagMs), TimeOf(toMs));
        return await database.Set<UsageSeriesRow>().AsNoTracking()
            .Where(row => row.Cluster == cluster && row.LastAt >= from && row.FirstAt < to)
            .ToDictionaryAsync(row => row.Id, cancellationToken);
    }

    private static DbCommand Command(DbConnection connection, string text, string cluster, long first, long last) => UsageSql.Command(
        connection, text, ("cluster", cluster), ("from", first), ("to", last), ("fromMs", (first * BucketSplit.MinuteMs) - SeriesDictionary.LagMs), ("toMs", last * BucketSplit.MinuteMs));

    private static DateTimeOffset TimeOf(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    /// <summary>What a series used and what is charged for it, in milliseconds of cores and bytes.</summary>
    private readonly record struct HeldSum(double CoveredMs, double Cpu, double Memory, double CpuCharged, double MemoryCharged, bool KnowsCpu, bool KnowsMemory);
}
