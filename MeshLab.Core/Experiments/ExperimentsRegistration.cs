using MeshLab.Core.Audit;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Experiments.Execution;
using MeshLab.Core.Experiments.Journal;
using MeshLab.Core.Experiments.Planning;
using MeshLab.Core.Experiments.Results;
using MeshLab.Core.Measurements;
using MeshLab.Core.Runs;
using MeshLab.Core.Storage.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Core.Experiments;

/// <summary>Registers experiments.</summary>
public static class ExperimentsRegistration
{
    /// <summary>Adds <see cref="ExperimentService"/> and the background service that carries experiments out. Needs measurements and runs.</summary>
    public static IServiceCollection AddExperiments(this IServiceCollection services)
    {
        services.AddAudit();
        services.AddSharedChange<ExperimentChanged>();
        services.AddSingleton<ExperimentJournal>();
        services.AddSingleton<ExperimentPreflight>();
        services.AddSingleton<FortioLoad>();
        services.AddSingleton<RunWatch>();
        services.AddSingleton<StageRuns>();
        services.AddSingleton<TrialExecutor>();
        services.AddSingleton<ExperimentExecutor>();
        services.AddSingleton<ExperimentRunner>();
        services.AddSingleton<ResultCache>();
        services.AddSingleton<ISamplingTargets, ExperimentSamplingTargets>();
        services.AddSingleton(provider => new ExperimentService(
            provider.GetRequiredService<ExperimentJournal>(),
            provider.GetRequiredService<ExperimentPreflight>(),
            provider.GetRequiredService<ExperimentRunner>(),
            provider.GetRequiredService<ResultCache>(),
            provider.GetRequiredService<ClusterCatalogue>(),
            provider.GetRequiredService<RunService>(),
            provider.GetRequiredService<AuditTrail>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IHeartbeatWork>(provider => provider.GetRequiredService<ExperimentRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<ExperimentRunner>());
        return services;
    }
}
