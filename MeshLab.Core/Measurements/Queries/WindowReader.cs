using System.Data.Common;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Store;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Measurements.Queries;

/// <summary>
/// Reads what was used over a short window out of the raw samples. Kubelets read counters every 10 to 20 seconds, so the samples
/// at the window's edges hold time outside it, when there was another load. Figures are therefore means over the samples that lie
/// wholly inside, times the share of the window in which the container ran; only where there are none do those at the edges serve.
/// </summary>
internal sealed class WindowReader(IDbContextFactory<MeshLabDbContext> databases)
{
    /// <summary>Series that are at most this far behind their source's newest are believed to be alive.</summary>
    private const long LiveMs = 60_000;

    /// <summary>The source that is taken when several know the cluster: it needs nothing installed and has counters with their own times.</summary>
    private const string Preferred = KubeletSummarySource.Name;

    /// <summary>Reads the window from one source: the one named, or else the kubelets', or else the first by name, with counters before windows.</summary>
    public async Task<WindowUsage> ReadAsync(string cluster, DateTimeOffset from, DateTimeOffset to, string? source, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var since = from.AddMilliseconds(-SeriesDictionary.LagMs);
        var rows = await database.Set<UsageSeriesRow>().AsNoTracking()
            .Where(row => row.Cluster == cluster && row.LastAt >= since && row.FirstAt < to && (source == null || row.Source == source))
            .ToListAsync(cancellationToken);
        var group = rows.GroupBy(row => (row.Source, row.Origin)).OrderByDescending(one => one.Key.Source == Preferred).ThenBy(one => one.Key.Source == MetricsApiSource.Name).ThenBy(one => one.Key.Source, StringComparer.Ordinal).FirstOrDefault();
        if (group is null)
        {
            return WindowUsage.None;
        }

        var connection = await UsageStore.OpenAsync(database, cancellationToken);
        var (fromMs, toMs) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        var series = Read(connection, [.. group], fromMs, toMs);
        if (series.Count == 0)
        {
            return WindowUsage.None;
        }

        var newest = series.Max(one => one.LastMs);
        var complete = series.Where(one => one.LastMs > newest - LiveMs).All(one => one.LastMs >= toMs);
        var containers = series.Where(one => one.Row.Scope == UsageScope.Container).Select(one => one.Container(fromMs, toMs, newest)).ToList();
        var nodes = series.Where(one => one.Row.Scope == UsageScope.Node).Select(one => one.Node(fromMs, toMs, newest)).ToList();
        return new(group.Key.Source, group.Key.Origin, containers, nodes, complete);
    }

    private static List<WindowSeries> Read(DbConnection connection, IReadOnlyList<UsageSeriesRow> rows, long fromMs, long toMs)
    {
        using var newest = UsageSql.Command(connection, "SELECT MAX(EndMs) FROM UsageSamples WHERE SeriesId = @id", ("id", 0));
        using var command = UsageSql.Command(
            connection,
            "SELECT EndMs, LengthMs, CpuCores, MemoryBytes FROM UsageSamples WHERE SeriesId = @id AND EndMs > @from AND EndMs < @to ORDER BY EndMs",
            ("id", 0), ("from", fromMs), ("to", toMs + UsageReader.LongestSampleMs));
        var (id, newestId) = (command.Parameters[0], newest.Parameters[0]);
        var all = new List<WindowSeries>(rows.Count);
        foreach (var row in rows)
        {
            id.Value = newestId.Value = row.Id;
            if (newest.ExecuteScalar() is not long last)
            {
                continue;
            }

            var series = new WindowSeries(row, last);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var end = reader.GetInt64(0);
                series.Add(end - reader.GetInt64(1), end, reader.IsDBNull(2) ? null : reader.GetDouble(2), reader.IsDBNull(3) ? null : reader.GetInt64(3), fromMs, toMs);
            }

            if (series.Any)
            {
                all.Add(series);
            }
        }

        return all;
    }

    /// <summary>One series' samples in the window.</summary>
    private sealed class WindowSeries(UsageSeriesRow row, long lastMs)
    {
        private Sums _inside;
        private Sums _touching;
        private long _firstMs = long.MaxValue;

        public UsageSeriesRow Row => row;

        public long LastMs => lastMs;

        public bool Any => _touching.Ms > 0;

        public void Add(long start, long end, double? cores, double? bytes, long fromMs, long toMs)
        {
            var overlap = Math.Min(end, toMs) - Math.Max(start, fromMs);
            if (overlap <= 0)
            {
                return;
            }

            _firstMs = Math.Min(_firstMs, start);
            _touching.Add(overlap, cores, bytes);
            if (start >= fromMs && end <= toMs)
            {
                _inside.Add(end - start, cores, bytes);
            }
        }

        public ContainerWindow Container(long fromMs, long toMs, long newestMs)
        {
            var (cores, bytes, observed, present) = Means(fromMs, toMs, newestMs);
            return new(row.Node, row.Namespace, row.Pod, row.Container, row.Class, row.Mesh, cores, bytes, observed, Until(toMs, newestMs) >= toMs)
            {
                Present = present,
                CpuRequestCores = row.CpuRequestCores,
                MemoryRequestBytes = row.MemoryRequestBytes,
            };
        }

        public NodeWindow Node(long fromMs, long toMs, long newestMs)
        {
            var (cores, bytes, observed, _) = Means(fromMs, toMs, newestMs);
            return new(row.Node, cores, bytes, observed);
        }

        private (double? Cores, double? Bytes, double Observed, double Present) Means(long fromMs, long toMs, long newestMs)
        {
            var alive = Math.Max(1, Until(toMs, newestMs) - Math.Max(fromMs, _firstMs));
            var share = alive / (double)(toMs - fromMs);
            var sums = _inside.Ms > 0 ? _inside : _touching;
            return (sums.Cores * share, sums.Bytes * share, Math.Min(1, _inside.Ms / (double)alive), share);
        }

        /// <summary>Until when it ran in the window. One that is only a little behind the others has simply not been read again yet.</summary>
        private long Until(long toMs, long newestMs) => lastMs > newestMs - LiveMs ? toMs : Math.Min(toMs, lastMs);
    }

    private struct Sums
    {
        private long _cpuMs;
        private long _memoryMs;
        private double _coreMs;
        private double _byteMs;

        public long Ms { get; private set; }

        public readonly double? Cores => _cpuMs > 0 ? _coreMs / _cpuMs : null;

        public readonly double? Bytes => _memoryMs > 0 ? _byteMs / _memoryMs : null;

        public void Add(long ms, double? cores, double? bytes)
        {
            Ms += ms;
            if (cores is { } cpu)
            {
                _cpuMs += ms;
                _coreMs += cpu * ms;
            }

            if (bytes is { } memory)
            {
                _memoryMs += ms;
                _byteMs += memory * ms;
            }
        }
    }
}
