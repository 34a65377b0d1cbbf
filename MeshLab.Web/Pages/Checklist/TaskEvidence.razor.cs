using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>What proved a task: the figures, objects and log lines of the checks, or the sentence alone where the run is gone.</summary>
public sealed partial class TaskEvidence
{
    private IReadOnlyList<StepEvidence> _evidence = [];
    private (string Told, long? RunId) _read;

    /// <summary>What the roadmap keeps of it.</summary>
    [Parameter]
    [EditorRequired]
    public required string Told { get; set; }

    /// <summary>The run that found it; null when it is not known.</summary>
    [Parameter]
    public long? RunId { get; set; }

    /// <summary>Knows what the checks of a run found.</summary>
    [Inject]
    public required RunService Runs { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _read = (Told, RunId);
        await base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_read != (Told, RunId))
        {
            _read = (Told, RunId);
            await RefreshAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken) =>
        _evidence = RunId is { } run ? await Runs.FindEvidenceAsync(run, Told, cancellationToken) : [];
}
