using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Components;

/// <summary>The head of a page: its only h1, a line below it, and the page's actions.</summary>
public sealed partial class PageHeader
{
    /// <summary>The heading.</summary>
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>A sentence below the heading; may be empty.</summary>
    [Parameter]
    public string? Subtitle { get; set; }

    /// <summary>Buttons at the right, or below on a small screen.</summary>
    [Parameter]
    public RenderFragment? Actions { get; set; }
}
