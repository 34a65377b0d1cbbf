using MeshLab.Core.Costs;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Classification;
using MeshLab.Core.Measurements.Counters;
using MeshLab.Core.Measurements.Queries;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Store;
using MeshLab.Tests.Measurements;
using MeshLab.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Tests.Costs;

/// <summary>A cluster with samples written by hand and periods as told, for ten minutes from <see cref="Observed.Start"/>.</summary>
internal sealed class CostedCluster : IAsyncDisposable, IMeasuredPeriods
{
    private TestDatabase _database = null!;

    public List<MeasuredPeriod> Periods { get; } = [];

    public CostComparison Comparison => new(_database.Services.GetRequiredService<ContainerUseReader>(), this);

    public IServiceProvider Services => _database.Services;

    public static async Task<CostedCluster> CreateAsync() =>
        new() { _database = await TestDatabase.CreateAsync(services => services.AddMeasurements().AddCosts()) };

    public Task<IReadOnlyList<MeasuredPeriod>> GetAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MeasuredPeriod>>([.. Periods.Where(period => period.From < to && period.To > from)]);

    public List<MeasuredExperiment> Experiments { get; } = [];

    public Task<IReadOnlyList<ExperimentChoice>> ListExperimentsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ExperimentChoice>>([.. Experiments.Select(experiment => new ExperimentChoice(experiment.Id, experiment.Name, experiment.Periods.Count, false))]);

    public Task<MeasuredExperiment?> GetExperimentAsync(long id, CancellationToken cancellationToken) => Task.FromResult(Experiments.Find(experiment => experiment.Id == id));

    /// <summary>A container's minutes, each with its cores.</summary>
    public Task UseAsync(
        string pod, string container, WorkloadClass workloadClass, IReadOnlyList<double> cores, double request = 0, long memory = 64 << 20, long memoryRequest = 0,
        double from = 0, string cluster = "lab", Origin origin = Origin.Measured, string @namespace = "shop")
    {
        var subject = Observed.Container(container, pod, @namespace);
        var samples = cores.Select((value, minute) => MeasuredCluster.Use(subject, from + (minute * 60), from + ((minute + 1) * 60), value, memory)).ToList();
        return StoreAsync(cluster, origin, samples, subject, new ContainerClass(workloadClass, workloadClass == WorkloadClass.App ? "none" : "istio") { Requests = new(request, memoryRequest) });
    }

    public Task<IReadOnlyList<VariantCost>> CompareAsync(params string[] clusters) =>
        Comparison.CompareAsync(clusters, Observed.Start, Observed.Start.AddHours(2), AgentSharing.ByPods, CancellationToken.None);

    public static MeasuredPeriod Period(string variant, double from, double to, long run = 1, string cluster = "lab", bool ha = false, params LoadWindow[] loads) =>
        new(cluster, variant, ha, Observed.Start.AddSeconds(from), Observed.Start.AddSeconds(to), run, "mesh-cost-analysis", loads);

    public static LoadWindow Load(double from, double to, double calls) => new(Observed.Start.AddSeconds(from), Observed.Start.AddSeconds(to), calls);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private Task StoreAsync(string cluster, Origin origin, IReadOnlyList<UsageSample> samples, UsageSubject subject, ContainerClass containerClass) =>
        _database.Services.GetRequiredService<UsageStore>().AppendAsync(
            new(cluster, "kubelet-summary", origin, samples, new Dictionary<UsageSubject, ContainerClass> { [subject] = containerClass }), CancellationToken.None);
}
