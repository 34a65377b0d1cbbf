using MeshLab.Core.Audit;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace MeshLab.Web.Pages.Runs;

/// <summary>One run: its steps, its log and what it owns, live.</summary>
public sealed partial class RunPage
{
    private const string LogTab = "log";
    private const string PodsTab = "pods";

    private Run? _run;
    private IReadOnlyList<InventoryItem> _inventory = [];
    private IReadOnlyList<PlanItem> _plan = [];
    private IReadOnlyList<string> _problems = [];
    private UsualTimes _usual = UsualTimes.None;
    private MudTabs? _tabs;
    private RunStepStrip? _strip;
    private string? _step;
    private string? _pod;
    private long _shown;
    private long? _shownLine;
    private bool _busy;
    private bool _tearing;
    private bool _stepsOpen;

    /// <summary>The run's number.</summary>
    [Parameter]
    public long Id { get; set; }

    /// <summary>A line of the log to show, from the address; null for none.</summary>
    [SupplyParameterFromQuery]
    public long? Line { get; set; }

    /// <summary>Where runs come from.</summary>
    [Inject]
    public required RunService Runs { get; set; }

    /// <summary>Knows how long such runs take.</summary>
    [Inject]
    public required RunHistory History { get; set; }

    /// <summary>Knows which clusters are simulated.</summary>
    [Inject]
    public required ClusterCatalogue Clusters { get; set; }

    /// <summary>Leads to the teardown.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>Short messages.</summary>
    [Inject]
    public required ISnackbar Messages { get; set; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        (_shown, _shownLine) = (Id, Line);
        Listen<RunChanged>(change => change.RunId == Id);
        return base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_shown != Id)
        {
            (_shown, _run, _usual, _step, _pod, _problems, _tearing) = (Id, null, UsualTimes.None, null, null, [], false);
            await RefreshAsync();
        }

        if (_shownLine != Line)
        {
            (_shownLine, _step) = (Line, null);
            await ActivateAsync(LogTab);
        }
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var first = _run is null;
        _run = await Runs.GetAsync(Id, cancellationToken);
        _usual = _run is not null && first ? await History.GetUsualAsync(_run, cancellationToken) : _usual;
        _plan = _run is { Action: RunAction.DryRun } ? await Runs.GetPlanAsync(Id, cancellationToken) : [];
        _inventory = _run is null ? [] : await Runs.GetInventoryAsync(Id, cancellationToken);
    }

    private string PlanTab => _plan.Count(item => item.Change != PlanChange.Unchanged) is var changes && changes == 1 ? "Plan (1 change)" : $"Plan ({changes} changes)";

    private static string Subtitle(Run run)
    {
        var done = run.Steps.Count(step => step.Status is StepStatus.Succeeded or StepStatus.Skipped);
        var running = run.Steps.FirstOrDefault(step => step.Status == StepStatus.Running);
        return running is null ? $"{done} of {run.Steps.Count} steps done" : $"{done} of {run.Steps.Count} steps done; now: {running.Title}";
    }

    private bool AllSimulated(Run run) => run.Clusters.Values.All(name => Clusters.Find(name) is { IsSimulated: true });

    /// <summary>Shows the log of a step, or of all again. The list on a small screen closes: the log is below it.</summary>
    private async Task SelectAsync(string step)
    {
        _step = _step == step ? null : step;
        if (_step is not null)
        {
            await ActivateAsync(LogTab);
        }

        if (_stepsOpen)
        {
            _stepsOpen = false;
            await (_strip?.FocusAsync() ?? ValueTask.CompletedTask);
        }
    }

    private async Task ShowLogAsync(string step)
    {
        _step = step;
        await ActivateAsync(LogTab);
    }

    private async Task ShowPodLogAsync(TreeNode pod)
    {
        _pod = PodLog.KeyOf(pod);
        await ActivateAsync(PodsTab);
    }

    private Task ActivateAsync(string tab) => _tabs?.ActivatePanelAsync(tab) ?? Task.CompletedTask;

    private Task CancelAsync() => TryAsync(async () =>
    {
        Messages.Add(await Runs.CancelAsync(Id, Disposed) ? "The run is asked to stop." : "The run has ended already.", Severity.Info);
    });

    private Task RetryAsync() => TryAsync(() => Runs.RetryAsync(Id, Disposed));

    private Task TeardownAsync() => TryAsync(async () =>
    {
        var teardown = await Runs.StartAsync(new RunRequest(_run!.Scenario, RunAction.Teardown, _run.Clusters, new Dictionary<string, string>(), Actor.Current.Signature), Disposed);
        Navigation.NavigateTo($"/runs/{teardown.Id}");
    });

    private async Task TryAsync(Func<Task> act)
    {
        _busy = true;
        _problems = [];
        try
        {
            await act();
        }
        catch (RunRefusedException refused)
        {
            _problems = refused.Problems;
        }
        finally
        {
            _busy = false;
        }
    }
}
