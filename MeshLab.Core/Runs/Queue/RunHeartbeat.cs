using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Storage;
using MeshLab.Core.Storage.Processes;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Runs.Queue;

/// <summary>Where several processes share the database: hears of cancels that another was asked for, stops runs that another has taken over, and notices when the database is away though nothing is to be written.</summary>
internal sealed class RunHeartbeat(IDbContextFactory<MeshLabDbContext> databases, ActiveRuns active, JournalState state) : IHeartbeatWork
{
    private bool _failed;

    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        if (_failed)
        {
            _failed = false;
            state.Work();
        }

        var ids = active.Ids;
        if (ids.Count == 0)
        {
            return;
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var runs = await database.Set<RunRow>().AsNoTracking().Where(run => ids.Contains(run.Id))
            .Select(run => new { run.Id, run.Owner, run.CancelRequested }).ToListAsync(cancellationToken);
        foreach (var run in runs)
        {
            if (run.Owner is not null && run.Owner != active.Owner)
            {
                await active.LoseAsync(run.Id);
            }
            else if (run.CancelRequested)
            {
                await active.CancelAsync(run.Id);
            }
        }
    }

    public Task FailedAsync(Exception error)
    {
        _failed |= state.Fail(error) is not null;
        return Task.CompletedTask;
    }

    public async Task LostAsync()
    {
        foreach (var id in active.Ids)
        {
            await active.LoseAsync(id);
        }
    }
}
