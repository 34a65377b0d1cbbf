using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements;
using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Clusters;

/// <summary>One target cluster.</summary>
public sealed partial class ClusterCard : ComponentBase
{
    /// <summary>The cluster.</summary>
    [Parameter, EditorRequired]
    public required TargetCluster Cluster { get; set; }

    /// <summary>What was last seen of it; null while nobody has looked.</summary>
    [Parameter]
    public ClusterStatus? Status { get; set; }

    /// <summary>The scenarios that have something on it.</summary>
    [Parameter]
    public IReadOnlyList<string> Scenarios { get; set; } = [];

    /// <summary>By what it can be measured.</summary>
    [Parameter]
    public IReadOnlyList<ClusterSource> Sources { get; set; } = [];

    /// <summary>Called when its Prometheus was set or removed.</summary>
    [Parameter]
    public EventCallback OnSourcesChanged { get; set; }

    /// <summary>The status when it says anything of what is on the cluster.</summary>
    private ClusterStatus? Seen => Status is { Reachable: true } ? Status : null;

    private string StatusText => Status switch
    {
        null => "Checking…",
        { Reachable: true } => "Reachable",
        _ => "Not reachable",
    };

    private StatusTone StatusTone => Status switch
    {
        null => StatusTone.Neutral,
        { Reachable: true } => StatusTone.Success,
        _ => StatusTone.Error,
    };

    private static string ListOf(IReadOnlyList<string>? items, string none) => items switch
    {
        null => "–",
        { Count: 0 } => none,
        _ => string.Join(", ", items),
    };
}
