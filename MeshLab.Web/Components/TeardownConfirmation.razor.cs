using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Components;

/// <summary>
/// Asks before a scenario is torn down. On demo clusters a click is enough, as a deploy brings everything back; on clusters of one's own what ran there is gone,
/// so their names have to be typed.
/// </summary>
public sealed partial class TeardownConfirmation
{
    /// <summary>The scenario.</summary>
    [Parameter]
    [EditorRequired]
    public string Scenario { get; set; } = "";

    /// <summary>The clusters it is on, each once.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<string> Clusters { get; set; } = [];

    /// <summary>Whether all of them are simulated.</summary>
    [Parameter]
    [EditorRequired]
    public bool Simulated { get; set; }

    /// <summary>Whether it is being started.</summary>
    [Parameter]
    public bool Busy { get; set; }

    /// <summary>It is to be torn down.</summary>
    [Parameter]
    public EventCallback OnConfirm { get; set; }

    /// <summary>It is to stay.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    private string What => $"Teardown removes everything that runs of {Scenario} made on {string.Join(" and ", Clusters)}, in reverse order. What was there before stays.";
}
