using Bunit;
using MeshLab.Core;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Documents;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Simulation;
using MeshLab.Core.Storage;
using MeshLab.Tests.Scenarios;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MudBlazor.Services;

namespace MeshLab.Tests.Web.Scenarios;

/// <summary>The scenarios' pages over a folder of their own, a real database and the demo clusters. Runs are queued and not carried out.</summary>
internal sealed class ScenarioPages : IAsyncDisposable
{
    private IHostedService? _demo;

    /// <summary>The first page of a process is compiled while it is waited for; a busy machine needs more than the second that bUnit gives.</summary>
    static ScenarioPages() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(15);

    private ScenarioPages()
    {
        Context.JSInterop.Mode = JSRuntimeMode.Loose;
        Context.Services.AddMudServices();
        Context.Services.AddLogging();
        Context.Services.AddOptions<MeshLabOptions>().Configure(options =>
        {
            Folder.Configure(options);
            options.DemoClusterPort = 0;
        });
        Context.Services.AddSingleton(TimeProvider.System);
        Context.Services.AddChanges();
        Context.Services.AddStorage();
        Context.Services.AddDocuments();
        Context.Services.AddRoadmap();
        Context.Services.AddSimulation();
        Context.Services.AddClusters();
        Context.Services.AddScenarios();
        Context.Services.AddRuns();
    }

    public BunitContext Context { get; } = new();

    public ScenarioFolder Folder { get; } = new();

    public RunService Runs => Context.Services.GetRequiredService<RunService>();

    public static async Task<ScenarioPages> StartAsync(Action<ScenarioFolder> fill, bool withDemoClusters = true)
    {
        var pages = new ScenarioPages();
        fill(pages.Folder);
        await pages.Context.Services.GetRequiredService<DatabaseInitializer>().InitializeAsync(default);
        if (withDemoClusters)
        {
            pages._demo = pages.Context.Services.GetRequiredService<DemoClusterServer>();
            await pages._demo.StartAsync(default);
        }

        return pages;
    }

    public async ValueTask DisposeAsync()
    {
        if (_demo is not null)
        {
            await _demo.StopAsync(default);
        }

        await Context.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Folder.Dispose();
    }
}
