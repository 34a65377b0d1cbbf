using Bunit;
using MeshLab.Core;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Documents;
using MeshLab.Core.Measurements;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Simulation;
using MeshLab.Core.Storage;
using MeshLab.Core.Topology;
using MeshLab.Tests.Scenarios;
using MeshLab.Web.Layout.Commands;
using MeshLab.Web.Pages.Checklist;
using MeshLab.Web.Pages.Overview;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MudBlazor.Services;

namespace MeshLab.Tests.Web;

/// <summary>
/// Whatever spans several capabilities, in bUnit: a folder with a roadmap, the scenario "shop" and a document, a real database and, when
/// asked for, the demo clusters. Runs are queued and not carried out.
/// </summary>
internal sealed class LabHost : IAsyncDisposable
{
    private IHostedService? _demo;

    private LabHost()
    {
        Context.JSInterop.Mode = JSRuntimeMode.Loose;
        Context.Services.AddMudServices();
        Context.Services.AddLogging();
        Context.Services.AddOptions<MeshLabOptions>().Configure(options =>
        {
            Folder.Configure(options);
            options.DocsDirectory = Path.Combine(Folder.Root, ".docs");
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
        Context.Services.AddMeasurements();
        Context.Services.AddTopology();
        Context.Services.AddRuns();
        Context.Services.AddChecklist();
        Context.Services.AddCommands();
        Context.Services.AddOverview();
    }

    public BunitContext Context { get; } = new();

    public ScenarioFolder Folder { get; } = new();

    public RoadmapService Roadmap => Get<RoadmapService>();

    public static async Task<LabHost> StartAsync(string roadmap, bool withDemoClusters = false)
    {
        var host = new LabHost();
        host.Folder.Write(".roadmap/lab.md", roadmap);
        host.Folder.Write(".docs/policies.md", "# Policies\n\nWho may call whom is written in an AuthorizationPolicy.\n");
        host.Folder.Write("shop/scenario.yaml", ScenarioFolder.Valid);
        await host.Get<DatabaseInitializer>().InitializeAsync(default);
        if (withDemoClusters)
        {
            host._demo = host.Get<DemoClusterServer>();
            await host._demo.StartAsync(default);
        }

        return host;
    }

    public T Get<T>()
        where T : notnull => Context.Services.GetRequiredService<T>();

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
