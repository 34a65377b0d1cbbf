using System.Text.Json;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>The mesh-wide configuration in the ConfigMap <c>istio</c>, which the chart profile writes as JSON.</summary>
internal static class MeshConfig
{
    public static JsonObject? Of(DemoCluster cluster)
    {
        var text = ClusterView.Of(cluster).Find("", "configmaps", "istio-system", "istio").Scalar("data", "mesh");
        try
        {
            return text is null ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            // Somebody wrote it as YAML; the demo cluster reads only what its own profile wrote.
            return null;
        }
    }
}
