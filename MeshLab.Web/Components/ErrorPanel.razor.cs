using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Components;

/// <summary>Says what failed, why, and offers to try again.</summary>
public sealed partial class ErrorPanel
{
    /// <summary>What failed.</summary>
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Why, and what to do.</summary>
    [Parameter]
    public string? Message { get; set; }

    /// <summary>Real output behind a disclosure; may be empty.</summary>
    [Parameter]
    public string? Details { get; set; }

    /// <summary>Tries again. Without it no button is shown.</summary>
    [Parameter]
    public EventCallback OnRetry { get; set; }
}
