using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation;

/// <summary>The charts and published manifests that a demo cluster has stand-ins for.</summary>
internal interface IChartProfiles
{
    /// <summary>The objects a release consists of. Throws <see cref="ChartProfileException"/> for an unknown chart or wrong values.</summary>
    IReadOnlyList<JsonObject> RenderRelease(DemoCluster cluster, ChartRequest request);

    /// <summary>Stand-ins for a manifest published at a web address, or null when there is none.</summary>
    IReadOnlyList<JsonObject>? RenderManifest(Uri address);
}
