using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Overview;

/// <summary>Runs under way, and the last ones.</summary>
public sealed partial class RunsPanel
{
    private const int Shown = 4;

    private IReadOnlyList<RunHeader> _runs = [];

    /// <summary>The runs.</summary>
    [Inject]
    public required RunService Runs { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => Listen<RunChanged>();

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken) => _runs = await Runs.ListHeadersAsync(null, Shown, cancellationToken);

    private static string? Now(RunHeader run) => run.Status switch
    {
        RunStatus.Queued => run.WaitsFor,
        RunStatus.Running when run.CurrentStep is { } step => $"Step {run.DoneSteps + 1} of {run.Steps}: {step}",
        RunStatus.Failed => run.Error,
        _ => null,
    };
}
