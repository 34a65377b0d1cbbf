using MeshLab.Core.Simulation;
using MeshLab.Core.Simulation.Api;
using MeshLab.Core.Simulation.Charts;
using MeshLab.Core.Simulation.Pods;
using MeshLab.Core.Simulation.Store;
using Xunit;

namespace MeshLab.Tests.Simulation.Controllers;

/// <summary>What the chart profiles contain, brought to life by the controllers.</summary>
public sealed class ChartWorkloadTests : IDisposable
{
    private static readonly WriteOptions Helm = new("helm", DryRun: false, Force: true, Strict: false, Subresource: null);

    private readonly SimulatedCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Theory]
    [InlineData("istio-system", "base", "istiod", "cni", "ztunnel")]
    [InlineData("istio-ingress", "base", "istiod", "gateway")]
    [InlineData("kube-system", "cilium")]
    [InlineData("observability", "prometheus", "jaeger", "kiali-server")]
    public void Charts_Installed_AllPodsBecomeReady(string @namespace, params string[] charts)
    {
        _cluster.Namespace(@namespace);
        _cluster.Namespace("istio-system");
        foreach (var chart in charts)
        {
            Install(chart, chart is "istiod" or "base" ? "istio-system" : @namespace);
            _cluster.Pass(TimeSpan.FromSeconds(10));
        }

        _cluster.Pass(TimeSpan.FromSeconds(10));

        Assert.NotEmpty(_cluster.Pods(null));
        Assert.All(_cluster.Pods(null), pod => Assert.True(PodReadiness.IsReady(pod), $"{pod.Namespace()}/{pod.Name()}: {PodState.Status(pod)}"));
    }

    private void Install(string chart, string @namespace)
    {
        foreach (var one in new ChartProfiles().RenderRelease(_cluster.Cluster, new ChartRequest(chart, @namespace, chart, null, null, [])).OrderBy(one => one.Text("kind") == "CustomResourceDefinition" ? 0 : 1))
        {
            var type = _cluster.Cluster.Types.FindKind(one.Text("apiVersion")!, one.Text("kind")!);
            Assert.True(type is not null, $"{chart} needs {one.Text("kind")}");
            var space = type.Namespaced ? one.Namespace() is { Length: > 0 } own ? own : @namespace : "";
            if (space.Length > 0 && _cluster.Cluster.Store.Peek(new ObjectKey("", "namespaces", "", space)) is null)
            {
                _cluster.Namespace(space);
            }

            _cluster.Writer.Apply(type, space, one.Name(), one, Helm);
        }
    }
}
