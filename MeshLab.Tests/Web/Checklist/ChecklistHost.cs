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
using MeshLab.Web.Pages.Checklist;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace MeshLab.Tests.Web.Checklist;

/// <summary>The checklist page in bUnit over real files and a real database.</summary>
internal sealed class ChecklistHost : IAsyncDisposable
{
    private readonly BunitContext _context = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-test-").FullName;

    private ChecklistHost()
    {
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        var services = _context.Services;
        services.AddMudServices();
        services.AddLogging();
        services.AddOptions<MeshLabOptions>().Configure(options =>
        {
            options.DataDirectory = _folder;
            options.RoadmapDirectory = Path.Combine(_folder, "roadmap");
            options.ScenariosDirectory = Path.Combine(_folder, "scenarios");
            options.DocsDirectory = Path.Combine(_folder, "docs");
        });
        services.AddSingleton(TimeProvider.System);
        services.AddChanges();
        services.AddStorage();
        services.AddDocuments();
        services.AddRoadmap();
        services.AddScenarios();
        services.AddSimulation();
        services.AddClusters();
        services.AddRuns();
        services.AddChecklist();
    }

    internal RoadmapService Roadmap => _context.Services.GetRequiredService<RoadmapService>();

    internal NavigationManager Navigation => _context.Services.GetRequiredService<NavigationManager>();

    internal BunitJSInterop Js => _context.JSInterop;

    internal static async Task<ChecklistHost> CreateAsync(string? markdown, string? document = null)
    {
        var host = new ChecklistHost();
        if (markdown is not null)
        {
            Directory.CreateDirectory(Path.Combine(host._folder, "roadmap"));
            await File.WriteAllTextAsync(Path.Combine(host._folder, "roadmap", "a.md"), markdown);
        }

        if (document is not null)
        {
            Directory.CreateDirectory(Path.Combine(host._folder, "docs"));
            await File.WriteAllTextAsync(Path.Combine(host._folder, "docs", "d.md"), document);
        }

        await host._context.Services.GetRequiredService<DatabaseInitializer>().InitializeAsync(default);
        return host;
    }

    /// <summary>Makes every further change fail, as a full disk would.</summary>
    internal async Task BreakWritesAsync()
    {
        await using var database = await _context.Services.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync();
        await database.Database.ExecuteSqlRawAsync("CREATE TRIGGER full_disk BEFORE INSERT ON RoadmapBatches BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");
    }

    internal void Rewrite(string markdown) => File.WriteAllText(Path.Combine(_folder, "roadmap", "a.md"), markdown);

    /// <summary>Opens the page; several may be open at once, as in several browsers.</summary>
    internal IRenderedComponent<ChecklistPage> Open(string query = "")
    {
        Navigation.NavigateTo("/checklist" + query);
        var page = _context.Render<ChecklistPage>();
        page.WaitForState(() => page.FindAll(".loading-state").Count == 0, TimeSpan.FromSeconds(20));
        return page;
    }

    /// <summary>What holds dialogs and snackbars.</summary>
    internal (IRenderedComponent<MudDialogProvider> Dialogs, IRenderedComponent<MudSnackbarProvider> Snackbars) Providers()
    {
        _context.Render<MudPopoverProvider>();
        return (_context.Render<MudDialogProvider>(), _context.Render<MudSnackbarProvider>());
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
