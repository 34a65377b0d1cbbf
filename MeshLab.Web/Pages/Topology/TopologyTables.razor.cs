using MeshLab.Core.Topology;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Topology;

/// <summary>A topology in words, for whoever does not see the drawing.</summary>
public sealed partial class TopologyTables
{
    /// <summary>What to tell.</summary>
    [Parameter]
    [EditorRequired]
    public required MeshTopology Topology { get; set; }

    private bool Several => Topology.Workloads.Any(one => one.Cluster is not null);
}
