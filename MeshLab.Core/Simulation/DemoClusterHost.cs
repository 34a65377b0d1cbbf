using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MeshLab.Core.Simulation;

/// <summary>Starts and stops the demo clusters with the process, unless they are switched off.</summary>
internal sealed class DemoClusterHost(IOptions<MeshLabOptions> options, IServiceProvider services) : IHostedService
{
    private readonly bool _enabled = options.Value.DemoCluster;

    public Task StartAsync(CancellationToken cancellationToken) =>
        _enabled ? services.GetRequiredService<DemoClusterServer>().StartAsync(cancellationToken) : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) =>
        _enabled ? services.GetRequiredService<DemoClusterServer>().StopAsync(cancellationToken) : Task.CompletedTask;
}
