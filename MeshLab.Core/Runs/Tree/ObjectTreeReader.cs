using System.Collections.Concurrent;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Health;
using MeshLab.Core.Runs.Steps;

namespace MeshLab.Core.Runs.Tree;

/// <summary>Puts a run's inventory in order of what holds what, down to the pods as they are now. Callers who ask shortly after each other share a look.</summary>
internal sealed class ObjectTreeReader(InventoryHealthReader health, ClusterCatalogue clusters, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<long, (long At, IReadOnlyList<InventoryHealth> Of, IReadOnlyList<TreeNode> Found)> _last = new();
    private readonly SemaphoreSlim _gate = new(1, 1);

    public void Dispose() => _gate.Dispose();

    /// <summary>A node for each namespace, and one for a cluster's cluster-scoped objects; never throws for what a cluster does.</summary>
    public async Task<IReadOnlyList<TreeNode>> ReadAsync(long runId, CancellationToken cancellationToken)
    {
        var (items, _) = await health.ReadAsync(runId, cancellationToken);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_last.TryGetValue(runId, out var last) && clock.GetElapsedTime(last.At) < Fresh && last.Of.SequenceEqual(items))
            {
                return last.Found;
            }

            var found = await LookAsync(items, cancellationToken);
            _last[runId] = (clock.GetTimestamp(), items, found);
            return found;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<IReadOnlyList<TreeNode>> LookAsync(IReadOnlyList<InventoryHealth> items, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = clock.CreateTimer(_ => limit.Cancel(), null, Patience, Timeout.InfiniteTimeSpan);
        var nodes = new List<TreeNode>();
        foreach (var group in items.Where(one => one.Item.ApiVersion != KindStep.ApiVersion).GroupBy(one => (one.Item.Cluster, Namespace: NamespaceOf(one.Item))))
        {
            nodes.Add(await NamespaceAsync(group.Key.Cluster, group.Key.Namespace, [.. group], limit.Token, cancellationToken));
        }

        return [.. nodes.OrderBy(node => node.Cluster, StringComparer.Ordinal).ThenBy(node => node.Namespace is null).ThenBy(node => node.Namespace, StringComparer.Ordinal)];
    }

    private async Task<TreeNode> NamespaceAsync(string cluster, string? name, IReadOnlyList<InventoryHealth> items, CancellationToken limit, CancellationToken cancellationToken)
    {
        NamespaceObjects? live = null;
        string? message = null;
        try
        {
            live = name is null ? null : await NamespaceObjects.ReadAsync(clusters.Connect(cluster), name, limit);
        }
        catch (ClusterException error)
        {
            message = error.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            message = $"{cluster} did not answer in time";
        }

        var own = items.FirstOrDefault(one => one.Item is { Kind: "Namespace", Namespace: null });
        var children = items.Where(one => one != own).Select(one => Node(one, live)).ToList();
        var nested = children.SelectMany(child => child.Children).Select(child => (child.Kind, child.Name)).ToHashSet();
        return new(
            cluster, "Namespace", name, name ?? "", own?.Health ?? (message is null ? ObjectHealth.Healthy : ObjectHealth.Unknown), own?.Message ?? message, null,
            [.. children.Where(child => !nested.Contains((child.Kind, child.Name))).OrderBy(child => !child.IsWorkload).ThenBy(child => child.Kind, StringComparer.Ordinal).ThenBy(child => child.Name, StringComparer.Ordinal)]);
    }

    private static TreeNode Node(InventoryHealth one, NamespaceObjects? live) => new(
        one.Item.Cluster, one.Item.Kind, one.Item.Namespace, one.Item.Name, one.Health, one.Message,
        one.Item.Kind == "Pod" ? live?.Pod(one.Item.Name) : null,
        live?.Below(one.Item.Kind, one.Item.Name) ?? []);

    private static string? NamespaceOf(InventoryItem item) => item is { Kind: "Namespace", Namespace: null } ? item.Name : item.Namespace;
}
