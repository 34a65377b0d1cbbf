using MeshLab.Core.Clusters;
using MeshLab.Core.Storage;
using MeshLab.Core.Storage.Processes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Runs.Journal;

/// <summary>Sees to it that one process carries a run out: the one whose name stands in its row, as long as that one is alive.</summary>
internal sealed partial class RunClaims(IDbContextFactory<MeshLabDbContext> databases, ProcessLeases processes, ClusterCatalogue clusters, ILogger<RunClaims> logger)
{
    /// <summary>Makes a running run this process's own.</summary>
    /// <returns>The claim; null when another living process has it, it does not run, or its clusters are known to other processes only.</returns>
    public async Task<RunClaim?> ClaimAsync(long runId, CancellationToken cancellationToken)
    {
        var living = await processes.LivingAsync(cancellationToken);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var run = await database.Set<RunRow>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == runId, cancellationToken);
        if (run is not { Status: RunStatus.Running })
        {
            return null;
        }

        if (run.Owner == processes.Owner)
        {
            return new(run.Owner);
        }

        if (run.Owner is { } owner && living.Contains(owner))
        {
            return null;
        }

        if (living.Count > 1 && !run.CancelRequested && RunJson.ReadMap(run.Clusters).Values.FirstOrDefault(name => clusters.Find(name) is null) is { } unknown)
        {
            LogLeft(logger, runId, unknown);
            return null;
        }

        var before = run.Owner;
        var claimed = await database.Set<RunRow>().Where(one => one.Id == runId && one.Status == RunStatus.Running && one.Owner == before)
            .ExecuteUpdateAsync(one => one.SetProperty(row => row.Owner, processes.Owner), cancellationToken);
        return claimed == 1 ? new(before) : null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run} is left to another process: this one does not know the cluster {Cluster}")]
    private static partial void LogLeft(ILogger logger, long run, string cluster);
}

/// <summary>A run that is this process's to carry out.</summary>
/// <param name="Before">The process that carried it out until now; null when it has not begun.</param>
internal sealed record RunClaim(string? Before);
