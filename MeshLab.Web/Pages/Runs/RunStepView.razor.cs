using MeshLab.Core.Runs;
using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Runs;

/// <summary>A step on the page of its run: state, time, what it waits for, why it failed, and what its checks found.</summary>
public sealed partial class RunStepView
{
    /// <summary>The step.</summary>
    [Parameter]
    [EditorRequired]
    public required RunStep Step { get; set; }

    /// <summary>The run it belongs to.</summary>
    [Parameter]
    public long RunId { get; set; }

    /// <summary>Whether its cluster is named.</summary>
    [Parameter]
    public bool ShowCluster { get; set; }

    /// <summary>What the step took in earlier runs; null when none had it.</summary>
    [Parameter]
    public TimeSpan? Usual { get; set; }

    /// <summary>Whether the log shows this step only.</summary>
    [Parameter]
    public bool Selected { get; set; }

    /// <summary>Raised when the step is clicked.</summary>
    [Parameter]
    public EventCallback OnSelect { get; set; }

    private string? Compared => Step switch
    {
        { Status: StepStatus.Succeeded, StartedAt: { } started, FinishedAt: { } finished } => StepTime.Difference(finished - started, Usual),
        { Status: StepStatus.Running or StepStatus.Pending } when Usual is { } usual => $"usually {RunWords.Of(usual)}",
        _ => null,
    };
}
