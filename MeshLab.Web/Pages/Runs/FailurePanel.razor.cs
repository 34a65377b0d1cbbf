using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Runs;

/// <summary>What failed in a run, why, and what to do.</summary>
public sealed partial class FailurePanel
{
    /// <summary>The failed run.</summary>
    [Parameter]
    [EditorRequired]
    public required Run Run { get; set; }

    /// <summary>A person wants the log of a step.</summary>
    [Parameter]
    public EventCallback<string> OnShowLog { get; set; }

    private RunStep? Step => Run.Steps.FirstOrDefault(step => step.Status == StepStatus.Failed);

    private string What => Step is { } step
        ? $"Step {Run.Steps.Select(one => one.Id).ToList().IndexOf(step.Id) + 1} of {Run.Steps.Count}, “{step.Title}”, failed on {step.Cluster}{(step.Attempts > 1 ? $" after {step.Attempts} attempts" : "")}"
        : "The run failed";

    private string? Why => Step?.Error ?? Run.Error;
}
