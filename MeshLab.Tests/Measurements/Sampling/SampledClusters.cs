using MeshLab.Core;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Sampling;
using MeshLab.Core.Measurements.Sources.Prometheus;
using MeshLab.Tests.Clusters;
using MeshLab.Tests.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace MeshLab.Tests.Measurements.Sampling;

/// <summary>The sampling service over real HTTP and a real SQLite file, with a clock that goes on only while a test waits.</summary>
internal sealed class SampledClusters : IAsyncDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);

    private readonly TestDatabase _database;
    private readonly TestCatalogue _files;
    private readonly IHostedService _sampling;

    private SampledClusters(TestDatabase database, TestCatalogue files, SamplingTargets targets)
    {
        _database = database;
        _files = files;
        Targets = targets;
        _sampling = database.Services.GetServices<IHostedService>().OfType<SamplingService>().Single();
    }

    public SamplingTargets Targets { get; }

    public MeasurementService Service => _database.Services.GetRequiredService<MeasurementService>();

    public PrometheusEndpoints Prometheus => _database.Services.GetRequiredService<PrometheusEndpoints>();

    public SamplingSettings Settings => _database.Services.GetRequiredService<SamplingSettings>();

    public IReadOnlyDictionary<string, SamplingState> States => _database.Services.GetRequiredService<SamplingStates>().All;

    public DateTimeOffset Now => _database.Clock.GetUtcNow();

    public static Task<SampledClusters> StartAsync(params (string Name, string Address)[] clusters) => StartAsync(_ => { }, clusters);

    public static async Task<SampledClusters> StartAsync(Action<MeshLabOptions> configure, params (string Name, string Address)[] clusters)
    {
        var files = new TestCatalogue();
        var paths = clusters.Select(cluster => files.Write(cluster.Name, TestCatalogue.Kubeconfig(cluster.Name, cluster.Address)));
        var targets = new SamplingTargets { Names = [.. clusters.Select(cluster => cluster.Name)] };
        var catalogue = files.Create(string.Join(Path.PathSeparator, paths));
        var database = await TestDatabase.CreateAsync(services => services.Configure(configure).AddSingleton(catalogue).AddSingleton<ISamplingTargets>(targets).AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider()).AddMeasurements());
        var sampled = new SampledClusters(database, files, targets);
        await sampled._sampling.StartAsync(CancellationToken.None);
        return sampled;
    }

    /// <summary>Lets time pass, a second at a time, until the condition holds.</summary>
    public async Task UntilAsync(Func<bool> holds, Action? eachSecond = null)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(patience.Elapsed < _deadline, $"It did not happen within {_deadline.TotalSeconds} s. States: {string.Join("; ", States.Values)}");
            eachSecond?.Invoke();
            _database.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _sampling.StopAsync(CancellationToken.None);
        await _database.DisposeAsync();
        _files.Dispose();
    }

    internal sealed class SamplingTargets : ISamplingTargets
    {
        public IReadOnlyList<string> Names { get; set; } = [];

        public Task<IReadOnlyList<string>> GetAsync(CancellationToken cancellationToken) => Task.FromResult(Names);
    }
}
