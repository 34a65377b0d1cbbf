using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Runs;

/// <summary>What a run owns, in the order it was made.</summary>
public sealed partial class InventoryTable
{
    /// <summary>The items.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<InventoryItem> Items { get; set; } = [];

    /// <summary>Whether the run is a teardown.</summary>
    [Parameter]
    public bool Teardown { get; set; }
}
