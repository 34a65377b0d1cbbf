using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Overview;

/// <summary>Runs under way, and the last ones.</summary>
public sealed partial class RunsPanel
{
    private const int Shown = 5;

    private IReadOnlyList<Run> _runs = [];

    /// <summary>The runs.</summary>
    [Inject]
    public required RunService Runs { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => Listen<RunChanged>();

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken) => _runs = await Runs.ListAsync(null, Shown, cancellationToken);

    private static string? Now(Run run) => run.Status switch
    {
        RunStatus.Queued => run.WaitsFor,
        RunStatus.Running when run.Steps.FirstOrDefault(step => step.Status == StepStatus.Running) is { } step =>
            $"Step {run.Steps.TakeWhile(earlier => earlier != step).Count() + 1} of {run.Steps.Count}: {step.Title}",
        RunStatus.Failed => run.Error,
        _ => null,
    };
}
