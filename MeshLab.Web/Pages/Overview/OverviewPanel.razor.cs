using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Overview;

/// <summary>A part of the overview with its own loading and error states, so that one that fails leaves the others alone.</summary>
public sealed partial class OverviewPanel
{
    private readonly string _id = $"panel-{Guid.NewGuid():N}";

    /// <summary>The heading.</summary>
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Beside the heading, e.g. a simulated badge.</summary>
    [Parameter]
    public RenderFragment? Badge { get; set; }

    /// <summary>The page that has more; null for none.</summary>
    [Parameter]
    public string? Href { get; set; }

    /// <summary>The text of the link to it.</summary>
    [Parameter]
    public string More { get; set; } = "All";

    /// <summary>What to say when it failed.</summary>
    [Parameter]
    public string ErrorTitle { get; set; } = "This cannot be read";

    /// <summary>Whether the first read is still under way.</summary>
    [Parameter]
    public bool Loading { get; set; }

    /// <summary>Why reading failed; null when it did not.</summary>
    [Parameter]
    public Exception? Error { get; set; }

    /// <summary>Reads again.</summary>
    [Parameter]
    public EventCallback OnRetry { get; set; }

    /// <summary>What was read.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
