using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Overview;

/// <summary>One of the first steps: its number, or a tick once it is done.</summary>
public sealed partial class GuideStep
{
    /// <summary>Its place, from 1.</summary>
    [Parameter]
    [EditorRequired]
    public int Number { get; set; }

    /// <summary>What to do.</summary>
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Whether it is done.</summary>
    [Parameter]
    public bool Done { get; set; }

    /// <summary>Why, and where.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
