using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Runs;

/// <summary>The steps of a run in one line, for screens on which the whole list would push the log out of sight: how many are done, which one it is at, and a button that opens the list.</summary>
public sealed partial class RunStepStrip
{
    private ElementReference _button;

    /// <summary>The steps.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<RunStep> Steps { get; set; }

    /// <summary>The id of the list that the button opens.</summary>
    [Parameter]
    [EditorRequired]
    public string ListId { get; set; } = "";

    /// <summary>Whether the list is open.</summary>
    [Parameter]
    public bool Open { get; set; }

    /// <summary>A person opens or closes the list.</summary>
    [Parameter]
    public EventCallback<bool> OpenChanged { get; set; }

    /// <summary>The step that tells where the run is: one that runs, else the one that stopped it; null when the run is before its first step or went through.</summary>
    private RunStep? Current => First(StepStatus.Running) ?? First(StepStatus.Failed) ?? First(StepStatus.Cancelled);

    private string Count => Steps.Count == 0 ? "Steps" : Current is { } current
        ? $"Step {Steps.ToList().IndexOf(current) + 1} of {Steps.Count}"
        : $"{Done} of {Steps.Count} steps {(Skipped == 0 ? "done" : $"done, {Skipped} skipped")}";

    private int Done => Steps.Count(step => step.Status == StepStatus.Succeeded);

    private int Skipped => Steps.Count(step => step.Status == StepStatus.Skipped);

    /// <summary>Puts the keyboard on the button, e.g. when a step was chosen and the list closed.</summary>
    internal ValueTask FocusAsync() => _button.FocusAsync();

    private RunStep? First(StepStatus status) => Steps.FirstOrDefault(step => step.Status == status);
}
