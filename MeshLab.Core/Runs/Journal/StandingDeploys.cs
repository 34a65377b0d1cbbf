using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Runs.Journal;

/// <summary>Finds what a scenario was deployed with, so that its verification and its teardown need not be told again.</summary>
internal sealed class StandingDeploys(IDbContextFactory<MeshLabDbContext> databases, SecretProtector secrets)
{
    /// <summary>The newest deploy on exactly these clusters that was not torn down, whatever became of it; null when there is none.</summary>
    public async Task<StandingDeploy?> FindAsync(string scenario, IReadOnlyDictionary<string, string> clusters, CancellationToken cancellationToken)
    {
        if (await RowAsync(scenario, clusters, cancellationToken) is not { } row)
        {
            return null;
        }

        var names = RunJson.ReadList(row.SecretParameters);
        var parameters = RunJson.ReadMap(row.Parameters);
        return new(row.Id, parameters.Where(one => !names.Contains(one.Key)).ToDictionary(), [.. names.Where(parameters.ContainsKey)]);
    }

    /// <summary>The request with the deploy's values for those parameters of the scenario that it does not name itself.</summary>
    public async Task<RunRequest> CompleteAsync(RunRequest request, IEnumerable<string> known, CancellationToken cancellationToken)
    {
        if (request.Action is not (RunAction.Verify or RunAction.Teardown) || await RowAsync(request.Scenario, request.Clusters, cancellationToken) is not { } row)
        {
            return request;
        }

        var names = RunJson.ReadList(row.SecretParameters);
        var parameters = RunJson.ReadMap(row.Parameters)
            .Where(one => known.Contains(one.Key))
            .ToDictionary(one => one.Key, one => names.Contains(one.Key) ? secrets.Unprotect(one.Value) : one.Value);
        foreach (var (name, value) in request.Parameters)
        {
            parameters[name] = value;
        }

        return request with { Parameters = parameters };
    }

    private async Task<RunRow?> RowAsync(string scenario, IReadOnlyDictionary<string, string> clusters, CancellationToken cancellationToken)
    {
        var bound = RunJson.Write(clusters);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Set<RunRow>().AsNoTracking()
            .Where(run => run.Scenario == scenario && run.Action == RunAction.Deploy && run.TornDownBy == null && run.Clusters == bound)
            .OrderByDescending(run => run.Id).FirstOrDefaultAsync(cancellationToken);
    }
}
