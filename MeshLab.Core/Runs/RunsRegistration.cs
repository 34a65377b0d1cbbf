using MeshLab.Core.Changes;
using MeshLab.Core.Runs.Checks;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Health;
using MeshLab.Core.Runs.Helm;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Runs.Queue;
using MeshLab.Core.Runs.Readiness;
using MeshLab.Core.Runs.Steps;
using MeshLab.Core.Runs.Teardown;
using MeshLab.Core.Runs.Telemetry;
using MeshLab.Core.Runs.Tools;
using MeshLab.Core.Runs.Tree;
using MeshLab.Core.Runs.Workloads;
using MeshLab.Core.Storage;
using MeshLab.Core.Storage.Postgres;
using MeshLab.Core.Storage.Processes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace MeshLab.Core.Runs;

/// <summary>Registers runs.</summary>
public static class RunsRegistration
{
    private static readonly TimeSpan LookAtQueueEvery = TimeSpan.FromSeconds(5);

    /// <summary>Adds <see cref="RunService"/>, the background job service, and a health check with the tag <c>ready</c>. Needs storage, changes, clusters, scenarios and the roadmap.</summary>
    /// <param name="services">The services.</param>
    /// <param name="clustered">Whether the job service shares its jobs with other processes in the PostgreSQL database, instead of keeping them in memory.</param>
    public static IServiceCollection AddRuns(this IServiceCollection services, bool clustered = false)
    {
        services.AddSharedChange<RunChanged>();
        services.AddSharedChange<RunEnded>();
        services.AddSharedChange<RunLogAppended>(change => change.RunId);
        AddJournal(services);
        AddSteps(services);
        AddQueue(services, clustered);
        services.AddSingleton<RequestCheck>();
        services.AddSingleton<ToolCheck>();
        services.AddSingleton<ChartRenderer>();
        services.AddSingleton<Preflight>();
        services.AddSingleton(provider => new RunService(
            provider.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<Storage.MeshLabDbContext>>(),
            provider.GetRequiredService<Scenarios.ScenarioCatalogue>(),
            provider.GetRequiredService<Clusters.ClusterCatalogue>(),
            provider.GetRequiredService<Preflight>(),
            provider.GetRequiredService<RunJournal>(),
            provider.GetRequiredService<JournalState>(),
            provider.GetRequiredService<RunReader>(),
            provider.GetRequiredService<InventoryJournal>(),
            provider.GetRequiredService<StandingDeploys>(),
            provider.GetRequiredService<PlanJournal>(),
            provider.GetRequiredService<InventoryHealthReader>(),
            provider.GetRequiredService<SecretProtector>(),
            provider.GetRequiredService<ActiveRuns>(),
            provider.GetRequiredService<RunWaker>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RunHistory(provider.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<Storage.MeshLabDbContext>>()));
        services.AddSingleton<ObjectTreeReader>();
        services.AddSingleton(provider => new RunObjects(provider.GetRequiredService<ObjectTreeReader>(), provider.GetRequiredService<Clusters.ClusterCatalogue>()));
        return services;
    }

    private static void AddJournal(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("MeshLab");
        services.AddOptions<KeyManagementOptions>().Configure<DatabaseSettings, ContentDirectories, IServiceProvider, ILoggerFactory>((options, settings, directories, provider, loggers) =>
            options.XmlRepository = settings.IsPostgres
                ? new EntityFrameworkCoreXmlRepository<PostgresDbContext>(provider, loggers)
                : new FileSystemXmlRepository(KeyFolder.Create(directories), loggers));
        services.AddSingleton<SecretProtector>();
        services.AddSingleton<JournalState>();
        services.AddSingleton<RunFence>();
        services.AddSingleton<RunClaims>();
        services.AddSingleton<RunLogWriter>();
        services.AddSingleton<RunJournal>();
        services.AddSingleton<RunReader>();
        services.AddSingleton<ClusterIdentity>();
        services.AddSingleton<InventoryJournal>();
        services.AddSingleton<OutputJournal>();
        services.AddSingleton<StandingDeploys>();
        services.AddSingleton<PlanJournal>();
        services.AddSingleton<ReleaseHealth>();
        services.AddSingleton<InventoryHealthReader>();
        services.AddSingleton<ClusterLeases>();
        services.AddSingleton<VerifiedTasks>();
    }

    private static void AddSteps(IServiceCollection services)
    {
        services.AddHttpClient(UpstreamManifests.ClientName, client => client.Timeout = TimeSpan.FromMinutes(2));
        services.AddMetrics();
        services.AddSingleton<RunMetrics>();
        services.AddSingleton<ToolLocator>();
        services.AddSingleton<ToolRunner>();
        services.AddSingleton<ObjectApplier>();
        services.AddSingleton<UpstreamManifests>();
        services.AddSingleton<ManifestLoader>();
        services.AddSingleton<FailureDiagnosis>();
        services.AddSingleton<Verifier>();
        services.AddSingleton<HelmBinary>();
        services.AddSingleton<IStepKind, NamespaceStep>();
        services.AddSingleton<IStepKind, ApplyStep>();
        services.AddSingleton<IStepKind, HelmStep>();
        services.AddSingleton<IStepKind, CliStep>();
        services.AddSingleton<IStepKind, WaitStep>();
        services.AddSingleton<IStepKind, ExecStep>();
        services.AddSingleton<IStepKind, LoadStep>();
        services.AddSingleton<IStepKind, GenerateStep>();
        services.AddSingleton<IStepKind, KindStep>();
        services.AddSingleton<StepActions>();
        services.AddSingleton<StepExecutor>();
        services.AddSingleton<ItemRemover>();
        services.AddSingleton<TeardownExecutor>();
        services.AddSingleton<Interruption>();
        services.AddSingleton<DeployRun>();
        services.AddSingleton<TeardownRun>();
        services.AddSingleton<RunExecutor>();
    }

    private static void AddQueue(IServiceCollection services, bool clustered)
    {
        services.AddSingleton<ActiveRuns>();
        services.AddSingleton<IHeartbeatWork, RunHeartbeat>();
        services.AddSingleton<JobServiceState>();
        services.AddSingleton<RunDispatcher>();
        services.AddSingleton<RunWaker>();
        services.AddTransient<DispatchJob>();
        services.AddTransient<ExecuteRunJob>();
        services.AddQuartz(quartz =>
        {
            if (clustered)
            {
                Share(quartz);
            }
            else
            {
                quartz.UseInMemoryStore();
            }

            quartz.UseDefaultThreadPool(32);
            quartz.AddJob<DispatchJob>(job => job.WithIdentity(DispatchJob.Key).StoreDurably());
            quartz.AddTrigger<DispatchJob>(trigger => trigger.WithIdentity("look", "runs").ForJob(DispatchJob.Key).StartNow()
                .WithSimpleSchedule(schedule => schedule.WithInterval(LookAtQueueEvery).RepeatForever()));
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);

        // After the scheduler: hosted services stop in reverse, and runs must be stopped before the scheduler waits for them.
        services.AddHostedService<RunShutdown>();
        services.AddHealthChecks().AddCheck<JobServiceHealthCheck>("job-service", tags: ["ready"]);
    }

    /// <summary>Jobs lie in tables of Quartz's own, which it makes. A job of a process that dies is another's after nine seconds.</summary>
    private static void Share(IQuartzBuilder quartz)
    {
        quartz.ConfigureScheduler(scheduler =>
        {
            scheduler.InstanceName = "MeshLab";
            scheduler.IdleWaitTime = LookAtQueueEvery;
        });
        quartz.UsePersistentStore(store =>
        {
            store.UsePostgres(options => options.DataSourceFactory = provider => provider.GetRequiredService<SharedDatabase>().Source
                ?? throw new InvalidOperationException("Jobs can be shared in a PostgreSQL database only."));
            store.UseClustering(cluster => (cluster.CheckinInterval, cluster.CheckinMisfireThreshold) = (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6)));
            store.ProvisionSchema();
        });
    }
}
