using MeshLab.Core;
using MeshLab.Core.Changes;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Store;
using MeshLab.Core.Storage;
using MeshLab.Tests.Access;
using MeshLab.Tests.Clusters;
using MeshLab.Tests.Measurements;
using MeshLab.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeshLab.Tests.Web.Measurements;

/// <summary>The measurements' endpoints over real HTTP and a real SQLite file. The clock stands at ten minutes after <see cref="Observed.Start"/>.</summary>
public sealed class MeasurementsServer : IAsyncLifetime
{
    private readonly TestCatalogue _files = new();
    private WebApplication _app = null!;

    public HttpClient Http { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOptions<MeshLabOptions>().Configure(options => options.DataDirectory = _files.Folder);
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Observed.Start.AddMinutes(10)));
        builder.Services.AddSingleton(_files.Create(_files.Write("config", TestCatalogue.Kubeconfig("lab", "http://127.0.0.1:1"))));
        builder.Services.AddChanges();
        builder.Services.AddStorage();
        builder.Services.AddMeasurements();
        builder.Services.AddSingleton<Microsoft.AspNetCore.DataProtection.IDataProtectionProvider>(new Microsoft.AspNetCore.DataProtection.EphemeralDataProtectionProvider());
        builder.Services.AddProblemDetails().AddNoLogin();
        _app = builder.Build();
        _app.MapMeasurementsApi();
        _app.MapPrometheusApi();
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
        for (var at = 0; at < 300; at += 10)
        {
            await store.AppendAsync(
                new("lab", "kubelet-summary", Origin.Measured, [MeasuredCluster.Use(app, at, at + 10, 0.2, 1000), MeasuredCluster.Use(proxy, at, at + 10, 0.1, 500)], new Dictionary<UsageSubject, MeshLab.Core.Measurements.Classification.ContainerClass>
                {
                    [app] = new(WorkloadClass.App, "none"),
                    [proxy] = new(WorkloadClass.Proxy, "istio"),
                }),
                CancellationToken.None);
        }
    }
}
