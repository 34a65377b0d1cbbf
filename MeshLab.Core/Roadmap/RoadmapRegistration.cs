using MeshLab.Core.Audit;
using MeshLab.Core.Changes;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Core.Roadmap;

/// <summary>Registers the roadmap.</summary>
public static class RoadmapRegistration
{
    /// <summary>Adds <see cref="RoadmapCatalogue"/>, <see cref="RoadmapService"/>, <see cref="RoadmapImports"/>, <see cref="CoveringDocuments"/> and the watcher of the roadmap's files.</summary>
    public static IServiceCollection AddRoadmap(this IServiceCollection services)
    {
        services.AddAudit();
        services.AddSharedChange<RoadmapChanged>();
        services.AddSingleton<RoadmapCatalogue>();
        services.AddSingleton<CoveringDocuments>();
        services.AddSingleton<RoadmapStore>();
        services.AddSingleton(provider => new RoadmapService(
            provider.GetRequiredService<RoadmapCatalogue>(),
            provider.GetRequiredService<RoadmapStore>(),
            provider.GetRequiredService<ChangeFeed>()));
        services.AddSingleton(provider => new RoadmapImports(
            provider.GetRequiredService<ContentDirectories>(),
            provider.GetRequiredService<RoadmapCatalogue>(),
            provider.GetRequiredService<ChangeFeed>(),
            provider.GetRequiredService<AuditTrail>()));
        services.AddHostedService<RoadmapWatcher>();
        return services;
    }
}
