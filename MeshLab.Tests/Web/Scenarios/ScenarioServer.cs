using MeshLab.Core;
using MeshLab.Core.Changes;
using MeshLab.Core.Exports;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Storage;
using MeshLab.Tests.Access;
using MeshLab.Tests.Scenarios;
using MeshLab.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MeshLab.Tests.Web.Scenarios;

/// <summary>The scenarios' API on a loopback port, over a folder of its own and a real database.</summary>
internal sealed class ScenarioServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ScenarioFolder _folder;

    private ScenarioServer(WebApplication app, ScenarioFolder folder)
    {
        _app = app;
        _folder = folder;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    internal HttpClient Client { get; }

    internal IServiceProvider Services => _app.Services;

    internal static async Task<ScenarioServer> StartAsync(Action<ScenarioFolder> fill)
    {
        var folder = new ScenarioFolder();
        fill(folder);
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddOptions<MeshLabOptions>().Configure(folder.Configure);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddChanges();
        builder.Services.AddStorage();
        builder.Services.AddRoadmap();
        builder.Services.AddScenarios();
        builder.Services.AddExports();
        builder.Services.AddProblemDetails().AddNoLogin();
        var app = builder.Build();
        await app.Services.GetRequiredService<DatabaseInitializer>().InitializeAsync(default);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapScenariosApi();
        app.MapExportsApi();
        await app.StartAsync();
        return new ScenarioServer(app, folder);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}
