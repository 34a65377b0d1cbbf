using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Telemetry;
using MeshLab.Core.Storage;
using MeshLab.Core.Storage.Processes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Runs.Queue;

/// <summary>
/// Decides which runs may start: those in the state Running that no living process carries out, and queued ones whose
/// clusters are free, oldest first. A younger run never takes a cluster that an older one waits for.
/// </summary>
internal sealed partial class RunDispatcher(
    IDbContextFactory<MeshLabDbContext> databases,
    ClusterLeases leases,
    ActiveRuns active,
    JobServiceState state,
    RunJournal journal,
    ProcessLeases processes,
    VerifiedTasks verifiedTasks,
    RunMetrics metrics,
    ILogger<RunDispatcher> logger)
{
    private bool _recovered;

    /// <summary>The runs to carry out now.</summary>
    public async Task<IReadOnlyList<long>> DispatchAsync(CancellationToken cancellationToken)
    {
        if (!_recovered)
        {
            await leases.DropStaleAsync(cancellationToken);
            await verifiedTasks.HandOverAsync(cancellationToken);
            _recovered = true;
        }

        var living = await processes.LivingAsync(cancellationToken);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var waiting = await database.Set<RunRow>().AsNoTracking()
            .Where(run => run.Status == RunStatus.Queued || run.Status == RunStatus.Running)
            .OrderBy(run => run.Id).ToListAsync(cancellationToken);
        var start = new List<long>();
        var claimed = new Dictionary<string, RunRow>(StringComparer.Ordinal);
        foreach (var run in waiting)
        {
            if (run.Status == RunStatus.Running)
            {
                // Whoever carries it out claims it: its row names the process then.
                if (!active.Contains(run.Id) && (run.Owner is null || run.Owner == active.Owner || !living.Contains(run.Owner)))
                {
                    if (run.Owner is not null)
                    {
                        LogResuming(logger, run.Id, run.Scenario);
                    }

                    start.Add(run.Id);
                }
            }
            else if (await InTheWayAsync(run, claimed, cancellationToken) is { } other)
            {
                await ShowAsync(run, other, cancellationToken);
            }
            else
            {
                start.Add(run.Id);
            }
        }

        metrics.Queued(waiting.Count(run => run.Status == RunStatus.Queued && !start.Contains(run.Id)));
        state.Set(null);
        return start;
    }

    private async Task<RunRow?> InTheWayAsync(RunRow run, Dictionary<string, RunRow> claimed, CancellationToken cancellationToken)
    {
        var clusters = RunJson.ReadMap(run.Clusters).Values;
        var other = clusters.Select(claimed.GetValueOrDefault).FirstOrDefault(one => one is not null)
            ?? await leases.TakeAsync(run, cancellationToken);
        if (other is not null)
        {
            foreach (var cluster in clusters)
            {
                claimed.TryAdd(cluster, run);
            }
        }

        return other;
    }

    private async Task ShowAsync(RunRow run, RunRow other, CancellationToken cancellationToken)
    {
        var shared = RunJson.ReadMap(run.Clusters).Values.Intersect(RunJson.ReadMap(other.Clusters).Values).Order(StringComparer.Ordinal);
        var text = $"Waits for run {other.Id} ({other.Scenario}, {Word(other.Action)}) on {string.Join(", ", shared)}";
        if (run.WaitsFor != text)
        {
            await journal.SetRunAsync(run.Id, row => row.WaitsFor = row.Status == RunStatus.Queued ? text : null, cancellationToken);
        }
    }

    private static string Word(RunAction action) => action switch
    {
        RunAction.DryRun => "dry run",
        _ => action.ToString().ToLowerInvariant(),
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Resuming run {Run} ({Scenario})")]
    private static partial void LogResuming(ILogger logger, long run, string scenario);
}
