using MeshLab.Core;
using MeshLab.Core.Changes;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Storage;
using MeshLab.Tests.Access;
using MeshLab.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MeshLab.Tests.Web.Roadmap;

/// <summary>The roadmap's API on a loopback port, over a real database.</summary>
internal sealed class RoadmapApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RoadmapApiServer(WebApplication app, string folder)
    {
        _app = app;
        Folder = folder;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    internal string Folder { get; }

    internal HttpClient Client { get; }

    internal static async Task<RoadmapApiServer> StartAsync(params (string File, string Markdown)[] files)
    {
        var folder = Directory.CreateTempSubdirectory("meshlab-test-").FullName;
        foreach (var (file, markdown) in files)
        {
            Directory.CreateDirectory(Path.Combine(folder, "roadmap"));
            await File.WriteAllTextAsync(Path.Combine(folder, "roadmap", file), markdown);
        }

        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddOptions<MeshLabOptions>().Configure(options => (options.DataDirectory, options.RoadmapDirectory) = (folder, Path.Combine(folder, "roadmap")));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddChanges();
        builder.Services.AddStorage();
        builder.Services.AddRoadmap();
        builder.Services.AddProblemDetails().AddNoLogin();
        var app = builder.Build();
        await app.Services.GetRequiredService<DatabaseInitializer>().InitializeAsync(default);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapRoadmapApi();
        app.MapRoadmapsApi();
        await app.StartAsync();
        return new RoadmapApiServer(app, folder);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
