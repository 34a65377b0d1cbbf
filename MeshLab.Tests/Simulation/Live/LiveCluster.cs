using MeshLab.Core;
using MeshLab.Core.Simulation;
using MeshLab.Tests.Contract;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MeshLab.Tests.Simulation.Live;

/// <summary>The demo clusters as MeshLab runs them, with their real behaviour and the real clock, in a folder of their own.</summary>
public sealed class LiveCluster : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-live-").FullName;
    private ServiceProvider _services = null!;

    public string Kubeconfig => Path.Combine(_folder, "demo-kubeconfig.yaml");

    public string Folder => _folder;

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .Configure<MeshLabOptions>(options =>
            {
                options.DataDirectory = _folder;
                options.DemoClusterPort = 0;
            })
            .AddSimulation()
            .BuildServiceProvider();
        foreach (var hosted in _services.GetServices<Microsoft.Extensions.Hosting.IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }
    }

    internal DemoClusterServer Server => _services.GetRequiredService<DemoClusterServer>();

    public async Task RestartAsync()
    {
        await StopAsync();
        await InitializeAsync();
    }

    public async Task<string> RunAsync(string tool, params string[] arguments)
    {
        var result = await TestTool.RunAsync(tool, Kubeconfig, arguments);
        Assert.True(result.ExitCode == 0, $"{tool} {string.Join(' ', arguments)}: {result.StandardError}{result.StandardOutput}");
        return result.StandardOutput;
    }

    public async Task<string> ApplyAsync(string manifest, params string[] arguments)
    {
        var result = await TestTool.RunAsync("kubectl", Kubeconfig, manifest, ["apply", "--server-side", "-f", "-", .. arguments]);
        Assert.True(result.ExitCode == 0, $"kubectl apply: {result.StandardError}");
        return result.StandardOutput;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StopAsync()
    {
        foreach (var hosted in _services.GetServices<Microsoft.Extensions.Hosting.IHostedService>())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }
}
