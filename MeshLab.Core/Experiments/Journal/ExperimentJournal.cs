using MeshLab.Core.Changes;
using MeshLab.Core.Experiments.Planning;
using MeshLab.Core.Storage;
using MeshLab.Core.Storage.Processes;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Experiments.Journal;

/// <summary>Writes and reads experiments. What it holds is the truth: a restarted MeshLab goes on from it.</summary>
internal sealed class ExperimentJournal(IDbContextFactory<MeshLabDbContext> databases, ProcessLeases processes, ChangeFeed changes)
{
    /// <summary>Stores a new experiment with its plan; its number.</summary>
    public async Task<long> CreateAsync(ExperimentRow row, IReadOnlyList<PlannedStage> plan, CancellationToken cancellationToken)
    {
        var stages = plan.Select((stage, ordinal) => new ExperimentStageRow { Ordinal = ordinal, Repetition = stage.Repetition, Variant = stage.Variant, Attempt = 1 }).ToList();
        var trials = plan
            .SelectMany((stage, ordinal) => stage.Levels.Select(level => (Stage: ordinal, stage.Repetition, stage.Variant, Level: level)))
            .Select((trial, ordinal) => new ExperimentTrialRow { Ordinal = ordinal, Stage = trial.Stage, Repetition = trial.Repetition, Variant = trial.Variant, Level = trial.Level })
            .ToList();
        return await StoreAsync(row, stages, trials, cancellationToken);
    }

    /// <summary>Stores an experiment with what is known of it already; its number.</summary>
    public async Task<long> StoreAsync(ExperimentRow row, IReadOnlyList<ExperimentStageRow> stages, IReadOnlyList<ExperimentTrialRow> trials, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        database.Add(row);
        await database.SaveChangesAsync(cancellationToken);
        foreach (var stage in stages)
        {
            stage.ExperimentId = row.Id;
        }

        foreach (var trial in trials)
        {
            trial.ExperimentId = row.Id;
        }

        database.AddRange(stages);
        database.AddRange(trials);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(new ExperimentChanged(row.Id));
        return row.Id;
    }

    /// <summary>The experiment, or null.</summary>
    public async Task<Experiment?> GetAsync(long id, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var row = await database.Set<ExperimentRow>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        return row is null ? null : ExperimentReader.Of(row, await StagesAsync(database, id, cancellationToken), await TrialsAsync(database, id, cancellationToken));
    }

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<ExperimentHeader>> ListAsync(int take, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await database.Set<ExperimentRow>().AsNoTracking().OrderByDescending(row => row.Id).Take(take).ToListAsync(cancellationToken);
        var ids = rows.Select(row => row.Id).ToList();
        var counts = await database.Set<ExperimentTrialRow>().AsNoTracking().Where(trial => ids.Contains(trial.ExperimentId))
            .GroupBy(trial => trial.ExperimentId)
            .Select(group => new { Id = group.Key, All = group.Count(), Done = group.Count(trial => trial.Status == TrialStatus.Succeeded) })
            .ToDictionaryAsync(group => group.Id, cancellationToken);
        return [.. rows.Select(row => ExperimentReader.HeaderOf(row, counts.GetValueOrDefault(row.Id)?.All ?? 0, counts.GetValueOrDefault(row.Id)?.Done ?? 0))];
    }

    /// <summary>The experiments that runs deployed variants for, by run, each with the number of the deployment.</summary>
    public async Task<IReadOnlyList<(long Run, long Experiment, int Stage)>> OfRunsAsync(IReadOnlyCollection<long> runs, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var stages = await database.Set<ExperimentStageRow>().AsNoTracking()
            .Where(stage => stage.DeployRunId != null && runs.Contains(stage.DeployRunId.Value))
            .Select(stage => new { Run = stage.DeployRunId!.Value, stage.ExperimentId, stage.Ordinal }).ToListAsync(cancellationToken);
        return [.. stages.Select(stage => (stage.Run, stage.ExperimentId, stage.Ordinal))];
    }

    /// <summary>The experiment to carry out now: the one that was begun, else the oldest in the queue.</summary>
    public async Task<long?> NextAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var open = await database.Set<ExperimentRow>().AsNoTracking()
            .Where(row => row.Status == ExperimentStatus.Running || row.Status == ExperimentStatus.Queued)
            .Select(row => new { row.Id, row.Status }).ToListAsync(cancellationToken);
        return open.OrderByDescending(row => row.Status == ExperimentStatus.Running).ThenBy(row => row.Id).FirstOrDefault()?.Id;
    }

    /// <summary>Experiments under way or in the queue.</summary>
    public async Task<IReadOnlyList<ExperimentRow>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Set<ExperimentRow>().AsNoTracking()
            .Where(row => row.Status == ExperimentStatus.Running || row.Status == ExperimentStatus.Queued).ToListAsync(cancellationToken);
    }

    /// <summary>Changes an experiment's row. False when there is none, or <paramref name="change"/> declines.</summary>
    public Task<bool> ChangeAsync(long id, Func<ExperimentRow, bool> change, CancellationToken cancellationToken) => ChangeAsync(id, change, asRunner: false, cancellationToken);

    /// <summary>The same for the process that carries the experiment out.</summary>
    /// <exception cref="LeaseLostException">Another process carries experiments out.</exception>
    public Task<bool> ChangeAsRunnerAsync(long id, Func<ExperimentRow, bool> change, CancellationToken cancellationToken) => ChangeAsync(id, change, asRunner: true, cancellationToken);

    private async Task<bool> ChangeAsync(long id, Func<ExperimentRow, bool> change, bool asRunner, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.BeginWritingAsync(WriterLock.Experiments, cancellationToken);
        if (asRunner)
        {
            await processes.HoldRoleAsync(database, ProcessRoles.Experiments, cancellationToken);
        }

        var row = await database.Set<ExperimentRow>().SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (row is null || !change(row))
        {
            return false;
        }

        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(new ExperimentChanged(id));
        return true;
    }

    /// <summary>The experiment's row.</summary>
    public async Task<ExperimentRow> RowAsync(long id, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Set<ExperimentRow>().AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken);
    }

    /// <summary>The deployments in order.</summary>
    public async Task<IReadOnlyList<ExperimentStageRow>> StagesAsync(long id, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await StagesAsync(database, id, cancellationToken);
    }

    /// <summary>The measurements in order.</summary>
    public async Task<IReadOnlyList<ExperimentTrialRow>> TrialsAsync(long id, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await TrialsAsync(database, id, cancellationToken);
    }

    /// <summary>Stores a deployment as it is now.</summary>
    public Task SaveAsync(ExperimentStageRow stage, CancellationToken cancellationToken) => UpdateAsync(stage, stage.ExperimentId, cancellationToken);

    /// <summary>Stores a measurement as it is now.</summary>
    public Task SaveAsync(ExperimentTrialRow trial, CancellationToken cancellationToken) => UpdateAsync(trial, trial.ExperimentId, cancellationToken);

    private async Task UpdateAsync(object row, long experiment, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.BeginWritingAsync(WriterLock.Experiments, cancellationToken);

        // Of one that is under way, only the process writes that carries it out.
        if (processes.Shared && await database.Set<ExperimentRow>().AnyAsync(one => one.Id == experiment && one.Status == ExperimentStatus.Running, cancellationToken))
        {
            await processes.HoldRoleAsync(database, ProcessRoles.Experiments, cancellationToken);
        }

        database.Update(row);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(new ExperimentChanged(experiment));
    }

    private static Task<List<ExperimentStageRow>> StagesAsync(MeshLabDbContext database, long id, CancellationToken cancellationToken) =>
        database.Set<ExperimentStageRow>().AsNoTracking().Where(row => row.ExperimentId == id).OrderBy(row => row.Ordinal).ToListAsync(cancellationToken);

    private static Task<List<ExperimentTrialRow>> TrialsAsync(MeshLabDbContext database, long id, CancellationToken cancellationToken) =>
        database.Set<ExperimentTrialRow>().AsNoTracking().Where(row => row.ExperimentId == id).OrderBy(row => row.Ordinal).ToListAsync(cancellationToken);
}
