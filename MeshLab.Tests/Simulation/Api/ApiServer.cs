using MeshLab.Core.Simulation;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MeshLab.Tests.Simulation.Api;

/// <summary>A running demo API server in a folder of its own.</summary>
public sealed class ApiServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-demo-").FullName;
    private DemoClusterServer _server = null!;

    public HttpClient Http { get; private set; } = null!;

    public string Kubeconfig => Path.Combine(_folder, "demo-kubeconfig.yaml");

    public string Folder => _folder;

    public async ValueTask InitializeAsync()
    {
        _server = new DemoClusterServer(new DemoClusterSettings(_folder, 0), new BareBehaviour(), TimeProvider.System, NullLogger<DemoClusterServer>.Instance);
        await _server.StartAsync(CancellationToken.None);
        Http = new HttpClient { BaseAddress = new Uri(_server.Address!, "/clusters/demo/") };
    }

    public async Task RestartAsync()
    {
        await DisposeServerAsync();
        await InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeServerAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task DisposeServerAsync()
    {
        Http.Dispose();
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
    }
}
