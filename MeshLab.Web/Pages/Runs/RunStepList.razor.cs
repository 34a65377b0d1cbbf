using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Runs;

/// <summary>The steps of a run in order. Neighbours that were skipped take one line until they are asked for: of a scenario with variants they are most of the steps.</summary>
public sealed partial class RunStepList
{
    /// <summary>The run they belong to.</summary>
    [Parameter]
    public long RunId { get; set; }

    /// <summary>The steps.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<RunStep> Steps { get; set; }

    /// <summary>What the steps took in earlier runs.</summary>
    [Parameter]
    public UsualTimes Usual { get; set; } = UsualTimes.None;

    /// <summary>Whether each step's cluster is named.</summary>
    [Parameter]
    public bool ShowCluster { get; set; }

    /// <summary>The step whose log is shown alone; null for all.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>Raised with the id of the step that is clicked.</summary>
    [Parameter]
    public EventCallback<string> OnSelect { get; set; }

    /// <summary>Each step alone, and neighbours that were skipped together.</summary>
    private List<List<RunStep>> Groups
    {
        get
        {
            var groups = new List<List<RunStep>>();
            foreach (var step in Steps)
            {
                if (step.Status == StepStatus.Skipped && groups.Count > 0 && groups[^1][0].Status == StepStatus.Skipped)
                {
                    groups[^1].Add(step);
                }
                else
                {
                    groups.Add([step]);
                }
            }

            return groups;
        }
    }
}
