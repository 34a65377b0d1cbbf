using MeshLab.Core.Scenarios.Templates;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Runs.Journal;

/// <summary>Keeps the outputs of steps; secret ones are encrypted.</summary>
internal sealed class OutputJournal(IDbContextFactory<MeshLabDbContext> databases, RunFence fence, SecretProtector secrets)
{
    public async Task SetAsync(long runId, string stepId, IReadOnlyDictionary<string, TemplateValue> outputs, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await fence.BeginAsOwnerAsync(database, runId, cancellationToken);
        await database.Set<OutputRow>().Where(row => row.RunId == runId && row.StepId == stepId).ExecuteDeleteAsync(cancellationToken);
        database.AddRange(outputs.Select(output => new OutputRow
        {
            RunId = runId,
            StepId = stepId,
            Name = output.Key,
            Secret = output.Value.IsSecret,
            Value = output.Value.IsSecret ? secrets.Protect(output.Value.Text) : output.Value.Text,
        }));
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Outputs by step and name.</summary>
    public async Task<IReadOnlyDictionary<string, Dictionary<string, TemplateValue>>> OfRunAsync(long runId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await database.Set<OutputRow>().AsNoTracking().Where(row => row.RunId == runId).ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.StepId).ToDictionary(group => group.Key, group => group.ToDictionary(row => row.Name, ToValue));
    }

    /// <summary>
    /// The outputs that the step gave in the newest earlier deploy of the scenario on the same clusters that was not torn down; empty
    /// when there is none. Key material is taken from there, so that a second deploy changes nothing.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, TemplateValue>> OfEarlierRunAsync(long runId, string stepId, CancellationToken cancellationToken) =>
        await EarlierDeployAsync(runId, stepId, cancellationToken) is { } earlier ? (await OfRunAsync(earlier, cancellationToken))[stepId] : new Dictionary<string, TemplateValue>();

    /// <summary>The outputs of the newest earlier deploy of the scenario on the same clusters that was not torn down, by step and name: what a verify run's checks are written in.</summary>
    public async Task<IReadOnlyDictionary<string, Dictionary<string, TemplateValue>>> OfEarlierDeployAsync(long runId, CancellationToken cancellationToken) =>
        await EarlierDeployAsync(runId, null, cancellationToken) is { } earlier ? await OfRunAsync(earlier, cancellationToken) : new Dictionary<string, Dictionary<string, TemplateValue>>();

    /// <summary>The newest earlier deploy of the same scenario on the same clusters that still stands and has outputs, of that step where one is named.</summary>
    private async Task<long?> EarlierDeployAsync(long runId, string? stepId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var run = await database.Set<RunRow>().AsNoTracking().SingleAsync(one => one.Id == runId, cancellationToken);
        return await database.Set<RunRow>().AsNoTracking()
            .Where(one => one.Id < runId && one.Scenario == run.Scenario && one.Action == RunAction.Deploy && one.TornDownBy == null && one.Clusters == run.Clusters
                && database.Set<OutputRow>().Any(output => output.RunId == one.Id && (stepId == null || output.StepId == stepId)))
            .OrderByDescending(one => one.Id).Select(one => (long?)one.Id).FirstOrDefaultAsync(cancellationToken);
    }

    private TemplateValue ToValue(OutputRow row) => row.Secret ? TemplateValue.Secret(secrets.Unprotect(row.Value)) : TemplateValue.Plain(row.Value);
}
