using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Runs;

/// <summary>The list of runs, live.</summary>
public sealed partial class RunsPage
{
    private const int Most = 100;

    private IReadOnlyList<RunHeader> _runs = [];
    private string? _shown;

    /// <summary>Shows the runs of one scenario only.</summary>
    [SupplyParameterFromQuery]
    public string? Scenario { get; set; }

    /// <summary>Where runs come from.</summary>
    [Inject]
    public required RunService Runs { get; set; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _shown = Scenario;
        Listen<RunChanged>();
        return base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_shown != Scenario)
        {
            _shown = Scenario;
            await RefreshAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken) => _runs = await Runs.ListHeadersAsync(Scenario, Most, cancellationToken);

    /// <summary>What a person wants to know at a glance: why it waits, where it is, why it failed.</summary>
    private static string? Note(RunHeader run) => run.Status switch
    {
        RunStatus.Queued => run.WaitsFor,
        RunStatus.Running => run.CurrentStep,
        RunStatus.Failed => run.Error,
        _ => null,
    };
}
