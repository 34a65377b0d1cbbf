using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Store;
using MeshLab.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Measurements.Queries;

/// <summary>Reads what containers used and reserved, from the minutes. SQLite adds up, so that a month of a large cluster is one row a container.</summary>
public sealed class ContainerUseReader(IDbContextFactory<MeshLabDbContext> databases)
{
    private const string Sums = """
        SELECT m.SeriesId, SUM(m.CoveredMs), TOTAL(m.CpuCoreMs), TOTAL(m.MemoryByteMs),
            TOTAL(MAX(IFNULL(m.CpuCoreMs, 0), IFNULL(s.CpuRequestCores, 0) * m.CoveredMs)),
            TOTAL(MAX(IFNULL(m.MemoryByteMs, 0), IFNULL(s.MemoryRequestBytes, 0) * m.CoveredMs)),
            COUNT(m.CpuCoreMs), COUNT(m.MemoryByteMs)
        FROM UsageSeries s JOIN UsageMinutes m ON m.SeriesId = s.Id
        WHERE s.Cluster = $cluster AND s.LastAt >= $fromMs AND s.FirstAt < $toMs AND m.Minute >= $from AND m.Minute < $to
        GROUP BY m.SeriesId
        """;

    private const string Watched = """
        SELECT Node, Origin, Source, SUM(Covered) FROM (
            SELECT s.Node, s.Origin, s.Source, m.Minute, MAX(m.CoveredMs) AS Covered
            FROM UsageSeries s JOIN UsageMinutes m ON m.SeriesId = s.Id
            WHERE s.Cluster = $cluster AND s.LastAt >= $fromMs AND s.FirstAt < $toMs AND m.Minute >= $from AND m.Minute < $to
            GROUP BY s.Node, s.Origin, s.Source, m.Minute)
        GROUP BY Node, Origin, Source
        """;

    private const string EachMinute = """
        SELECT m.SeriesId, m.Minute, m.CoveredMs, m.CpuCoreMs, m.MemoryMax
        FROM UsageSeries s JOIN UsageMinutes m ON m.SeriesId = s.Id
        WHERE s.Cluster = $cluster AND s.Scope = 'Container' AND s.Class IN ('Proxy', 'NodeAgent', 'Gateway', 'ControlPlane')
            AND s.LastAt >= $fromMs AND s.FirstAt < $toMs AND m.Minute >= $from AND m.Minute < $to
        ORDER BY m.Minute
        """;

    /// <summary>What the cluster used in the minutes between two instants: those that lie wholly between them, or, where there is none, those they touch.</summary>
    public async Task<ClusterUse> ReadAsync(string cluster, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
        var (first, last) = Minutes(from, to);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var series = await SeriesAsync(database, cluster, first, last, cancellationToken);
        var connection = await UsageStore.OpenAsync(database, cancellationToken);
        var containers = new List<ContainerUse>();
        var nodes = new Dictionary<(string, Origin, string), (double? Cpu, double? Memory)>();
        using (var command = Command(connection, Sums, cluster, first, last))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                if (!series.TryGetValue(reader.GetInt32(0), out var row))
                {
                    continue;
                }

                if (row.Scope == UsageScope.Node)
                {
                    nodes[(row.Node, row.Origin, row.Source)] = (
                        reader.GetInt64(6) > 0 ? reader.GetDouble(2) / 1000 : null, reader.GetInt64(7) > 0 ? reader.GetDouble(3) / 1000 : null);
                    continue;
                }

                containers.Add(new(
                    row.Node, row.Namespace, row.Pod, row.Container, row.Class, row.Mesh, row.Origin, row.Source, reader.GetInt64(1) / 1000.0,
                    new(reader.GetDouble(2) / 1000, reader.GetDouble(4) / 1000), new(reader.GetDouble(3) / 1000, reader.GetDouble(5) / 1000),
                    row.CpuRequestCores, row.MemoryRequestBytes));
            }
        }

        var watched = new List<NodeUse>();
        using (var command = Command(connection, Watched, cluster, first, last))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var key = (reader.GetString(0), Enum.Parse<Origin>(reader.GetString(1)), reader.GetString(2));
                var (cpu, memory) = nodes.GetValueOrDefault(key);
                watched.Add(new(key.Item1, key.Item2, key.Item3, reader.GetInt64(3) / 1000.0, cpu, memory));
            }
        }

        return new(cluster, TimeOf(first), TimeOf(last), containers, watched);
    }

    /// <summary>The minutes of a mesh's own containers (sidecars, node agents, gateways, control plane) that two instants touch, oldest first. They say how much of them was observed, so parts of minutes are of use.</summary>
    public async Task<IReadOnlyList<ContainerMinute>> ReadMinutesAsync(string cluster, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (first, last) = (from.ToUnixTimeMilliseconds() / BucketSplit.MinuteMs, (to.ToUnixTimeMilliseconds() + BucketSplit.MinuteMs - 1) / BucketSplit.MinuteMs);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var series = await SeriesAsync(database, cluster, first, last, cancellationToken);
        var connection = await UsageStore.OpenAsync(database, cancellationToken);
        var minutes = new List<ContainerMinute>();
        using var command = Command(connection, EachMinute, cluster, first, last);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (series.TryGetValue(reader.GetInt32(0), out var row) && reader.GetInt32(2) is > 0 and var covered)
            {
                minutes.Add(new(
                    TimeOf(reader.GetInt64(1)), row.Namespace, row.Pod, row.Container, row.Class, row.Mesh, covered / 1000.0,
                    reader.IsDBNull(3) ? null : reader.GetDouble(3) / covered, reader.IsDBNull(4) ? null : reader.GetInt64(4)));
            }
        }

        return minutes;
    }

    private static async Task<Dictionary<int, UsageSeriesRow>> SeriesAsync(MeshLabDbContext database, string cluster, long first, long last, CancellationToken cancellationToken)
    {
        var (from, to) = (TimeOf(first).AddMilliseconds(-SeriesDictionary.LagMs), TimeOf(last));
        return await database.Set<UsageSeriesRow>().AsNoTracking()
            .Where(row => row.Cluster == cluster && row.LastAt >= from && row.FirstAt < to)
            .ToDictionaryAsync(row => row.Id, cancellationToken);
    }

    private static SqliteCommand Command(SqliteConnection connection, string text, string cluster, long first, long last)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.Parameters.AddWithValue("$cluster", cluster);
        command.Parameters.AddWithValue("$from", first);
        command.Parameters.AddWithValue("$to", last);
        command.Parameters.AddWithValue("$fromMs", (first * BucketSplit.MinuteMs) - SeriesDictionary.LagMs);
        command.Parameters.AddWithValue("$toMs", last * BucketSplit.MinuteMs);
        return command;
    }

    private static (long First, long Last) Minutes(DateTimeOffset from, DateTimeOffset to)
    {
        var (fromMs, toMs) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        var (first, last) = ((fromMs + BucketSplit.MinuteMs - 1) / BucketSplit.MinuteMs, toMs / BucketSplit.MinuteMs);
        return first < last ? (first, last) : (fromMs / BucketSplit.MinuteMs, (toMs + BucketSplit.MinuteMs - 1) / BucketSplit.MinuteMs);
    }

    private static DateTimeOffset TimeOf(long minute) => DateTimeOffset.FromUnixTimeMilliseconds(minute * BucketSplit.MinuteMs);
}
