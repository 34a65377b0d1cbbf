using MeshLab.Core.Measurements.Store;
using MeshLab.Core.Storage.Processes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MeshLab.Core.Measurements.Sampling;

/// <summary>Sums minutes up to rollups every ten minutes, and once after the start and then every hour removes what is older than its retention.</summary>
internal sealed partial class RetentionService(UsageStore store, Rollups rollups, ProcessLeases processes, IOptions<MeshLabOptions> options, TimeProvider clock, ILogger<RetentionService> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var cleanAt = DateTimeOffset.MinValue;
        var pause = TimeSpan.FromMinutes(1);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(pause, clock, stoppingToken);
                pause = TimeSpan.FromMinutes(1);
                if (!await processes.TakeRoleAsync(ProcessRoles.Sampling, stoppingToken))
                {
                    continue;
                }

                await rollups.CatchUpAsync(clock.GetUtcNow(), stoppingToken);
                if (clock.GetUtcNow() >= cleanAt)
                {
                    await CleanAsync(stoppingToken);
                    cleanAt = clock.GetUtcNow() + TimeSpan.FromHours(1);
                }

                pause = TimeSpan.FromMinutes(10);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A round of cleaning that fails is tried again; sampling goes on.
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogFailed(logger, error);
            }
        }
    }

    /// <summary>Removes what is too old now.</summary>
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var removed = await store.RemoveBeforeAsync(now - options.Value.RawSampleRetention, now - options.Value.MinuteRetention, now - options.Value.TenMinuteRetention, now - options.Value.HourRetention, cancellationToken);
        LogRemoved(logger, removed);
        if (await store.VacuumAsync(cancellationToken))
        {
            LogVacuumed(logger);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Removed {Removed} samples, minutes and rollups beyond their retention")]
    private static partial void LogRemoved(ILogger logger, int removed);

    [LoggerMessage(Level = LogLevel.Information, Message = "Wrote the database anew, because more than half of it was free")]
    private static partial void LogVacuumed(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old samples could not be removed; it is tried again in a minute")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
