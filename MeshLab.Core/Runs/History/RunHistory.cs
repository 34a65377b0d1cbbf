using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Runs;

/// <summary>Knows how long runs took.</summary>
public sealed class RunHistory
{
    private const int MostRuns = 20;

    private readonly IDbContextFactory<MeshLabDbContext> _databases;

    internal RunHistory(IDbContextFactory<MeshLabDbContext> databases) => _databases = databases;

    /// <summary>
    /// How long the same scenario and action usually took before this run: its newest twenty earlier runs that succeeded and none of whose steps was
    /// tried twice. Runs on simulated clusters are compared with such runs only, because a simulation's clock says nothing about a real cluster.
    /// </summary>
    public async Task<UsualTimes> GetUsualAsync(Run run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        await using var database = await _databases.CreateDbContextAsync(cancellationToken);
        var steps = database.Set<RunStepRow>();
        var runs = await database.Set<RunRow>().AsNoTracking()
            .Where(one => one.Scenario == run.Scenario && one.Action == run.Action && one.Simulated == run.Simulated && one.Id < run.Id)
            .Where(one => one.Status == RunStatus.Succeeded && one.StartedAt != null && one.FinishedAt != null && !steps.Any(step => step.RunId == one.Id && step.Attempts > 1))
            .OrderByDescending(one => one.Id).Take(MostRuns)
            .Select(one => new { one.Id, Started = one.StartedAt!.Value, Finished = one.FinishedAt!.Value })
            .ToListAsync(cancellationToken);
        var ids = runs.ConvertAll(one => one.Id);
        var times = (await steps.AsNoTracking()
            .Where(step => ids.Contains(step.RunId) && step.Status == StepStatus.Succeeded && step.StartedAt != null && step.FinishedAt != null)
            .Select(step => new { step.RunId, step.StepId, Started = step.StartedAt!.Value, Finished = step.FinishedAt!.Value })
            .ToListAsync(cancellationToken)).ToLookup(step => step.RunId);
        return new([
            .. runs.Select(one => new PastRun(
                one.Finished - one.Started,
                times[one.Id].ToDictionary(step => step.StepId, step => (step.Started - one.Started, step.Finished - one.Started), StringComparer.Ordinal)))
        ]);
    }
}
