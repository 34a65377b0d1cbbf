using MeshLab.Core;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Classification;
using MeshLab.Core.Measurements.Counters;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Store;
using MeshLab.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Tests.Measurements;

/// <summary>Measurements over a real SQLite file, with samples written by hand.</summary>
internal sealed class MeasuredCluster : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly Dictionary<UsageSubject, ContainerClass> _classes = [];

    private MeasuredCluster(TestDatabase database) => _database = database;

    public TestDatabase Database => _database;

    public MeasurementService Service => _database.Services.GetRequiredService<MeasurementService>();

    public UsageStore Store => _database.Services.GetRequiredService<UsageStore>();

    public static async Task<MeasuredCluster> CreateAsync() =>
        new(await TestDatabase.CreateAsync(services => services.AddMeasurements()));

    public void Classify(UsageSubject subject, WorkloadClass class_, string mesh = "none") => _classes[subject] = new(class_, mesh);

    /// <summary>Stores samples of one round; the node is taken to be observed for as long as its containers.</summary>
    public Task AppendAsync(params UsageSample[] samples) => AppendAsync("lab", Origin.Measured, samples);

    public Task AppendAsync(string cluster, Origin origin, params UsageSample[] samples) =>
        Store.AppendAsync(new(cluster, "kubelet-summary", origin, samples, _classes), CancellationToken.None);

    /// <summary>Stores a steady use, sampled every so often.</summary>
    public async Task UseAsync(UsageSubject subject, double from, double to, double cores, long memory = 1000, double every = 10)
    {
        for (var at = from; at < to; at += every)
        {
            await AppendAsync(Use(subject, at, Math.Min(at + every, to), cores, memory));
        }
    }

    public static UsageSample Use(UsageSubject subject, double from, double to, double cores, long memory = 1000) =>
        new(subject, Observed.Start.AddSeconds(from), Observed.Start.AddSeconds(to), cores * (to - from), memory);

    public async Task<IReadOnlyList<Series>> QueryAsync(
        double from, double to, int points, Metric metric = Metric.Cpu, MeasurementGrouping by = MeasurementGrouping.Class, string cluster = "lab") =>
        await Service.QueryAsync(new(cluster, metric, by, Observed.Start.AddSeconds(from), Observed.Start.AddSeconds(to), points), CancellationToken.None);

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
