using MeshLab.Core.Measurements.Classification;
using MeshLab.Core.Measurements.Counters;
using MeshLab.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Measurements.Store;

/// <summary>
/// Writes samples: a round in one transaction, with prepared statements, because an object mapper would cost more than the
/// samples. A sample that is stored already is passed over, so that writing a round twice changes nothing; late samples find
/// their minute, because minutes are sums.
/// </summary>
internal sealed class UsageStore(IDbContextFactory<MeshLabDbContext> databases) : IDisposable
{
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
            await using var transaction = connection.BeginTransaction(deferred: false);
            using (var raw = new SampleWriter(connection, transaction))
            using (var minutes = new MinuteWriter(connection, transaction))
            {
                foreach (var sample in round.Samples)
                {
                    var class_ = round.Classes.GetValueOrDefault(sample.Subject) ?? ContainerClass.Outside(WorkloadClass.Other);
                    var id = _series.IdOf(connection, transaction, round, sample, class_);
                    if (raw.Insert(id, sample))
                    {
                        minutes.Add(id, sample);
                    }
                }
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

    /// <summary>Removes raw samples that end before the one instant, minutes before the other, and series with neither.</summary>
    /// <returns>The number of raw samples and minutes removed.</returns>
    public async Task<int> RemoveBeforeAsync(DateTimeOffset rawBefore, DateTimeOffset minutesBefore, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var removed = 0;
        foreach (var id in await database.Set<UsageSeriesRow>().Select(row => row.Id).ToListAsync(cancellationToken))
        {
            // Series by series: short transactions that use the primary key and let the samplers in between.
            removed += await database.Set<UsageSampleRow>()
                .Where(row => row.SeriesId == id && row.EndMs < rawBefore.ToUnixTimeMilliseconds()).ExecuteDeleteAsync(cancellationToken);
            var minute = (int)(minutesBefore.ToUnixTimeMilliseconds() / BucketSplit.MinuteMs);
            removed += await database.Set<UsageMinuteRow>()
                .Where(row => row.SeriesId == id && row.Minute < minute).ExecuteDeleteAsync(cancellationToken);
        }

        await _writing.WaitAsync(cancellationToken);
        try
        {
            await database.Set<UsageSeriesRow>()
                .Where(series => !database.Set<UsageSampleRow>().Any(row => row.SeriesId == series.Id)
                    && !database.Set<UsageMinuteRow>().Any(row => row.SeriesId == series.Id))
                .ExecuteDeleteAsync(cancellationToken);
            _series.Forget();
        }
        finally
        {
            _writing.Release();
        }

        return removed;
    }

    /// <summary>The context's own connection, so that its pragmas hold here too.</summary>
    public static async Task<SqliteConnection> OpenAsync(MeshLabDbContext database, CancellationToken cancellationToken)
    {
        await database.Database.OpenConnectionAsync(cancellationToken);
        return (SqliteConnection)database.Database.GetDbConnection();
    }

    public void Dispose() => _writing.Dispose();
}
