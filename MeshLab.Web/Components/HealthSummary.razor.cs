using MeshLab.Core.Runs;

namespace MeshLab.Web.Components;

/// <summary>How many objects of a run are healthy, and how many are not, in a line.</summary>
public sealed partial class HealthSummary
{
    private IReadOnlyList<(ObjectHealth Health, int Count)> _groups = [];

    /// <inheritdoc/>
    protected override void Take(IReadOnlyList<InventoryHealth> health) =>
        _groups = [.. health.GroupBy(one => one.Health).OrderByDescending(group => group.Key).Select(group => (group.Key, group.Count()))];
}
