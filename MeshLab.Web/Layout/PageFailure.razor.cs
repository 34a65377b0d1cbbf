using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Layout;

/// <summary>Stands in for a page that threw.</summary>
public sealed partial class PageFailure
{
    /// <summary>What it threw.</summary>
    [Parameter]
    public Exception? Error { get; set; }

    /// <summary>Shows the page again.</summary>
    [Parameter]
    public EventCallback OnRetry { get; set; }
}
