using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation;

/// <summary>A demo cluster without chart profiles: it refuses every chart by name.</summary>
internal sealed class NoCharts : IChartProfiles
{
    public IReadOnlyList<JsonObject> RenderRelease(DemoCluster cluster, ChartRequest request) =>
        throw new ChartProfileException($"the demo cluster has no profile for chart {request.Chart}");

    public IReadOnlyList<JsonObject>? RenderManifest(Uri address) => null;
}
