using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Runs;

/// <summary>A step on the page of its run: state, time, what it waits for, why it failed, and what its checks found.</summary>
public sealed partial class RunStepView
{
    /// <summary>The step.</summary>
    [Parameter]
    [EditorRequired]
    public required RunStep Step { get; set; }

    /// <summary>Whether its cluster is named.</summary>
    [Parameter]
    public bool ShowCluster { get; set; }

    /// <summary>Whether the log shows this step only.</summary>
    [Parameter]
    public bool Selected { get; set; }

    /// <summary>Raised when the step is clicked.</summary>
    [Parameter]
    public EventCallback OnSelect { get; set; }
}
