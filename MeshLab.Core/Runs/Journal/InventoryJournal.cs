using MeshLab.Core.Clusters;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Runs.Journal;

/// <summary>Keeps what runs own. An item is recorded before its object is made.</summary>
internal sealed class InventoryJournal(IDbContextFactory<MeshLabDbContext> databases, RunFence fence, ClusterIdentity identity, TimeProvider clock)
{
    /// <summary>Records items; one that the run already has keeps what was found at first, also whether it existed.</summary>
    public async Task RecordAsync(long runId, IReadOnlyList<InventoryItem> items, CancellationToken cancellationToken)
    {
        var identities = await IdentitiesAsync(items.Select(item => item.Cluster), cancellationToken);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await fence.BeginAsOwnerAsync(database, runId, cancellationToken);
        var known = (await database.Set<InventoryRow>().Where(row => row.RunId == runId).ToListAsync(cancellationToken)).ToDictionary(Key);
        foreach (var item in items)
        {
            if (known.TryGetValue(Key(item), out var row))
            {
                if (row.RemovedAt is not null || IsAnother(row.ClusterUid, identities[row.Cluster]))
                {
                    (row.RemovedAt, row.Existed) = (null, item.Existed);
                }

                row.ClusterUid = identities[row.Cluster] ?? row.ClusterUid;
            }
            else
            {
                row = new InventoryRow
                {
                    RunId = runId,
                    StepId = item.Step,
                    Cluster = item.Cluster,
                    ClusterUid = identities[item.Cluster],
                    ApiVersion = item.ApiVersion,
                    Kind = item.Kind,
                    Namespace = item.Namespace ?? "",
                    Name = item.Name,
                    Existed = item.Existed,
                };
                known.Add(Key(item), row);
                database.Add(row);
            }
        }

        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What the run owns and no teardown removed, in the order of making.</summary>
    public async Task<IReadOnlyList<InventoryItem>> OfRunAsync(long runId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await database.Set<InventoryRow>().AsNoTracking().Where(row => row.RunId == runId && row.RemovedAt == null).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(ToItem)];
    }

    /// <summary>Items on the clusters that no teardown removed, with their runs, in the order of making.</summary>
    public async Task<IReadOnlyList<HeldItem>> HeldAsync(IReadOnlyCollection<string> clusters, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await database.Set<InventoryRow>().AsNoTracking()
            .Where(row => row.RemovedAt == null && clusters.Contains(row.Cluster))
            .Join(database.Set<RunRow>(), row => row.RunId, run => run.Id, (row, run) => new { row, run.Scenario })
            .OrderBy(one => one.row.Id)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(one => new HeldItem(ToItem(one.row), one.row.RunId, one.Scenario, one.row.ClusterUid))];
    }

    /// <summary>The same without what was made on other clusters that had these names before.</summary>
    public async Task<IReadOnlyList<HeldItem>> CurrentAsync(IReadOnlyCollection<string> clusters, CancellationToken cancellationToken)
    {
        var held = await HeldAsync(clusters, cancellationToken);
        var gone = await VoidAsync(held, cancellationToken);
        return [.. held.Where(one => !gone.Contains(one))];
    }

    /// <summary>Those of the items that were made on another cluster than the one that has its name now.</summary>
    public async Task<IReadOnlySet<HeldItem>> VoidAsync(IReadOnlyList<HeldItem> held, CancellationToken cancellationToken)
    {
        var identities = await IdentitiesAsync(held.Select(one => one.Item.Cluster), cancellationToken);
        var runs = held.Where(one => IsAnother(one.ClusterUid, identities[one.Item.Cluster])).Select(one => (one.RunId, one.Item.Cluster)).ToHashSet();

        // What has no UID (a Kind cluster itself is written down before it exists) belongs to the cluster of the rest of its run.
        return held.Where(one => one.ClusterUid is null ? runs.Contains((one.RunId, one.Item.Cluster)) : IsAnother(one.ClusterUid, identities[one.Item.Cluster])).ToHashSet();
    }

    /// <summary>Takes items off the inventory of their own runs only.</summary>
    public async Task DropAsync(IEnumerable<HeldItem> items, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        foreach (var (run, cluster, uid) in items.Select(one => (one.RunId, one.Item.Cluster, one.ClusterUid)).Distinct())
        {
            await database.Set<InventoryRow>()
                .Where(row => row.RunId == run && row.Cluster == cluster && row.ClusterUid == uid && row.RemovedAt == null)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.RemovedAt, now), cancellationToken);
        }
    }

    /// <summary>Namespaces and names of the Helm releases that the scenario made on a cluster, also of those that are uninstalled.</summary>
    public async Task<IReadOnlySet<(string Namespace, string Name)>> ReleasesAsync(string scenario, string cluster, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var runs = database.Set<RunRow>().Where(run => run.Scenario == scenario).Select(run => run.Id);
        var rows = await database.Set<InventoryRow>().AsNoTracking()
            .Where(row => row.Cluster == cluster && row.ApiVersion == Helm.HelmRelease.ApiVersion && !row.Existed && runs.Contains(row.RunId))
            .Select(row => new { row.Namespace, row.Name }).Distinct().ToListAsync(cancellationToken);
        return rows.Select(row => (row.Namespace, row.Name)).ToHashSet();
    }

    /// <summary>Whether a teardown, also one that failed, has taken something from the run.</summary>
    public async Task<bool> HasLostItemsAsync(long runId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Set<InventoryRow>().AnyAsync(row => row.RunId == runId && row.RemovedAt != null, cancellationToken);
    }

    /// <summary>Clusters that hold something MeshLab made, with the scenarios.</summary>
    public async Task<IReadOnlyList<OccupiedCluster>> OccupiedAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await database.Set<InventoryRow>().AsNoTracking()
            .Where(row => row.RemovedAt == null && !row.Existed)
            .Join(database.Set<RunRow>(), row => row.RunId, run => run.Id, (row, run) => new { row.Cluster, run.Scenario })
            .Distinct().ToListAsync(cancellationToken);
        return [.. rows.GroupBy(row => row.Cluster).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new OccupiedCluster(group.Key, [.. group.Select(row => row.Scenario).Order(StringComparer.Ordinal)]))];
    }

    /// <summary>Takes an object off the inventory of every run of a scenario: it is gone, or it is not the scenario's to remove.</summary>
    public async Task ReleaseAsync(string scenario, InventoryItem item, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var space = item.Namespace ?? "";
        var runs = database.Set<RunRow>().Where(run => run.Scenario == scenario).Select(run => run.Id);
        var now = clock.GetUtcNow();
        await database.Set<InventoryRow>()
            .Where(row => row.RemovedAt == null && row.Cluster == item.Cluster && row.ApiVersion == item.ApiVersion && row.Kind == item.Kind
                && row.Namespace == space && row.Name == item.Name && runs.Contains(row.RunId))
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.RemovedAt, now), cancellationToken);
    }

    /// <summary>Marks the deploys of a scenario that have nothing left as torn down.</summary>
    public async Task MarkTornDownAsync(string scenario, IReadOnlyCollection<string> clusters, long teardown, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var runs = await database.Set<RunRow>()
            .Where(run => run.Scenario == scenario && run.Action == RunAction.Deploy && run.TornDownBy == null && run.Id < teardown
                && !database.Set<InventoryRow>().Any(row => row.RunId == run.Id && row.RemovedAt == null))
            .ToListAsync(cancellationToken);
        foreach (var run in runs.Where(run => RunJson.ReadMap(run.Clusters).Values.All(clusters.Contains)))
        {
            run.TornDownBy = teardown;
        }

        await database.SaveChangesAsync(cancellationToken);
    }

    private static bool IsAnother(string? then, string? now) => then is not null && now is not null && then != now;

    private async Task<Dictionary<string, string?>> IdentitiesAsync(IEnumerable<string> clusters, CancellationToken cancellationToken)
    {
        var identities = new Dictionary<string, string?>();
        foreach (var cluster in clusters.Distinct())
        {
            identities[cluster] = await identity.FindAsync(cluster, cancellationToken);
        }

        return identities;
    }

    private static InventoryItem ToItem(InventoryRow row) =>
        new(row.Cluster, row.ApiVersion, row.Kind, row.Namespace.Length == 0 ? null : row.Namespace, row.Name, row.StepId, row.Existed);

    private static (string, string, string, string, string) Key(InventoryRow row) => (row.Cluster, row.ApiVersion, row.Kind, row.Namespace, row.Name);

    private static (string, string, string, string, string) Key(InventoryItem item) => (item.Cluster, item.ApiVersion, item.Kind, item.Namespace ?? "", item.Name);
}

/// <summary>An inventory item, the run that holds it, and the UID of the cluster it was made on (null when not known).</summary>
internal sealed record HeldItem(InventoryItem Item, long RunId, string Scenario, string? ClusterUid = null)
{
    public ObjectRef Ref => new(Item.ApiVersion, Item.Kind, Item.Namespace, Item.Name);

    /// <summary>Whether both name the same object, whatever run or step they come from.</summary>
    public bool Same(HeldItem other) =>
        Item.Cluster == other.Item.Cluster && Ref == other.Ref;
}
