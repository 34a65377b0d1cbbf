using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Core;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Documents;
using MeshLab.Core.Experiments;
using MeshLab.Core.Measurements;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Simulation;
using MeshLab.Core.Storage;
using MeshLab.Tests.Access;
using MeshLab.Tests.Storage;
using MeshLab.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MeshLab.Tests.Experiments;

/// <summary>MeshLab without pages: demo clusters, the lab's own scenarios, sampling every two seconds, and the API, in a folder of its own.</summary>
public class ExperimentHost : IAsyncLifetime
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-experiments-").FullName;
    private WebApplication _app = null!;
    private string _source = "";

    /// <summary>Whether it uses PostgreSQL, whatever the other tests do.</summary>
    public bool OnPostgres { get; init; }

    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public ExperimentService Experiments => Services.GetRequiredService<ExperimentService>();

    public RunService Runs => Services.GetRequiredService<RunService>();

    public async ValueTask InitializeAsync()
    {
        if (OnPostgres)
        {
            TestDatabase.UsePostgres();
        }

        _source = await TestDatabase.NewSourceAsync();
        await StartAsync();
    }

    /// <summary>Stops and starts MeshLab on the same data, as an upgrade does.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await StopAsync();
        await TestDatabase.DropAsync(_source);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Reads the experiment until it is as wanted; fails with what it is when that takes too long.</summary>
    public async Task<Experiment> UntilAsync(long id, Func<Experiment, bool> condition)
    {
        var deadline = DateTime.UtcNow + _patience;
        while (true)
        {
            var experiment = (await Experiments.GetAsync(id, TestContext.Current.CancellationToken))!;
            if (condition(experiment))
            {
                return experiment;
            }

            var ended = experiment.Status is ExperimentStatus.Failed or ExperimentStatus.Succeeded or ExperimentStatus.Cancelled;
            Assert.True(!ended && DateTime.UtcNow < deadline, $"experiment {id} is {experiment.Status}: {experiment.Error}; {string.Join(", ", experiment.Stages.Select(stage => $"{stage.Variant} {stage.Status}"))}; {string.Join(", ", experiment.Trials.Select(trial => trial.Status))}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Queues an experiment of small loads on the demo cluster; its number.</summary>
    public async Task<long> PostAsync(int repetitions, params string[] variants)
    {
        var body = new
        {
            name = $"{string.Join(" and ", variants)}",
            variants = variants.Select(variant => new { name = variant, scenario = "mesh-cost-analysis", cluster = "demo", parameters = new { variant, lessons = "no" } }),
            levels = variants.Length > 1 ? [new { qps = 40, connections = 8, durationSeconds = 12 }] : new[] { new { qps = 40, connections = 8, durationSeconds = 8 }, new { qps = 80, connections = 8, durationSeconds = 8 } },
            repetitions,
            warmUpSeconds = 2,
            coolDownSeconds = 0,
        };
        using var response = await Http.PostAsJsonAsync("/api/v1/experiments", body, TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!["id"]!.GetValue<long>();
    }

    private async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddOptions<MeshLabOptions>().Configure(options =>
        {
            options.DataDirectory = _folder;
            options.Database = _source;
            options.Kubeconfig = Path.Combine(_folder, "none");
            options.DemoClusterPort = 0;
            options.SamplingInterval = TimeSpan.FromSeconds(2);
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddProblemDetails().AddNoLogin();
        builder.Services.AddChanges().AddStorage().AddDocuments().AddRoadmap().AddSimulation().AddScenarios().AddClusters().AddMeasurements().AddRuns(clustered: _source.Length > 0).AddExperiments();
        _app = builder.Build();
        await _app.Services.GetRequiredService<DatabaseInitializer>().InitializeAsync(CancellationToken.None);
        _app.MapExperimentsApi();
        await _app.StartAsync();
        Http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    private async Task StopAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
