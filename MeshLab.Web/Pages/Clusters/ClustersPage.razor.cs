using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements;
using MeshLab.Core.Runs;
using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Clusters;

/// <summary>The target clusters, looked at while the page is open, and what is wrong with the kubeconfig files.</summary>
public sealed partial class ClustersPage : LiveComponent
{
    private const string EmptyText =
        "Put a kubeconfig at ~/.kube/config, or name one in the variable KUBECONFIG or in the setting MeshLab:Kubeconfig. To try MeshLab without a cluster, switch the demo cluster on (MeshLab:DemoCluster).";

    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(30);

    private IReadOnlyList<TargetCluster> _clusters = [];
    private IReadOnlyList<KubeconfigProblem> _problems = [];
    private IReadOnlyList<OccupiedCluster> _occupied = [];
    private bool _checking;
    private ITimer? _timer;

    /// <summary>The clusters there are.</summary>
    [Inject]
    public required ClusterCatalogue Catalogue { get; set; }

    /// <summary>What was last seen of them.</summary>
    [Inject]
    public required ClusterStatuses Statuses { get; set; }

    /// <summary>By what they can be measured.</summary>
    [Inject]
    public required ClusterSources Sources { get; set; }

    /// <summary>Runs, to know what is on the clusters.</summary>
    [Inject]
    public required RunService Runs { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Listen<ClustersChanged>();
        Listen<ClusterChecked>();
        Listen<RunChanged>();
        await base.OnInitializedAsync();
        if (RendererInfo.IsInteractive)
        {
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(() => CheckAsync(onlyDue: true)), null, TimeSpan.Zero, CheckInterval);
        }
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _clusters = Catalogue.Clusters;
        _problems = Catalogue.Problems;
        _occupied = await Runs.GetOccupiedClustersAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async ValueTask DisposeAsyncCore()
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }

        await base.DisposeAsyncCore();
    }

    private static string TitleOf(KubeconfigProblem problem) =>
        problem.Context is { } context ? $"Context {context} in {problem.File}" : problem.File;

    private IReadOnlyList<string> ScenariosOn(string cluster) =>
        _occupied.FirstOrDefault(one => one.Cluster == cluster)?.Scenarios ?? [];

    private IReadOnlyList<ClusterSource> SourcesOf(string cluster) => Statuses.Last(cluster) is { } status ? Sources.Of(status) : [];

    private async Task CheckAgainAsync()
    {
        Catalogue.Refresh(force: true);
        await CheckAsync(onlyDue: false);
        await RefreshAsync();
    }

    /// <summary>Looks at every cluster, or at those that are due; each result is shown when it comes.</summary>
    private async Task CheckAsync(bool onlyDue)
    {
        if (_checking || Disposed.IsCancellationRequested)
        {
            return;
        }

        _checking = true;
        StateHasChanged();
        try
        {
            await Task.WhenAll(Catalogue.Clusters.Where(cluster => !onlyDue || Statuses.IsDue(cluster.Name, CheckInterval)).Select(cluster => CheckAsync(cluster.Name)));
        }
        finally
        {
            _checking = false;
        }

        if (!Disposed.IsCancellationRequested)
        {
            StateHasChanged();
        }
    }

    private async Task CheckAsync(string cluster)
    {
        try
        {
            await Statuses.CheckAsync(cluster, Disposed);
        }
        catch (Exception error) when (error is ClusterException or OperationCanceledException)
        {
            // The cluster, or the page, went away meanwhile; neither is there to show anything.
        }
    }
}
