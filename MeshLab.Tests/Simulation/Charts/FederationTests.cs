using System.Text.Json.Nodes;
using MeshLab.Core.Simulation;
using MeshLab.Core.Simulation.Charts;
using Xunit;

namespace MeshLab.Tests.Simulation.Charts;

/// <summary>Objects of Liqo on a demo cluster with its controllers.</summary>
public sealed class FederationTests : IDisposable
{
    private readonly SimulatedCluster _demo = new();

    public void Dispose() => _demo.Dispose();

    [Fact]
    public void NamespaceOffloading_WithoutAVirtualNode_SelectsNoCluster()
    {
        Install("liqo", "liqo");

        _demo.Apply("""
            apiVersion: offloading.liqo.io/v1beta1
            kind: NamespaceOffloading
            metadata: { name: offloading, namespace: default }
            spec: { namespaceMappingStrategy: EnforceSameName, podOffloadingStrategy: Remote }
            """);

        Assert.Equal("NoClusterSelected", _demo.Get("offloading.liqo.io", "namespaceoffloadings", "offloading")!.Text("status", "offloadingPhase"));
    }

    private void Install(string chart, string release)
    {
        foreach (var one in new ChartProfiles().RenderRelease(_demo.Cluster, new ChartRequest(release, release, chart, null, null, [])))
        {
            var resource = (JsonObject)one.DeepClone();
            if (resource.Namespace().Length == 0 && _demo.Cluster.Types.FindKind(resource.Text("apiVersion")!, resource.Text("kind")!)!.Namespaced)
            {
                resource.Map("metadata")["namespace"] = release;
            }

            _demo.Namespace(release);
            _demo.Apply(resource.ToJsonString());
        }
    }
}
