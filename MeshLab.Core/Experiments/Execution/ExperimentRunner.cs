using MeshLab.Core.Changes;
using MeshLab.Core.Experiments.Journal;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Storage;
using MeshLab.Core.Storage.Processes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Experiments.Execution;

/// <summary>Carries out experiments one after the other: what the journal says is running first, then the oldest in the queue.</summary>
internal sealed partial class ExperimentRunner(ExperimentJournal journal, ExperimentExecutor executor, ProcessLeases processes, ChangeFeed changes, TimeProvider clock, ILogger<ExperimentRunner> logger) : BackgroundService, IHeartbeatWork
{
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _changed = new(0);
    private readonly Lock _gate = new();
    private (long Id, RunStop Stop)? _current;

    /// <summary>Asks the experiment under way to stop; false when it is another or none.</summary>
    public async Task<bool> CancelAsync(long id)
    {
        RunStop stop;
        lock (_gate)
        {
            if (_current is not { } current || current.Id != id)
            {
                return false;
            }

            stop = current.Stop;
        }

        await stop.CancelAsync();
        return true;
    }

    /// <inheritdoc/>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        if (Current() is not { } current)
        {
            return;
        }

        if (!await processes.TakeRoleAsync(ProcessRoles.Experiments, cancellationToken))
        {
            await current.Stop.LoseAsync();
        }
        else if ((await journal.RowAsync(current.Id, cancellationToken)).CancelRequested)
        {
            await current.Stop.CancelAsync();
        }
    }

    /// <inheritdoc/>
    public async Task LostAsync()
    {
        if (Current() is { } current)
        {
            await current.Stop.LoseAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = changes.Subscribe<ExperimentChanged>(_ => _changed.Release());
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (await NextAsync(stoppingToken) is { } id && await TryAsync(id, stoppingToken))
                {
                    continue;
                }

                using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(_changed.WaitAsync(over.Token), Task.Delay(_look, clock, over.Token));
                await over.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was under way goes on at the next start.
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    private (long Id, RunStop Stop)? Current()
    {
        lock (_gate)
        {
            return _current;
        }
    }

    private async Task<long?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await processes.TakeRoleAsync(ProcessRoles.Experiments, cancellationToken) ? await journal.NextAsync(cancellationToken) : null;
        }
#pragma warning disable CA1031 // A database that does not answer for a moment is asked again.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogNotRead(logger, error);
            return null;
        }
    }

    /// <summary>Carries it out as far as that is possible now; false when the database could not be read for it.</summary>
    private async Task<bool> TryAsync(long id, CancellationToken stoppingToken)
    {
        try
        {
            await RunAsync(id, stoppingToken);
            return true;
        }
        catch (Exception error) when (StorageFailure.Reason(error) is not null)
        {
            LogNotRead(logger, error);
            return false;
        }
    }

    private async Task RunAsync(long id, CancellationToken stoppingToken)
    {
        using var stop = new RunStop();
        await using var shutdown = stoppingToken.Register(() => _ = stop.ShutDownAsync());
        lock (_gate)
        {
            _current = (id, stop);
        }

        try
        {
            // Asked for while nobody carried it out: between two processes, or in the moment before it was entered here.
            if ((await journal.RowAsync(id, stoppingToken)).CancelRequested)
            {
                await stop.CancelAsync();
            }

            await executor.RunAsync(id, stop);
        }
        finally
        {
            lock (_gate)
            {
                _current = null;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The experiments could not be read; it is tried again")]
    private static partial void LogNotRead(ILogger logger, Exception error);
}
