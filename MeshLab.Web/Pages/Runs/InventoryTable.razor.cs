using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Runs;

/// <summary>What a run owns, in the order it was made, and how it is now.</summary>
public sealed partial class InventoryTable
{
    private IReadOnlyDictionary<InventoryItem, InventoryHealth> _health = new Dictionary<InventoryItem, InventoryHealth>();

    private IReadOnlyList<string> _notWatched = [];

    /// <summary>The items.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<InventoryItem> Items { get; set; } = [];

    /// <summary>Whether the run is a teardown.</summary>
    [Parameter]
    public bool Teardown { get; set; }

    private bool ShowCluster => Items.Select(item => item.Cluster).Distinct().Skip(1).Any();

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await base.ReloadAsync(cancellationToken);
        _notWatched = Items.Count == 0 ? [] : await Runs.GetNotWatchedAsync(RunId, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Take(IReadOnlyList<InventoryHealth> health) => _health = health.DistinctBy(one => one.Item).ToDictionary(one => one.Item);
}
