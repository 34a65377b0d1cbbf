using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Helm;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Steps;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Runs.Health;

/// <summary>Looks at how the objects of a run's inventory are. Callers who ask at the same time, or shortly after each other, share a look.</summary>
internal sealed class InventoryHealthReader(
    IDbContextFactory<MeshLabDbContext> databases,
    InventoryJournal inventory,
    OutputJournal outputs,
    SecretProtector secrets,
    ScenarioCatalogue scenarios,
    ClusterCatalogue clusters,
    ReleaseHealth releases,
    ChangeFeed changes,
    TimeProvider clock) : IDisposable
{
    private const int Concurrency = 8;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<long, (long At, IReadOnlyList<InventoryHealth> Found, IReadOnlyList<string> NotWatched)> _last = new();
    private readonly SemaphoreSlim _gate = new(1, 1);

    public void Dispose() => _gate.Dispose();

    /// <summary>The inventory in the order of making, each object with its health; and what is not watched for changes, for people. Never throws for what a cluster does.</summary>
    public async Task<(IReadOnlyList<InventoryHealth> Found, IReadOnlyList<string> NotWatched)> ReadAsync(long runId, CancellationToken cancellationToken)
    {
        var items = await inventory.OfRunAsync(runId, cancellationToken);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_last.TryGetValue(runId, out var last) && clock.GetElapsedTime(last.At) < Fresh && last.Found.Select(one => one.Item).SequenceEqual(items))
            {
                return (last.Found, last.NotWatched);
            }

            var (found, notWatched) = await LookAsync(runId, items, cancellationToken);
            _last[runId] = (clock.GetTimestamp(), found, notWatched);
            if (last.Found is null || !last.Found.SequenceEqual(found) || !last.NotWatched.SequenceEqual(notWatched))
            {
                changes.Publish(new InventoryHealthChanged(runId));
            }

            return (found, notWatched);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<(IReadOnlyList<InventoryHealth> Found, IReadOnlyList<string> NotWatched)> LookAsync(long runId, IReadOnlyList<InventoryItem> items, CancellationToken cancellationToken)
    {
        var found = new InventoryHealth[items.Count];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = clock.CreateTimer(_ => limit.Cancel(), null, Patience, Timeout.InfiniteTimeSpan);
        var drift = await DriftAsync(runId, limit.Token);
        await Parallel.ForAsync(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken }, async (index, _) =>
        {
            var (health, message) = await OneAsync(items[index], drift, limit.Token, cancellationToken);
            found[index] = new(items[index], health, message);
        });
        return (found, drift.NotWatched);
    }

    private async Task<(ObjectHealth Health, string? Message)> OneAsync(InventoryItem item, Drift drift, CancellationToken limit, CancellationToken cancellationToken)
    {
        if (clusters.Find(item.Cluster) is null)
        {
            return item.ApiVersion == KindStep.ApiVersion ? (ObjectHealth.Missing, null) : (ObjectHealth.Unknown, $"the cluster {item.Cluster} is in no kubeconfig");
        }

        try
        {
            var client = clusters.Connect(item.Cluster);
            if (item.ApiVersion == KindStep.ApiVersion)
            {
                return (ObjectHealth.Healthy, null);
            }

            if (item.ApiVersion == HelmRelease.ApiVersion)
            {
                return await releases.OfAsync(client, item, limit);
            }

            if (await client.GetAsync(new ObjectRef(item.ApiVersion, item.Kind, item.Namespace, item.Name), limit) is not { } live)
            {
                return (ObjectHealth.Missing, "it is not on the cluster any more");
            }

            var (health, message) = HealthRules.Of(live);
            return health == ObjectHealth.Healthy ? await DriftedAsync(drift, client, item.Cluster, live, message, limit) : (health, message);
        }
        catch (ClusterException error)
        {
            return (ObjectHealth.Unknown, error.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (ObjectHealth.Unknown, $"{item.Cluster} did not answer in time");
        }
    }

    private static async Task<(ObjectHealth Health, string? Message)> DriftedAsync(Drift drift, ClusterClient client, string cluster, JsonObject live, string? message, CancellationToken cancellationToken)
    {
        try
        {
            return await drift.FindAsync(client, cluster, live, cancellationToken) is { } difference ? (ObjectHealth.Drifted, difference) : (ObjectHealth.Healthy, message);
        }
        catch (ClusterException error)
        {
            // Who may read and not write is told how things are, and not what somebody changed.
            return (ObjectHealth.Healthy, $"not watched for changes: {error.Message}");
        }
    }

    /// <summary>What the run's scenario has, as far as that is known.</summary>
    private async Task<Drift> DriftAsync(long runId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var row = await database.Set<RunRow>().AsNoTracking().SingleOrDefaultAsync(run => run.Id == runId, cancellationToken);
        if (row is not { Action: RunAction.Deploy, Status: RunStatus.Succeeded })
        {
            return Drift.None("anything: only what a deploy that succeeded made is");
        }

        if (scenarios.Find(row.Scenario) is not { } scenario)
        {
            return Drift.None($"anything: the scenario {row.Scenario} is not in the scenarios' folder any more");
        }

        var names = RunJson.ReadList(row.SecretParameters);
        var templates = TemplateContext.For(scenario, RunJson.ReadMap(row.Parameters).ToDictionary(one => one.Key, one => names.Contains(one.Key) ? secrets.Unprotect(one.Value) : one.Value));
        foreach (var (step, values) in await outputs.OfRunAsync(runId, cancellationToken))
        {
            templates = templates.WithOutputs(step, values);
        }

        try
        {
            return await Drift.OfAsync(scenario, RunJson.ReadMap(row.Clusters), templates, clusters.Connect, cancellationToken);
        }
        catch (Exception error) when (error is ClusterException or OperationCanceledException)
        {
            return Drift.None($"anything: {error.Message}");
        }
    }
}
