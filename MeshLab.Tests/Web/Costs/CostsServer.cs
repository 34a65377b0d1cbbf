using MeshLab.Core;
using MeshLab.Core.Changes;
using MeshLab.Core.Costs;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Classification;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Store;
using MeshLab.Core.Storage;
using MeshLab.Tests.Access;
using MeshLab.Tests.Clusters;
using MeshLab.Tests.Costs;
using MeshLab.Tests.Measurements;
using MeshLab.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeshLab.Tests.Web.Costs;

/// <summary>The costs' endpoints over real HTTP and a real SQLite file: five minutes of sidecars on the cluster lab, put there by run 7.</summary>
public sealed class CostsServer : IAsyncLifetime, IMeasuredPeriods
{
    private readonly TestCatalogue _files = new();
    private WebApplication _app = null!;

    public HttpClient Http { get; private set; } = null!;

    public Task<IReadOnlyList<MeasuredPeriod>> GetAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MeasuredPeriod>>([new("lab", "istio-sidecar", false, Observed.Start, Observed.Start.AddMinutes(5), 7, "mesh-cost-analysis", [])]);

    public Task<IReadOnlyList<ExperimentChoice>> ListExperimentsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ExperimentChoice>>([new(4, "Two loads", 6, false)]);

    public Task<MeasuredExperiment?> GetExperimentAsync(long id, CancellationToken cancellationToken) => Task.FromResult(id == 4 ? MeasuredExperiments.TwoLoads(4) : null);

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOptions<MeshLabOptions>().Configure(options => options.DataDirectory = _files.Folder);
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Observed.Start.AddMinutes(10)));
        builder.Services.AddSingleton(_files.Create(_files.Write("config", TestCatalogue.Kubeconfig("lab", "http://127.0.0.1:1"))));
        builder.Services.AddSingleton<IMeasuredPeriods>(this);
        builder.Services.AddChanges();
        builder.Services.AddStorage();
        builder.Services.AddMeasurements();
        builder.Services.AddCosts();
        builder.Services.AddProblemDetails().AddNoLogin();
        _app = builder.Build();
        _app.MapCostsApi();
        await _app.Services.GetRequiredService<DatabaseInitializer>().InitializeAsync(CancellationToken.None);
        await SeedAsync();
        await _app.StartAsync();
        Http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _files.Dispose();
    }

    private async Task SeedAsync()
    {
        var (app, proxy) = (Observed.Container("podinfo"), Observed.Container("istio-proxy"));
        var store = _app.Services.GetRequiredService<UsageStore>();
        for (var at = 0; at < 300; at += 60)
        {
            await store.AppendAsync(
                new("lab", "kubelet-summary", Origin.Measured, [MeasuredCluster.Use(app, at, at + 60, 0.2, 1 << 30), MeasuredCluster.Use(proxy, at, at + 60, 0.01, 64 << 20)], new Dictionary<UsageSubject, ContainerClass>
                {
                    [app] = new(WorkloadClass.App, "none") { Requests = new(0.1, 0) },
                    [proxy] = new(WorkloadClass.Proxy, "istio") { Requests = new(0.1, 128 << 20) },
                }),
                CancellationToken.None);
        }
    }
}
