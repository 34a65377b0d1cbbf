using MeshLab.Core;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>The cluster of the kubeconfig in <c>MESHLAB_TEST_KUBECONFIG</c>: its only context, or the one in <c>MESHLAB_TEST_CONTEXT</c>.</summary>
public sealed class RealClusterUnderTest : IClusterUnderTest, IDisposable
{
    private readonly ClusterCatalogue? _catalogue;

    public RealClusterUnderTest()
    {
        if (Environment.GetEnvironmentVariable("MESHLAB_TEST_KUBECONFIG") is { Length: > 0 } kubeconfig)
        {
            var options = Options.Create(new MeshLabOptions { Kubeconfig = kubeconfig, DemoCluster = false });
            _catalogue = new ClusterCatalogue(options, new ContentDirectories(options), new ChangeFeed(NullLogger<ChangeFeed>.Instance), TimeProvider.System, NullLogger<ClusterCatalogue>.Instance);
        }
    }

    public ClusterClient Client
    {
        get
        {
            Assert.SkipWhen(_catalogue is null, "MESHLAB_TEST_KUBECONFIG is not set: name a kubeconfig in it to check a real cluster too");
            var wanted = Environment.GetEnvironmentVariable("MESHLAB_TEST_CONTEXT");
            var cluster = _catalogue!.Clusters.FirstOrDefault(one => string.IsNullOrEmpty(wanted) || one.Context == wanted);
            Assert.True(cluster is not null, $"no usable context in MESHLAB_TEST_KUBECONFIG: {string.Join("; ", _catalogue.Problems)}");
            return _catalogue.Connect(cluster.Name);
        }
    }

    public string ShellImage => Environment.GetEnvironmentVariable("MESHLAB_TEST_IMAGE") is { Length: > 0 } image ? image : "busybox:1.37";

    public bool IsSimulated => false;

    public void Dispose() => _catalogue?.Dispose();
}
