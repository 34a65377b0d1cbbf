using MeshLab.Core.Audit;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Health;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Queue;
using MeshLab.Core.Runs.Readiness;
using MeshLab.Core.Runs.Steps;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Runs;

/// <summary>Queues, reads, cancels and retries runs. The journal in the database is the truth; this service only writes to it and wakes the executor.</summary>
public sealed class RunService
{
    private const int LargestPage = 10_000;

    private readonly IDbContextFactory<MeshLabDbContext> _databases;
    private readonly ScenarioCatalogue _scenarios;
    private readonly ClusterCatalogue _clusters;
    private readonly Preflight _preflight;
    private readonly RunJournal _journal;
    private readonly JournalState _state;
    private readonly RunReader _reader;
    private readonly InventoryJournal _inventory;
    private readonly StandingDeploys _standing;
    private readonly PlanJournal _plans;
    private readonly InventoryHealthReader _health;
    private readonly SecretProtector _secrets;
    private readonly ActiveRuns _active;
    private readonly RunWaker _waker;
    private readonly TimeProvider _clock;

    internal RunService(
        IDbContextFactory<MeshLabDbContext> databases,
        ScenarioCatalogue scenarios,
        ClusterCatalogue clusters,
        Preflight preflight,
        RunJournal journal,
        JournalState state,
        RunReader reader,
        InventoryJournal inventory,
        StandingDeploys standing,
        PlanJournal plans,
        InventoryHealthReader health,
        SecretProtector secrets,
        ActiveRuns active,
        RunWaker waker,
        TimeProvider clock)
    {
        _databases = databases;
        _scenarios = scenarios;
        _clusters = clusters;
        _preflight = preflight;
        _journal = journal;
        _state = state;
        _reader = reader;
        _inventory = inventory;
        _standing = standing;
        _plans = plans;
        _health = health;
        _secrets = secrets;
        _active = active;
        _waker = waker;
        _clock = clock;
    }

    /// <summary>What keeps runs from being written down, with what to do, e.g. a full disk; null when nothing does. Runs under way wait for it.</summary>
    public string? JournalProblem => _state.Problem;

    /// <summary>Looks at what could be in the way of a run, and changes nothing.</summary>
    public async Task<PreflightReport> CheckAsync(RunRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await _preflight.CheckAsync(await CompleteAsync(request, cancellationToken), cancellationToken);
    }

    /// <summary>The newest deploy of the scenario on exactly these clusters (role to target cluster) that was not torn down; null when there is none.</summary>
    public Task<StandingDeploy?> FindStandingAsync(string scenario, IReadOnlyDictionary<string, string> clusters, CancellationToken cancellationToken) =>
        _standing.FindAsync(scenario, clusters, cancellationToken);

    /// <summary>Queues a run. Parameters that a verify run or a teardown leaves out are those of the deploy that stands on the clusters.</summary>
    /// <exception cref="RunRefusedException">The scenario, a cluster or a parameter is not valid, a tool is missing, or something on the cluster conflicts.</exception>
    public async Task<Run> StartAsync(RunRequest request, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Operator);
        ArgumentNullException.ThrowIfNull(request);
        request = await CompleteAsync(request, cancellationToken);
        var report = await _preflight.CheckAsync(request, cancellationToken);
        if (!report.Ready)
        {
            throw new RunRefusedException(report.Problems);
        }

        var scenario = _scenarios.Find(request.Scenario);
        var secret = scenario?.Parameters.Where(parameter => parameter.Type == ParameterType.Secret).Select(parameter => parameter.Name).ToHashSet() ?? [];
        var parameters = (scenario?.Parameters ?? [])
            .Select(parameter => (parameter.Name, Value: request.Parameters.GetValueOrDefault(parameter.Name) ?? parameter.Default))
            .Where(one => one.Value is not null)
            .ToDictionary(one => one.Name, one => secret.Contains(one.Name) ? _secrets.Protect(one.Value!) : one.Value!);
        var row = new RunRow
        {
            Scenario = request.Scenario,
            Action = request.Action,
            Status = RunStatus.Queued,
            Clusters = RunJson.Write(request.Clusters),
            Parameters = RunJson.Write(parameters),
            SecretParameters = RunJson.Write(secret),
            RequestedBy = request.RequestedBy,
            QueuedAt = _clock.GetUtcNow(),
            Simulated = request.Clusters.Values.Any(name => _clusters.Find(name)?.IsSimulated == true),
        };
        var steps = request.Action == RunAction.Teardown ? [] : DeployRun.Plan(scenario!, request.Action, request.Clusters);
        long id;
        try
        {
            id = await _journal.CreateAsync(row, steps, PreflightLines.Of(report), cancellationToken);
        }
        catch (Exception error) when (_state.Describe(error) is { } problem)
        {
            throw new RunRefusedException([problem], error);
        }

        await _waker.WakeAsync(cancellationToken);
        return (await _reader.GetAsync(id, cancellationToken))!;
    }

    /// <summary>The run, or null.</summary>
    public Task<Run?> GetAsync(long id, CancellationToken cancellationToken) => _reader.GetAsync(id, cancellationToken);

    /// <summary>What the checks of a run found that a sentence of evidence tells of, as the roadmap keeps it; empty when the run is gone or has found otherwise since.</summary>
    public async Task<IReadOnlyList<StepEvidence>> FindEvidenceAsync(long id, string told, CancellationToken cancellationToken)
    {
        var run = await _reader.GetAsync(id, cancellationToken);
        return run is null ? [] : [.. run.Steps.SelectMany(step => step.Evidence).Where(one => told.Contains($"{one.Title}: {one.Found}", StringComparison.Ordinal))];
    }

    /// <summary>The newest runs first; a null scenario means all.</summary>
    public Task<IReadOnlyList<Run>> ListAsync(string? scenario, int take, CancellationToken cancellationToken) => _reader.ListAsync(scenario, take, cancellationToken);

    /// <summary>The newest runs first, without their steps, for lists that are read often; a null scenario means all.</summary>
    public Task<IReadOnlyList<RunHeader>> ListHeadersAsync(string? scenario, int take, CancellationToken cancellationToken) => _reader.ListHeadersAsync(scenario, take, cancellationToken);

    /// <summary>The newest run of every scenario, without its steps.</summary>
    public Task<IReadOnlyList<RunHeader>> ListNewestHeadersAsync(CancellationToken cancellationToken) => _reader.ListNewestHeadersAsync(cancellationToken);

    /// <summary>What the load steps of runs found: Fortio's results as it wrote them, by run and step.</summary>
    public async Task<IReadOnlyDictionary<(long Run, string Step), string>> GetLoadResultsAsync(IReadOnlyCollection<long> runs, CancellationToken cancellationToken)
    {
        await using var database = await _databases.CreateDbContextAsync(cancellationToken);
        return await database.Set<OutputRow>().AsNoTracking()
            .Where(output => runs.Contains(output.RunId) && output.Name == LoadStep.ResultOutput && !output.Secret)
            .ToDictionaryAsync(output => (output.RunId, output.StepId), output => output.Value, cancellationToken);
    }

    /// <summary>Asks a run to stop. False when there is none or it has ended.</summary>
    public async Task<bool> CancelAsync(long id, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Operator);
        if (await _journal.AskToCancelAsync(id, cancellationToken) is not { } status)
        {
            return false;
        }

        if (status == RunStatus.Queued)
        {
            await _journal.CancelQueuedAsync(id, cancellationToken);
        }

        await _active.CancelAsync(id);
        await _waker.WakeAsync(cancellationToken);
        return true;
    }

    /// <summary>Queues a failed or cancelled run again from its first step that did not succeed.</summary>
    /// <exception cref="RunRefusedException">The run cannot be retried.</exception>
    public async Task<Run> RetryAsync(long id, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Operator);
        var run = await _reader.GetAsync(id, cancellationToken) ?? throw new RunRefusedException([$"There is no run {id}."]);
        if (run.Status is not (RunStatus.Failed or RunStatus.Cancelled))
        {
            throw new RunRefusedException([$"Run {id} is {run.Status}; only failed and cancelled runs can be retried."]);
        }

        if (await _journal.TornDownByAsync(id, cancellationToken) is { } teardown)
        {
            throw new RunRefusedException([$"Run {id} was torn down by run {teardown}; deploy {run.Scenario} anew."]);
        }

        if (await _inventory.HasLostItemsAsync(id, cancellationToken))
        {
            throw new RunRefusedException([$"A teardown has removed something of run {id} since; deploy {run.Scenario} anew."]);
        }

        var clusters = run.Clusters.Values.Where(name => _clusters.Find(name) is null).Select(name => $"There is no cluster {name} any more.").ToList();
        if (clusters.Count > 0 && run.Steps.All(step => step.Attempts > 0))
        {
            throw new RunRefusedException(clusters);
        }

        if (!await _journal.RequeueAsync(id, cancellationToken))
        {
            throw new RunRefusedException([$"Run {id} was retried already."]);
        }

        await _waker.WakeAsync(cancellationToken);
        return (await _reader.GetAsync(id, cancellationToken))!;
    }

    /// <summary>Log lines after <paramref name="after"/>, oldest first; at most 10,000.</summary>
    public Task<IReadOnlyList<RunLogLine>> GetLogAsync(long id, long after, int take, CancellationToken cancellationToken) =>
        _reader.GetLogAsync(id, after, Math.Clamp(take, 0, LargestPage), cancellationToken);

    /// <summary>How many lines of a run's log there are, of one step or of all.</summary>
    public Task<long> CountLogAsync(long id, string? step, CancellationToken cancellationToken) => _reader.CountLogAsync(id, step, cancellationToken);

    /// <summary>Lines of a run's log by place, for a view that scrolls: <paramref name="skip"/> lines of the step (or of all) are left out.</summary>
    public Task<IReadOnlyList<RunLogLine>> GetLogPageAsync(long id, string? step, int skip, int take, CancellationToken cancellationToken) =>
        _reader.GetLogPageAsync(id, step, skip, Math.Clamp(take, 0, LargestPage), cancellationToken);

    /// <summary>Places (from 0) of the lines that hold a text, whatever its case; of one step or of all. At most 10,000.</summary>
    public Task<IReadOnlyList<int>> SearchLogAsync(long id, string? step, string text, CancellationToken cancellationToken) =>
        _reader.SearchLogAsync(id, step, text, LargestPage, cancellationToken);

    /// <summary>What a dry run found, in the order of its steps; empty for other runs.</summary>
    public Task<IReadOnlyList<PlanItem>> GetPlanAsync(long id, CancellationToken cancellationToken) => _plans.OfRunAsync(id, cancellationToken);

    /// <summary>The objects the run owns and how they are on their clusters now; looks at most every five seconds, and never throws for what a cluster does.</summary>
    public async Task<IReadOnlyList<InventoryHealth>> GetHealthAsync(long id, CancellationToken cancellationToken) => (await _health.ReadAsync(id, cancellationToken)).Found;

    /// <summary>What of a run's inventory is not watched for changes by others, and why, e.g. <c>what istioctl does in step ztunnel</c>; empty when everything is.</summary>
    public async Task<IReadOnlyList<string>> GetNotWatchedAsync(long id, CancellationToken cancellationToken) => (await _health.ReadAsync(id, cancellationToken)).NotWatched;

    /// <summary>The objects the run owns, in the order they were made.</summary>
    public Task<IReadOnlyList<InventoryItem>> GetInventoryAsync(long id, CancellationToken cancellationToken) => _inventory.OfRunAsync(id, cancellationToken);

    /// <summary>Target clusters that hold something of a run that was not torn down, with the scenarios.</summary>
    public Task<IReadOnlyList<OccupiedCluster>> GetOccupiedClustersAsync(CancellationToken cancellationToken) => _inventory.OccupiedAsync(cancellationToken);

    /// <summary>Runs on a cluster that were active between the two instants, oldest first, to mark charts with their steps.</summary>
    public async Task<IReadOnlyList<Run>> ListForClusterAsync(string cluster, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        [.. (await _reader.ListActiveBetweenAsync(from, to, cancellationToken)).Where(run => run.Clusters.Values.Contains(cluster))];

    private Task<RunRequest> CompleteAsync(RunRequest request, CancellationToken cancellationToken) =>
        _standing.CompleteAsync(request, _scenarios.Find(request.Scenario)?.Parameters.Select(parameter => parameter.Name) ?? [], cancellationToken);
}

/// <summary>A cluster with something of MeshLab's on it.</summary>
/// <param name="Cluster">The target cluster.</param>
/// <param name="Scenarios">The scenarios' names.</param>
public sealed record OccupiedCluster(string Cluster, IReadOnlyList<string> Scenarios);
