using MeshLab.Core.Measurements.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MeshLab.Core.Measurements.Sampling;

/// <summary>Removes samples and minutes that are older than their retention, once after the start and then every hour.</summary>
internal sealed partial class RetentionService(UsageStore store, IOptions<MeshLabOptions> options, TimeProvider clock, ILogger<RetentionService> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(TimeSpan.FromMinutes(1), clock, stoppingToken);
                await CleanAsync(stoppingToken);
                await Task.Delay(TimeSpan.FromHours(1), clock, stoppingToken);
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
        var removed = await store.RemoveBeforeAsync(now - options.Value.RawSampleRetention, now - options.Value.MinuteRetention, cancellationToken);
        LogRemoved(logger, removed);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Removed {Removed} samples and minutes beyond their retention")]
    private static partial void LogRemoved(ILogger logger, int removed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old samples could not be removed; it is tried again in a minute")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
