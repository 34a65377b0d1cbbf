using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Scenarios;

/// <summary>Binds a scenario's roles to clusters, takes its parameters, and starts runs. With the demo cluster and defaults one click is enough.</summary>
public sealed partial class DeployPanel
{
    private readonly DeployForm _form = new();
    private IReadOnlyList<TargetCluster> _clusters = [];
    private IReadOnlyList<string> _refused = [];
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

    private string BoundClusters => _form.Bindings.Count > 0
        ? string.Join(" and ", Scenario.Clusters.Select(role => _form.Bindings.GetValueOrDefault(role.Role)).OfType<string>().Distinct())
        : "a cluster";

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
    protected override Task ReloadAsync(CancellationToken cancellationToken)
    {
        _clusters = Clusters.Clusters;
        _form.Bind(Scenario, _clusters);
        return Task.CompletedTask;
    }

    private bool IsSimulated(ClusterRole role) =>
        _form.Bindings.GetValueOrDefault(role.Role) is { } bound && _clusters.Any(cluster => cluster.Name == bound && cluster.IsSimulated);

    private static string? Hint(string id, string text) => text.Length > 0 ? $"{id}-hint" : null;

    private void BindRole(ClusterRole role, ChangeEventArgs change)
    {
        _refused = [];
        if (change.Value is string { Length: > 0 } cluster)
        {
            _form.Bindings[role.Role] = cluster;
        }
    }

    private async Task StartAsync(RunAction action)
    {
        if (_starting)
        {
            return;
        }

        _form.TouchAll(Scenario);
        _refused = _form.Problems(Scenario);
        if (_refused.Count > 0)
        {
            _confirming = false;
            return;
        }

        _starting = true;
        try
        {
            var run = await Runs.StartAsync(_form.ToRequest(Scenario, action, "dashboard"), Disposed);
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
