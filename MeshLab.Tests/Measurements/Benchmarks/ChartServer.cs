using MeshLab.Tests.Clusters;
using MeshLab.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MeshLab.Tests.Measurements.Benchmarks;

/// <summary>MeshLab's measurements over HTTP, on the database of a measured cluster.</summary>
internal sealed class ChartServer : IAsyncDisposable
{
    private readonly TestCatalogue _files = new();
    private readonly WebApplication _app;

    private ChartServer(MeasuredCluster cluster)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(cluster.Service);
        builder.Services.AddSingleton(cluster.Database.Services.GetRequiredService<MeshLab.Core.Measurements.Sampling.SamplingSettings>());
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_files.Create(_files.Write("config", TestCatalogue.Kubeconfig("lab", "http://127.0.0.1:1"))));
        builder.Services.AddProblemDetails();
        // Who may ask is another's concern: there is nobody else here.
        builder.Services.Configure<RouteOptions>(options => options.SuppressCheckForUnhandledSecurityMetadata = true);
        _app = builder.Build();
        _app.MapMeasurementsApi();
    }

    /// <summary>Asks it.</summary>
    public HttpClient Http { get; } = new();

    public static async Task<ChartServer> StartAsync(MeasuredCluster cluster)
    {
        var server = new ChartServer(cluster);
        await server._app.StartAsync();
        server.Http.BaseAddress = new Uri(server._app.Urls.First());
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        _files.Dispose();
    }
}
