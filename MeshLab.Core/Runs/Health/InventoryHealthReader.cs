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
    ChangeFeed changes,
    TimeProvider clock) : IDisposable
{
    private const int Concurrency = 8;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly string[] WorkloadKinds = ["Deployment", "StatefulSet", "DaemonSet"];

    private readonly ConcurrentDictionary<long, (long At, IReadOnlyList<InventoryHealth> Found)> _last = new();
    private readonly SemaphoreSlim _gate = new(1, 1);

    public void Dispose() => _gate.Dispose();

    /// <summary>The inventory in the order of making, each object with its health; never throws for what a cluster does.</summary>
    public async Task<IReadOnlyList<InventoryHealth>> ReadAsync(long runId, CancellationToken cancellationToken)
    {
        var items = await inventory.OfRunAsync(runId, cancellationToken);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_last.TryGetValue(runId, out var last) && clock.GetElapsedTime(last.At) < Fresh && last.Found.Select(one => one.Item).SequenceEqual(items))
            {
                return last.Found;
            }

            var found = await LookAsync(runId, items, cancellationToken);
            _last[runId] = (clock.GetTimestamp(), found);
            if (last.Found is null || !last.Found.SequenceEqual(found))
            {
                changes.Publish(new InventoryHealthChanged(runId));
            }

            return found;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<IReadOnlyList<InventoryHealth>> LookAsync(long runId, IReadOnlyList<InventoryItem> items, CancellationToken cancellationToken)
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
        return found;
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
                return await ReleaseAsync(client, item, limit);
            }

            if (await client.GetAsync(new ObjectRef(item.ApiVersion, item.Kind, item.Namespace, item.Name), limit) is not { } live)
            {
                return (ObjectHealth.Missing, "it is not on the cluster any more");
            }

            var (health, message) = HealthRules.Of(live);
            return health == ObjectHealth.Healthy && await DriftedAsync(drift, client, item.Cluster, live, limit) is { } difference ? (ObjectHealth.Drifted, difference) : (health, message);
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

    private static async Task<string?> DriftedAsync(Drift drift, ClusterClient client, string cluster, JsonObject live, CancellationToken cancellationToken)
    {
        try
        {
            return await drift.FindAsync(client, cluster, live, cancellationToken);
        }
        catch (ClusterException)
        {
            // Who may read and not write is told how things are, and not what somebody changed.
            return null;
        }
    }

    /// <summary>A release is as Helm left it, and as well as the worst of its workloads.</summary>
    private static async Task<(ObjectHealth Health, string? Message)> ReleaseAsync(ClusterClient client, InventoryItem item, CancellationToken cancellationToken)
    {
        var newest = await HelmRelease.NewestAsync(client, item.Name, item.Namespace!, cancellationToken);
        var state = newest?["metadata"]?["labels"]?["status"]?.ToString();
        if (state != "deployed")
        {
            return state switch
            {
                null or "uninstalled" => (ObjectHealth.Missing, "there is no such release"),
                "failed" => (ObjectHealth.Degraded, "its last install or upgrade failed"),
                _ => (ObjectHealth.Progressing, state),
            };
        }

        (ObjectHealth Health, string? Message) worst = (ObjectHealth.Healthy, null);
        foreach (var kind in WorkloadKinds)
        {
            foreach (var workload in await client.ListAsync("apps/v1", kind, item.Namespace, null, cancellationToken))
            {
                if (workload["metadata"]?["annotations"]?["meta.helm.sh/release-name"]?.ToString() == item.Name && HealthRules.Of(workload) is var (health, message) && health > worst.Health)
                {
                    worst = (health, $"{ObjectRef.Of(workload)}: {message}");
                }
            }
        }

        return worst;
    }

    /// <summary>What the run's scenario has; nothing when it was deleted, or reads what is not known any more.</summary>
    private async Task<Drift> DriftAsync(long runId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var row = await database.Set<RunRow>().AsNoTracking().SingleOrDefaultAsync(run => run.Id == runId, cancellationToken);
        if (row is not { Action: RunAction.Deploy, Status: RunStatus.Succeeded } || scenarios.Find(row.Scenario) is not { } scenario)
        {
            return Drift.None;
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
            return Drift.None;
        }
    }
}
