using MeshLab.Core;
using MeshLab.Core.Access;
using MeshLab.Core.Audit;
using MeshLab.Core.Backups;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Costs;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Decisions;
using MeshLab.Core.Documents;
using MeshLab.Core.Experiments;
using MeshLab.Core.Exports;
using MeshLab.Core.Measurements;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Simulation;
using MeshLab.Core.Storage;
using MeshLab.Core.Topology;
using MeshLab.Web;
using MeshLab.Web.Api;
using MeshLab.Web.Hosting;
using MeshLab.Web.Hosting.Access;
using MeshLab.Web.Layout.Commands;
using MeshLab.Web.Pages.Checklist;
using MeshLab.Web.Pages.Documents;
using MeshLab.Web.Pages.Overview;
using MudBlazor.Services;

// Settings and static files lie beside the program, wherever it is started from.
var command = BackupCommand.Parse(args);
var userCommand = UserCommand.Parse(args);
var move = MoveCommand.Parse(args);
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = command?.Settings ?? userCommand?.Settings ?? move?.Settings ?? args, ContentRootPath = AppContext.BaseDirectory });

builder.Services.AddOptions<MeshLabOptions>().BindConfiguration(MeshLabOptions.SectionName);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddChanges();
builder.Services.AddStorage();
builder.Services.AddAudit();
builder.Services.AddBackups();
builder.Services.AddAccess();
builder.Services.AddDocuments();
builder.Services.AddDecisions();
builder.Services.AddRoadmap();
builder.Services.AddSimulation();
builder.Services.AddScenarios();
builder.Services.AddExports();
builder.Services.AddClusters();
builder.Services.AddMeasurements();
builder.Services.AddTopology();
builder.Services.AddCosts();
builder.Services.AddRuns(clustered: DatabaseSettings.IsPostgresText(builder.Configuration[$"{MeshLabOptions.SectionName}:{nameof(MeshLabOptions.Database)}"]));
builder.Services.AddSingleton<ISamplingTargets, RunSamplingTargets>();
builder.Services.AddExperiments();
builder.Services.AddSingleton<IMeasuredPeriods, RunPeriods>();

builder.AddHost();
builder.Services.AddMudServices();
builder.Services.AddChecklist();
builder.Services.AddCommands();
builder.Services.AddOverview();
builder.Services.AddScoped<LabSearch>();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.AddAccessHost();

var app = builder.Build();

if (command is not null)
{
    return await command.RunAsync(app);
}

if (userCommand is not null)
{
    return await userCommand.RunAsync(app);
}

if (move is not null)
{
    return await move.RunAsync(app);
}

if (!await app.PrepareAsync())
{
    return 1;
}

app.UseHost();
app.MapLogin();
app.MapRoadmapApi();
app.MapRoadmapsApi();
app.MapSearchApi();
app.MapBackupApi();
app.MapDecisionsApi();
app.MapClustersApi();
app.MapPrometheusApi();
app.MapRunsApi();
app.MapScenariosApi();
app.MapExportsApi();
app.MapMeasurementsApi();
app.MapExperimentsApi();
app.MapTopologyApi();
app.MapCostsApi();
app.MapDocumentsApi();
app.MapAuditApi();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null).Requires(Role.Viewer);

return await app.RunHostAsync();

/// <summary>The entry point, visible to tests.</summary>
public sealed partial class Program;
