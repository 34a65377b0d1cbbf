using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Core.Topology;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Topology;

/// <summary>The application on a cluster, or on several, as a live graph. The clusters are in the address.</summary>
public sealed partial class TopologyPage
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private IReadOnlyList<TargetCluster> _clusters = [];
    private MeshTopology? _topology;
    private IReadOnlyList<string> _chosen = [];
    private string _asked = "";
    private ITimer? _timer;

    /// <summary>The clusters to show; those of a scenario when none is named.</summary>
    [SupplyParameterFromQuery(Name = "cluster")]
    public string[]? Clusters { get; set; }

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
        _asked = Asked;
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
        if (_asked != Asked)
        {
            _asked = Asked;
            await RefreshAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _clusters = Catalogue.Clusters;
        _chosen = Clusters is { Length: > 0 } asked ? asked : await OccupiedAsync(cancellationToken);
        _topology = _chosen.Count == 0 ? null : await Topologies.ReadAsync(_chosen, cancellationToken);
    }

    /// <summary>The first cluster with a scenario on it and those that share one with it, so that a scenario of several clusters is seen whole; else the first cluster there is.</summary>
    private async Task<IReadOnlyList<string>> OccupiedAsync(CancellationToken cancellationToken)
    {
        var occupied = (await Runs.GetOccupiedClustersAsync(cancellationToken)).Where(one => Catalogue.Find(one.Cluster) is not null).ToList();
        return occupied.Count == 0
            ? [.. _clusters.Take(1).Select(one => one.Name)]
            : [.. occupied.Where(one => one.Scenarios.Intersect(occupied[0].Scenarios).Any()).Select(one => one.Cluster)];
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

    private string Chosen => string.Join(", ", _chosen);

    private string Asked => string.Join('\n', Clusters ?? []);

    /// <summary>Shows a cluster or leaves it out, in the order of the list.</summary>
    private void Choose(string cluster, bool shown)
    {
        string[] chosen = [.. _clusters.Select(one => one.Name).Where(name => name == cluster ? shown : _chosen.Contains(name))];
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["cluster"] = chosen }));
    }
}
