using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Sources.Prometheus;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Core.Topology;

/// <summary>Registers the topology.</summary>
public static class TopologyRegistration
{
    /// <summary>Adds <see cref="TopologyService"/>. Needs clusters and measurements.</summary>
    public static IServiceCollection AddTopology(this IServiceCollection services) => services.AddSingleton(provider => new TopologyService(
        provider.GetRequiredService<ClusterCatalogue>(),
        provider.GetRequiredService<PrometheusSources>(),
        provider.GetRequiredService<TimeProvider>()));
}
