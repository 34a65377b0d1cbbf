using MeshLab.Core.Roadmap;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Runs.Journal;

/// <summary>
/// Hands the tasks that runs proved to the roadmap. They were written with the success that proves them, so a crash before the roadmap
/// heard of them only delays it; the roadmap takes a task twice without harm.
/// </summary>
internal sealed partial class VerifiedTasks(IDbContextFactory<MeshLabDbContext> databases, RoadmapService roadmap, RunLogWriter log, TimeProvider clock, ILogger<VerifiedTasks> logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    public async Task HandOverAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            var waiting = await database.Set<VerifiedTasksRow>().Where(row => row.HandedOverAt == null).OrderBy(row => row.Id).ToListAsync(cancellationToken);
            foreach (var row in waiting)
            {
                var ids = RunJson.ReadList(row.TaskIds);
                var unknown = await roadmap.MarkVerifiedAsync(ids, row.RunId, row.Evidence, row.Simulated, cancellationToken);
                foreach (var id in unknown)
                {
                    log.Write(row.RunId, null, LogStream.MeshLab, $"The roadmap has no task {id}; what was verified is kept with this run only.");
                }

                row.HandedOverAt = clock.GetUtcNow();
                await database.SaveChangesAsync(cancellationToken);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The rows stay and are handed over with the next success or at the next start.
            LogNotHandedOver(logger, error);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    [LoggerMessage(Level = LogLevel.Error, Message = "The roadmap did not take verified tasks; they are handed over later")]
    private static partial void LogNotHandedOver(ILogger logger, Exception error);
}
