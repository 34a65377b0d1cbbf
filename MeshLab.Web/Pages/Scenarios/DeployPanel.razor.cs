using MeshLab.Core.Audit;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Scenarios;

/// <summary>Binds a scenario's roles to clusters, takes its parameters, and starts runs. With the demo cluster and defaults one click is enough.</summary>
public sealed partial class DeployPanel
{
    /// <summary>Choices that follow each other quickly make one look.</summary>
    private static readonly TimeSpan CheckPause = TimeSpan.FromMilliseconds(300);

    private readonly DeployForm _form = new();
    private IReadOnlyList<TargetCluster> _clusters = [];
    private IReadOnlyList<string> _refused = [];
    private PreflightReport? _report;
    private StandingDeploy? _standing;
    private CancellationTokenSource? _check;
    private bool _checking;
    private bool _confirming;
    private bool _starting;

    /// <summary>The scenario.</summary>
    [Parameter]
    [EditorRequired]
    public required Scenario Scenario { get; set; }

    /// <summary>The target clusters.</summary>
    [Inject]
    public required ClusterCatalogue Clusters { get; set; }

    /// <summary>Starts runs.</summary>
    [Inject]
    public required RunService Runs { get; set; }

    /// <summary>Goes to the run.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    private IReadOnlyList<string> Bound => [.. Scenario.Clusters.Select(role => _form.Bindings.GetValueOrDefault(role.Role)).OfType<string>().Distinct()];

    private string BoundClusters => Bound is { Count: > 0 } bound ? string.Join(" and ", bound) : "a cluster";

    private string ParametersHint => Scenario.Parameters.Any(parameter => parameter.Default is null)
        ? $"({Scenario.Parameters.Count}, some need a value)"
        : $"({Scenario.Parameters.Count}, all have a default)";

    private bool ParametersOpen => Scenario.Parameters.Any(parameter => parameter.Default is null || _form.Problem(parameter) is not null);

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        Listen<ClustersChanged>();
        return base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _clusters = Clusters.Clusters;
        _form.Bind(Scenario, _clusters);
        await RememberAsync(cancellationToken);
        CheckSoon();
    }

    /// <inheritdoc/>
    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        if (_check is { } check)
        {
            await check.CancelAsync();
            check.Dispose();
        }
    }

    private bool IsSimulated(ClusterRole role) =>
        _form.Bindings.GetValueOrDefault(role.Role) is { } bound && _clusters.Any(cluster => cluster.Name == bound && cluster.IsSimulated);

    private static string? Hint(string id, string text) => text.Length > 0 ? $"{id}-hint" : null;

    private async Task BindRole(ClusterRole role, ChangeEventArgs change)
    {
        _refused = [];
        if (change.Value is string { Length: > 0 } cluster)
        {
            _form.Bindings[role.Role] = cluster;
            await RememberAsync(Disposed);
            CheckSoon();
        }
    }

    /// <summary>Fills the fields with what the scenario was deployed with on these clusters, where it stands.</summary>
    private async Task RememberAsync(CancellationToken cancellationToken)
    {
        _standing = await Runs.FindStandingAsync(Scenario.Name, _form.Bindings, cancellationToken);
        _form.Remember(_standing);
    }

    /// <summary>Looks at the clusters in the background; a look for what was chosen before is given up.</summary>
    private void CheckSoon()
    {
        _check?.Cancel();
        _check?.Dispose();
        _check = null;
        if (_form.Problems(Scenario, RunAction.Deploy).Count > 0)
        {
            (_report, _checking) = (null, false);
            return;
        }

        _check = CancellationTokenSource.CreateLinkedTokenSource(Disposed);
        _checking = true;
        _ = CheckAsync(_form.ToRequest(Scenario, RunAction.Deploy, Actor.Current.Signature), _check.Token);
    }

    private async Task CheckAsync(RunRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(CheckPause, Clock, cancellationToken);
            var report = await Runs.CheckAsync(request, cancellationToken);
            await InvokeAsync(() =>
            {
                if (!cancellationToken.IsCancellationRequested)
                {
                    (_report, _checking) = (report, false);
                    StateHasChanged();
                }
            });
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // Something else was chosen, or the page went away.
        }
        catch (ClusterException error)
        {
            // A cluster that went from the kubeconfig between the choice and the look.
            await InvokeAsync(() =>
            {
                (_report, _checking) = (new PreflightReport([new("API server", null, PreflightStatus.Problem, error.Message)]), false);
                StateHasChanged();
            });
        }
    }

    private async Task StartAsync(RunAction action)
    {
        if (_starting)
        {
            return;
        }

        _form.TouchAll(Scenario);
        _refused = _form.Problems(Scenario, action);
        if (_refused.Count > 0)
        {
            _confirming = false;
            return;
        }

        _starting = true;
        try
        {
            var run = await Runs.StartAsync(_form.ToRequest(Scenario, action, Actor.Current.Signature), Disposed);
            Navigation.NavigateTo($"/runs/{run.Id}");
        }
        catch (RunRefusedException refused)
        {
            _refused = refused.Problems;
        }
        finally
        {
            _starting = false;
            _confirming = false;
        }
    }
}
