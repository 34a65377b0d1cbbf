using MeshLab.Core;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Documents;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Simulation;
using MeshLab.Core.Storage;
using MeshLab.Tests.Access;
using MeshLab.Tests.Storage;
using MeshLab.Tests.Storage.Postgres;
using MeshLab.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MeshLab.Tests.Runs;

/// <summary>MeshLab without pages: a demo cluster, the job service and the API, in a folder of its own. Scenarios are written by the tests.</summary>
public class RunHost : IAsyncLifetime
{
    private WebApplication _app = null!;
    private string _source = "";

    /// <summary>Settings that differ from those of the tests, e.g. the lab's own scenarios.</summary>
    public Action<MeshLabOptions>? Configure { get; init; }

    /// <summary>Services beside MeshLab's own.</summary>
    public Action<IServiceCollection>? Register { get; init; }

    /// <summary>The cluster that runs are started on.</summary>
    public string ClusterName { get; init; } = "demo";

    /// <summary>How long a run may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Whether it uses PostgreSQL, whatever the other tests do.</summary>
    public bool OnPostgres { get; init; }

    /// <summary>The PostgreSQL database of another host, which this one shares; null for a database of its own.</summary>
    public string? Shared { get; init; }

    /// <summary>Its database: a connection string of PostgreSQL, or empty for a SQLite file.</summary>
    public string Source => _source;

    public string Folder { get; } = Directory.CreateTempSubdirectory("meshlab-runs-").FullName;

    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public RunService Runs => Services.GetRequiredService<RunService>();

    /// <summary>The cluster that runs are started on, for the tests' own hands.</summary>
    public ClusterClient Cluster => Services.GetRequiredService<ClusterCatalogue>().Connect(ClusterName);

    public ClusterClient Demo => Services.GetRequiredService<ClusterCatalogue>().Connect("demo");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "scenarios"));
        Directory.CreateDirectory(Path.Combine(Folder, "roadmap"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "roadmap", "test.md"), "# Phase\n\n## 9.1 Test\n\n### Tasks\n\n- [ ] Deploy it\n- [ ] Check it\n- [ ] All of it\n");
        if (OnPostgres)
        {
            TestDatabase.UsePostgres();
        }

        _source = Shared ?? await TestDatabase.NewSourceAsync();
        await StartAsync();
    }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddOptions<MeshLabOptions>().Configure(options =>
        {
            options.DataDirectory = Path.Combine(Folder, "data");
            options.Database = _source;
            options.ScenariosDirectory = Path.Combine(Folder, "scenarios");
            options.RoadmapDirectory = Path.Combine(Folder, "roadmap");
            options.Kubeconfig = Path.Combine(Folder, "none");
            options.DemoClusterPort = 0;
            Configure?.Invoke(options);
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddProblemDetails().AddNoLogin();
        builder.Services.AddChanges().AddStorage().AddDocuments().AddRoadmap().AddSimulation().AddScenarios().AddClusters().AddRuns(clustered: _source.Length > 0);
        Register?.Invoke(builder.Services);
        _app = builder.Build();
        await _app.Services.GetRequiredService<DatabaseInitializer>().InitializeAsync(CancellationToken.None);
        _app.UseExceptionHandler();
        _app.UseStatusCodePages();
        _app.MapRunsApi();
        _app.MapHealthChecks("/readyz");
        await _app.StartAsync();
        Http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    /// <summary>Stops and starts MeshLab on the same data.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task StopAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await StopAsync();
        await TestDatabase.DropAsync(Shared is null ? _source : "");
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Writes a scenario; its steps are YAML, indented as a list of <c>spec.steps</c>.</summary>
    public async Task WriteScenarioAsync(string name, string steps, string more = "", params (string Path, string Text)[] files)
    {
        var folder = Path.Combine(Folder, "scenarios", name);
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }

        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "README.md"), $"# {name}\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "scenario.yaml"), $"""
            apiVersion: meshlab.dev/v1alpha1
            kind: Scenario
            metadata:
              name: {name}
            spec:
              title: {name}
              summary: A scenario of the tests.
              section: "9.1"
              mesh: none
              clusters:
                - role: main
                  description: Any cluster.
            {Indent(more, 2)}
              steps:
            {Indent(steps, 4)}
            """);
        var catalogue = Services.GetRequiredService<ScenarioCatalogue>();
        catalogue.Reload();
        Assert.True(catalogue.Find(name) is not null, string.Join('\n', catalogue.ProblemsOf(name)));
    }

    public Task<Run> StartAsync(string scenario, RunAction action, Dictionary<string, string>? parameters = null) =>
        Runs.StartAsync(new RunRequest(scenario, action, new Dictionary<string, string> { ["main"] = ClusterName }, parameters ?? [], "test"), TestContext.Current.CancellationToken);

    /// <summary>Runs to the end.</summary>
    public async Task<Run> RunAsync(string scenario, RunAction action, Dictionary<string, string>? parameters = null) =>
        await EndedAsync((await StartAsync(scenario, action, parameters)).Id);

    public Task<Run> EndedAsync(long id) => UntilAsync(id, run => run.Status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Cancelled);

    /// <summary>Reads the run until it is as wanted; fails with its log when that takes too long.</summary>
    public async Task<Run> UntilAsync(long id, Func<Run, bool> condition)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (true)
        {
            var run = await Runs.GetAsync(id, TestContext.Current.CancellationToken);
            if (run is not null && condition(run))
            {
                return run;
            }

            if (DateTime.UtcNow >= deadline)
            {
                Assert.Fail($"run {id} is {run?.Status}; {run?.WaitsFor}\n{await LogAsync(id)}");
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public async Task<string> LogAsync(long id) =>
        string.Join('\n', (await Runs.GetLogAsync(id, 0, 10_000, TestContext.Current.CancellationToken)).Select(line => line.Text));

    /// <summary>Everything in the database as text, to look for what must not be there.</summary>
    public async Task<string> DatabaseTextAsync()
    {
        await using var database = await Services.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync();
        if (database.Database.IsNpgsql())
        {
            return await PostgresServer.TextAsync(_source);
        }

        await database.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(FULL)");
        await using var file = new FileStream(Path.Combine(Folder, "data", "meshlab.db"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Dates a run's start back, so that it took as long as is wanted.</summary>
    public async Task MakeLastAsync(long id, TimeSpan time)
    {
        await using var database = await Services.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync();
        var run = await database.Set<MeshLab.Core.Runs.Journal.RunRow>().SingleAsync(one => one.Id == id);
        run.StartedAt = run.FinishedAt - time;
        await database.SaveChangesAsync();
    }

    private static string Indent(string text, int by) =>
        string.Join('\n', text.Split('\n').Where(line => line.Trim().Length > 0).Select(line => new string(' ', by) + line));
}
