using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Connections;
using MeshLab.Tests.Simulation.Api;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>The demo cluster's API server, reached as any other cluster: by its address with a path.</summary>
public sealed class DemoClusterUnderTest : IClusterUnderTest, IAsyncLifetime
{
    private readonly ApiServer _server = new();

    public ClusterClient Client { get; private set; } = null!;

    public string ShellImage => "box:1";

    public bool IsSimulated => true;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        var address = new Uri(_server.Http.BaseAddress!.AbsoluteUri.TrimEnd('/'));
        Client = new ClusterClient(new TargetCluster("demo", ClusterKind.Simulated, _server.Kubeconfig, "demo", address), new ConnectionSettings(address), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }
}
