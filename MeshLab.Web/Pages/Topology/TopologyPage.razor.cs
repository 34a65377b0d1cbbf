using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Core.Topology;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Topology;

/// <summary>The application on a cluster as a live graph. The cluster is in the address.</summary>
public sealed partial class TopologyPage
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private IReadOnlyList<TargetCluster> _clusters = [];
    private MeshTopology? _topology;
    private string? _chosen;
    private string? _asked;
    private ITimer? _timer;

    /// <summary>The cluster to show; the first with a scenario on it when none is named.</summary>
    [SupplyParameterFromQuery]
    public string? Cluster { get; set; }

    /// <summary>Reads the graph.</summary>
    [Inject]
    public required TopologyService Topologies { get; set; }

    /// <summary>The clusters there are.</summary>
    [Inject]
    public required ClusterCatalogue Catalogue { get; set; }

    /// <summary>Knows which clusters hold a scenario.</summary>
    [Inject]
    public required RunService Runs { get; set; }

    /// <summary>Holds the address.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _asked = Cluster;
        Listen<ClustersChanged>();
        if (RendererInfo.IsInteractive)
        {
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(RefreshAsync), null, Every, Every);
        }

        return base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_asked != Cluster)
        {
            _asked = Cluster;
            await RefreshAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _clusters = Catalogue.Clusters;
        _chosen = Cluster ?? (await Runs.GetOccupiedClustersAsync(cancellationToken)).Select(one => one.Cluster).FirstOrDefault(name => Catalogue.Find(name) is not null) ?? (_clusters.Count > 0 ? _clusters[0].Name : null);
        _topology = _chosen is null ? null : await Topologies.ReadAsync(_chosen, cancellationToken);
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

    private void Choose(string? cluster) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("cluster", cluster));
}
