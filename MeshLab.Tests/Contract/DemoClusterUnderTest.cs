using MeshLab.Core;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Connections;
using MeshLab.Core.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>The demo cluster as it ships, reached as any other cluster: by its address with a path.</summary>
public sealed class DemoClusterUnderTest : IClusterUnderTest, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-contract-").FullName;
    private ServiceProvider _services = null!;

    public ClusterClient Client { get; private set; } = null!;

    public string ShellImage => "busybox:1.37";

    public bool IsSimulated => true;

    public async ValueTask InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddOptions<MeshLabOptions>().Configure(options => (options.DataDirectory, options.DemoClusterPort) = (_folder, 0));
        services.AddSimulation();
        _services = services.BuildServiceProvider();
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        var address = new Uri(_services.GetRequiredService<DemoClusterServer>().Address!, "/clusters/demo");
        Client = new ClusterClient(new TargetCluster("demo", ClusterKind.Simulated, null, "demo", address), new ConnectionSettings(address), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
