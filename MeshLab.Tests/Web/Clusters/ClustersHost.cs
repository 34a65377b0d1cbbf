using MeshLab.Core;
using MeshLab.Core.Audit;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Kubeconfigs;
using MeshLab.Core.Documents;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Sources.Prometheus;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Storage;
using MeshLab.Tests.Clusters;
using MeshLab.Tests.Simulation.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MeshLab.Tests.Web.Clusters;

/// <summary>The clusters capability with the demo clusters' server and a kubeconfig of the test's own.</summary>
internal sealed class ClustersHost : IAsyncDisposable
{
    private readonly ApiServer? _server;
    private readonly TestCatalogue _files = new();
    private readonly Microsoft.AspNetCore.DataProtection.EphemeralDataProtectionProvider _keys = new();

    private ClustersHost(ApiServer? server)
    {
        _server = server;
    }

    public TestCatalogue Files => _files;

    public string DemoKubeconfig => _server!.Kubeconfig;

    public static async Task<ClustersHost> StartAsync(bool demo)
    {
        if (!demo)
        {
            return new ClustersHost(null);
        }

        var server = new ApiServer();
        await server.InitializeAsync();
        return new ClustersHost(server);
    }

    public void Register(IServiceCollection services, string kubeconfig)
    {
        services.AddOptions<MeshLabOptions>().Configure(options =>
        {
            options.Kubeconfig = kubeconfig;
            options.DataDirectory = _server?.Folder ?? _files.Folder;
            options.DemoCluster = _server is not null;
        });
        services.AddLogging(logging => logging.ClearProviders());
        services.AddSingleton(TimeProvider.System);
        services.AddChanges();
        services.AddStorage();
        services.AddAudit();
        services.AddClusters();
        services.AddSingleton(provider => new PrometheusEndpoints(
            provider.GetRequiredService<IOptions<MeshLabOptions>>(), provider.GetRequiredService<ContentDirectories>(), () => _keys,
            provider.GetRequiredService<AuditTrail>()));
        services.AddSingleton(provider => new PrometheusSources(provider.GetRequiredService<PrometheusEndpoints>(), provider.GetRequiredService<ClusterCatalogue>));
        services.AddSingleton(provider => new PrometheusProbe(provider.GetRequiredService<PrometheusEndpoints>(), provider.GetRequiredService<PrometheusSources>(), provider.GetRequiredService<ClusterCatalogue>));
        services.AddSingleton(provider => new ClusterSources(provider.GetRequiredService<PrometheusSources>()));

        // The user's own files are no part of the test.
        services.AddSingleton(provider => new ClusterCatalogue(
            provider.GetRequiredService<IOptions<MeshLabOptions>>(),
            provider.GetRequiredService<ContentDirectories>(),
            provider.GetRequiredService<ChangeFeed>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ClusterCatalogue>>(),
            new ClusterEnvironment(null, _files.PathOf("home"), null, null, _files.PathOf("serviceaccount"))));
    }

    /// <summary>Adds runs and what they need, over a real database.</summary>
    public static void RegisterRuns(IServiceCollection services) =>
        services.AddDocuments().AddRoadmap().AddScenarios().AddRuns();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _files.Dispose();
    }
}
