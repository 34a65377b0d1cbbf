using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MeshLab.Core.Storage.Processes;

/// <summary>Says every two seconds that this process is alive, where several share a database, and what is to be looked at then.</summary>
internal sealed partial class ProcessHeartbeat(ProcessLeases leases, IEnumerable<IHeartbeatWork> works, TimeProvider clock, ILogger<ProcessHeartbeat> logger) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (leases.Shared)
        {
            await leases.JoinAsync(cancellationToken);
            await base.StartAsync(cancellationToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!leases.Shared)
        {
            return;
        }

        await base.StopAsync(cancellationToken);
        try
        {
            await leases.LeaveAsync(cancellationToken);
        }
        catch (Exception error) when (StorageFailure.Reason(error) is not null)
        {
            // The others find out when the lease runs out.
            LogNotRenewed(logger, error);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(ProcessLeases.RenewEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                limit.CancelAfter(ProcessLeases.RenewEvery * 2);
                await leases.RenewAsync(limit.Token);
                foreach (var work in works)
                {
                    await work.BeatAsync(limit.Token);
                }
            }
#pragma warning disable CA1031 // Whatever it was, the next beat comes in two seconds.
            catch (Exception error)
#pragma warning restore CA1031
            {
                if (!stoppingToken.IsCancellationRequested)
                {
                    LogNotRenewed(logger, error);
                    foreach (var work in works)
                    {
                        await work.FailedAsync(error is OperationCanceledException ? new NpgsqlException("No answer", new TimeoutException("no answer within four seconds")) : error);
                    }
                }
            }

            if (!leases.Alive)
            {
                foreach (var work in works)
                {
                    await work.LostAsync();
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database was not told that this process is alive; tried again in two seconds")]
    private static partial void LogNotRenewed(ILogger logger, Exception error);
}
