using MeshLab.Core.Simulation.Charts;
using MeshLab.Core.Simulation.Traffic;
using MeshLab.Core.Simulation.Traffic.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MeshLab.Core.Simulation;

/// <summary>Registers the demo clusters.</summary>
public static class SimulationRegistration
{
    /// <summary>
    /// Adds the demo clusters as a hosted service; with <see cref="MeshLabOptions.DemoCluster"/> off, it starts nothing. Register it
    /// before whatever talks to the clusters, because hosted services start in order of registration.
    /// </summary>
    public static IServiceCollection AddSimulation(this IServiceCollection services)
    {
        services.TryAddSingleton<ContentDirectories>();
        services.TryAddSingleton<TrafficEngine>();
        services.TryAddSingleton<ICommandRunner, CommandRunner>();
        services.TryAddSingleton<IChartProfiles, ChartProfiles>();
        services.TryAddSingleton<IClusterBehaviour, ClusterBehaviour>();
        services.AddSingleton(provider => new DemoClusterServer(
            new DemoClusterSettings(
                provider.GetRequiredService<ContentDirectories>().Data,
                provider.GetRequiredService<IOptions<MeshLabOptions>>().Value.DemoClusterPort),
            provider.GetRequiredService<IClusterBehaviour>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DemoClusterServer>>()));
        services.AddHostedService<DemoClusterHost>();
        return services;
    }
}
