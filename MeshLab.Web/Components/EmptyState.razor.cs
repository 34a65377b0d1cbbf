using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace MeshLab.Web.Components;

/// <summary>Says that there is nothing yet, why, and what to do about it.</summary>
public sealed partial class EmptyState
{
    /// <summary>An icon of MudBlazor.</summary>
    [Parameter]
    public string Icon { get; set; } = Icons.Material.Outlined.Inbox;

    /// <summary>What is missing.</summary>
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Why, and what would fill it.</summary>
    [Parameter]
    public string? Text { get; set; }

    /// <summary>Actions that fill it.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
