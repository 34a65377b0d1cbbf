using System.Data.Common;
using MeshLab.Core.Measurements.Classification;
using MeshLab.Core.Measurements.Counters;
using MeshLab.Core.Storage;
using MeshLab.Core.Storage.Processes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MeshLab.Core.Measurements.Store;

/// <summary>
/// Writes samples: a round in one transaction, with prepared statements, because an object mapper would cost more than the
/// samples. A sample that is stored already is passed over, so that writing a round twice changes nothing; late samples find
/// their minute, because minutes are sums (<see cref="MinuteSums"/>).
/// </summary>
internal sealed class UsageStore(IDbContextFactory<MeshLabDbContext> databases, ProcessLeases processes) : IDisposable
{
    /// <summary>Less than this is not worth writing the file anew.</summary>
    internal const long LeastFreeBytes = 64 << 20;

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SeriesDictionary _series = new();

    /// <summary>Stores a round.</summary>
    public async Task AppendAsync(UsageRound round, CancellationToken cancellationToken)
    {
        if (round.Samples.Count == 0)
        {
            return;
        }

        await _writing.WaitAsync(cancellationToken);
        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            var connection = await OpenAsync(database, cancellationToken);
            await using var transaction = await UsageSql.BeginWritingAsync(connection, cancellationToken);
            if (connection is NpgsqlConnection postgres)
            {
                await processes.HoldRoleAsync(database, ProcessRoles.Sampling, cancellationToken);
                WriteAtOnce(postgres, round);
            }
            else
            {
                Write(connection, round);
            }

            await transaction.CommitAsync(cancellationToken);
        }
        catch
        {
            // Ids taken in a transaction that was rolled back may be given to others.
            _series.Forget();
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    private void Write(DbConnection connection, UsageRound round)
    {
        using var raw = new SampleWriter(connection);
        using var minutes = MinuteWriter.On(connection);
        using var series = new SeriesWriter(connection, _series, round);
        var outside = ContainerClass.Outside(WorkloadClass.Other);
        var until = MinuteSums.Until(connection);
        var newest = 0L;
        foreach (var sample in round.Samples)
        {
            var (fromMs, toMs) = (sample.From.ToUnixTimeMilliseconds(), sample.To.ToUnixTimeMilliseconds());
            var id = series.IdOf(sample.Subject, round.Classes.GetValueOrDefault(sample.Subject) ?? outside, fromMs, toMs);
            newest = Math.Max(newest, toMs);
            if (raw.Insert(id, fromMs, toMs, sample) && fromMs < until * BucketSplit.MinuteMs)
            {
                MinuteSums.AddLate(minutes, id, fromMs, toMs, sample.CpuCores, sample.MemoryBytes, until);
            }
        }

        // A minute's grace: counters of one round are up to twenty seconds apart.
        MinuteSums.Advance(connection, minutes, until, (newest / BucketSplit.MinuteMs) - 1);
    }

    /// <summary>The same with few statements, because each is a journey to the server.</summary>
    private void WriteAtOnce(NpgsqlConnection connection, UsageRound round)
    {
        using var minutes = MinuteWriter.On(connection);
        using var series = new SeriesWriter(connection, _series, round);
        var outside = ContainerClass.Outside(WorkloadClass.Other);
        var until = MinuteSums.Until(connection);
        var rows = new List<(int SeriesId, long FromMs, long ToMs, UsageSample Sample)>(round.Samples.Count);
        foreach (var sample in round.Samples)
        {
            var (fromMs, toMs) = (sample.From.ToUnixTimeMilliseconds(), sample.To.ToUnixTimeMilliseconds());
            rows.Add((series.IdOf(sample.Subject, round.Classes.GetValueOrDefault(sample.Subject) ?? outside, fromMs, toMs), fromMs, toMs, sample));
        }

        var inserted = PostgresSampleWriter.Insert(connection, rows);
        foreach (var (id, fromMs, toMs, sample) in rows.Where(row => row.FromMs < until * BucketSplit.MinuteMs && inserted.Remove((row.SeriesId, row.ToMs))))
        {
            MinuteSums.AddLate(minutes, id, fromMs, toMs, sample.CpuCores, sample.MemoryBytes, until);
        }

        MinuteSums.Advance(connection, minutes, until, (rows.Max(row => row.ToMs) / BucketSplit.MinuteMs) - 1);
    }

    /// <summary>Removes raw samples that end before the one instant, minutes and rollups before the others, and series that have none of them left.</summary>
    /// <returns>The number of rows removed.</returns>
    public async Task<int> RemoveBeforeAsync(
        DateTimeOffset rawBefore, DateTimeOffset minutesBefore, DateTimeOffset tenMinutesBefore, DateTimeOffset hoursBefore, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await MinuteSums.SettleAsync(await OpenAsync(database, cancellationToken), long.MaxValue, cancellationToken);
        var removed = 0;
        foreach (var id in await database.Set<UsageSeriesRow>().Select(row => row.Id).ToListAsync(cancellationToken))
        {
            // Series by series: short transactions that use the primary key and let the samplers in between.
            removed += await database.Set<UsageSampleRow>()
                .Where(row => row.SeriesId == id && row.EndMs < rawBefore.ToUnixTimeMilliseconds()).ExecuteDeleteAsync(cancellationToken);
            var minute = (int)(minutesBefore.ToUnixTimeMilliseconds() / BucketSplit.MinuteMs);
            removed += await database.Set<UsageMinuteRow>()
                .Where(row => row.SeriesId == id && row.Minute < minute).ExecuteDeleteAsync(cancellationToken);
            foreach (var (width, before) in new[] { (10, tenMinutesBefore), (60, hoursBefore) })
            {
                var bucket = (int)(before.ToUnixTimeMilliseconds() / BucketSplit.MinuteMs / width);
                removed += await database.Set<UsageRollupRow>()
                    .Where(row => row.WidthMinutes == width && row.SeriesId == id && row.Bucket < bucket).ExecuteDeleteAsync(cancellationToken);
            }
        }

        foreach (var id in await database.Set<UsageGroupRow>().Select(row => row.Id).ToListAsync(cancellationToken))
        {
            foreach (var (width, before) in new[] { (10, tenMinutesBefore), (60, hoursBefore) })
            {
                var bucket = (int)(before.ToUnixTimeMilliseconds() / BucketSplit.MinuteMs / width);
                removed += await database.Set<UsageGroupRollupRow>()
                    .Where(row => row.GroupId == id && row.WidthMinutes == width && row.Bucket < bucket).ExecuteDeleteAsync(cancellationToken);
            }
        }

        await _writing.WaitAsync(cancellationToken);
        try
        {
            await database.Set<UsageSeriesRow>()
                .Where(series => !database.Set<UsageSampleRow>().Any(row => row.SeriesId == series.Id)
                    && !database.Set<UsageMinuteRow>().Any(row => row.SeriesId == series.Id)
                    && !database.Set<UsageRollupRow>().Any(row => (row.WidthMinutes == 10 || row.WidthMinutes == 60) && row.SeriesId == series.Id))
                .ExecuteDeleteAsync(cancellationToken);
            await database.Set<UsageGroupRow>()
                .Where(group => !database.Set<UsageGroupRollupRow>().Any(row => row.GroupId == group.Id) && !database.Set<UsageSeriesRow>().Any(row => row.GroupId == group.Id))
                .ExecuteDeleteAsync(cancellationToken);
            _series.Forget();
        }
        finally
        {
            _writing.Release();
        }

        return removed;
    }

    /// <summary>
    /// Gives free pages back to the file system when they are more than half of a file of some size. Otherwise they are
    /// left: new samples take them, and writing the file anew holds up every writer.
    /// </summary>
    /// <returns>Whether the file was written anew.</returns>
    public async Task<bool> VacuumAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var connection = await OpenAsync(database, cancellationToken);
        if (connection is NpgsqlConnection)
        {
            // PostgreSQL does that by itself.
            return false;
        }

        var (free, all, size) = (Pragma(connection, "freelist_count"), Pragma(connection, "page_count"), Pragma(connection, "page_size"));
        if (free * size < LeastFreeBytes || free * 2 < all)
        {
            return false;
        }

        await _writing.WaitAsync(cancellationToken);
        try
        {
            await database.Database.ExecuteSqlRawAsync("VACUUM", cancellationToken);
            return true;
        }
        finally
        {
            _writing.Release();
        }
    }

    private static long Pragma(DbConnection connection, string name)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names are those written above.
        command.CommandText = $"PRAGMA {name}";
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>The context's own connection, so that its pragmas hold here too.</summary>
    public static async Task<DbConnection> OpenAsync(MeshLabDbContext database, CancellationToken cancellationToken)
    {
        await database.Database.OpenConnectionAsync(cancellationToken);
        return database.Database.GetDbConnection();
    }

    public void Dispose() => _writing.Dispose();
}
