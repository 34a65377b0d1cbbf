using MeshLab.Core.Audit;
using MeshLab.Core.Changes;
using MeshLab.Core.Measurements.Network;
using MeshLab.Core.Measurements.Queries;
using MeshLab.Core.Measurements.Sampling;
using MeshLab.Core.Measurements.Sources.Prometheus;
using MeshLab.Core.Measurements.Store;
using MeshLab.Core.Measurements.Telemetry;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace MeshLab.Core.Measurements;

/// <summary>Registers measurements.</summary>
public static class MeasurementsRegistration
{
    /// <summary>Adds <see cref="MeasurementService"/>, the store, and the background services that sample and clean. Clusters to sample come from every registered <see cref="ISamplingTargets"/>.</summary>
    public static IServiceCollection AddMeasurements(this IServiceCollection services)
    {
        services.TryAddSingleton(Random.Shared);
        services.AddMetrics();
        services.AddSharedChange<SamplesStored>();
        services.AddSharedChange<SamplingIntervalChanged>();
        services.AddAudit();
        services.AddSingleton<SamplingMetrics>();
        services.AddSingleton<UsageStore>();
        services.AddSingleton<Rollups>();
        services.AddSingleton<UsageReader>();
        services.AddSingleton<ContainerUseReader>();
        services.AddSingleton<WindowReader>();
        // Reading what is stored needs no cluster.
        services.AddSingleton(provider => new PrometheusEndpoints(
            provider.GetRequiredService<IOptions<MeshLabOptions>>(), provider.GetRequiredService<ContentDirectories>(), provider.GetRequiredService<Microsoft.AspNetCore.DataProtection.IDataProtectionProvider>,
            provider.GetRequiredService<AuditTrail>()));
        services.AddSingleton(provider => new PrometheusSources(provider.GetRequiredService<PrometheusEndpoints>(), provider.GetRequiredService<Clusters.ClusterCatalogue>));
        services.AddSingleton(provider => new NetworkReader(
            provider.GetRequiredService<Clusters.ClusterCatalogue>, provider.GetRequiredService<PrometheusSources>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new PrometheusProbe(
            provider.GetRequiredService<PrometheusEndpoints>(), provider.GetRequiredService<PrometheusSources>(), provider.GetRequiredService<Clusters.ClusterCatalogue>));
        services.AddSingleton(provider => new ClusterSources(provider.GetRequiredService<PrometheusSources>()));
        services.AddSingleton<SamplingStates>();
        services.AddSingleton<SamplingReport>();
        services.AddSingleton<SamplingSettings>();
        services.AddSingleton(provider => new MeasurementService(
            provider.GetRequiredService<IDbContextFactory<MeshLabDbContext>>(),
            provider.GetRequiredService<UsageReader>(),
            provider.GetRequiredService<WindowReader>(),
            provider.GetRequiredService<PrometheusSources>(),
            provider.GetRequiredService<SamplingReport>(),
            provider.GetRequiredService<SamplingSettings>(),
            provider.GetRequiredService<IOptions<MeshLabOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<SamplingService>();
        services.AddHostedService<RetentionService>();
        return services;
    }
}
