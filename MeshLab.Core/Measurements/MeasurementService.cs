using MeshLab.Core.Measurements.Queries;
using MeshLab.Core.Measurements.Sampling;
using MeshLab.Core.Measurements.Sources.Prometheus;
using MeshLab.Core.Measurements.Store;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MeshLab.Core.Measurements;

/// <summary>Reads what was measured.</summary>
public sealed class MeasurementService
{
    /// <summary>The most points a series may have.</summary>
    public const int MostPoints = 5_000;

    private readonly IDbContextFactory<MeshLabDbContext> _databases;
    private readonly UsageReader _reader;
    private readonly WindowReader _windows;
    private readonly PrometheusSources _prometheus;
    private readonly SamplingReport _report;
    private readonly SamplingSettings _settings;
    private readonly MeshLabOptions _options;
    private readonly TimeProvider _clock;

    internal MeasurementService(
        IDbContextFactory<MeshLabDbContext> databases, UsageReader reader, WindowReader windows, PrometheusSources prometheus, SamplingReport report, SamplingSettings settings, IOptions<MeshLabOptions> options, TimeProvider clock)
    {
        _databases = databases;
        _reader = reader;
        _windows = windows;
        _prometheus = prometheus;
        _report = report;
        _settings = settings;
        _options = options.Value;
        _clock = clock;
    }

    /// <summary>
    /// The series of a query, each with its origin; empty when nothing was measured. Short ranges come from raw samples, long
    /// ones and those beyond their retention from the minutes' rollup.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty, or the points are not 1 to 5,000.</exception>
    public async Task<IReadOnlyList<Series>> QueryAsync(MeasurementQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(query.From, query.To, nameof(query));
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Points, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Points, MostPoints, nameof(query));
        var interval = await _settings.GetIntervalAsync(cancellationToken);
        var least = LeastWidth(_clock.GetUtcNow() - query.From);
        var plan = BucketPlan.For(query.From, query.To, query.Points, least > interval ? least : interval);
        return LineBuilder.Build(await _reader.ReadAsync(query, plan, cancellationToken), plan, query);
    }

    /// <summary>The finest width that is still kept for a range that began so long ago.</summary>
    private TimeSpan LeastWidth(TimeSpan age) =>
        age < _options.RawSampleRetention ? TimeSpan.Zero
        : age < _options.MinuteRetention ? TimeSpan.FromMinutes(1)
        : age < _options.TenMinuteRetention ? TimeSpan.FromMinutes(10)
        : TimeSpan.FromHours(1);

    /// <summary>
    /// What each class used on average over the observed part of a range, to set side by side. Time in which a class had no
    /// containers counts as no use, so that the classes can be compared and added up.
    /// </summary>
    public async Task<MeasurementSummary> SummarizeAsync(string cluster, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var cpu = await QueryAsync(new(cluster, Metric.Cpu, MeasurementGrouping.Class, from, to, 500), cancellationToken);
        var memory = await QueryAsync(new(cluster, Metric.Memory, MeasurementGrouping.Class, from, to, 500), cancellationToken);
        return MeasurementSummary.Of(cluster, from, to, cpu, memory);
    }

    /// <summary>
    /// What every container and node used over a window of a few seconds to an hour, from raw samples of one source: the one named,
    /// or the kubelets' where they were read, or the first by name.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is empty.</exception>
    public Task<WindowUsage> ReadWindowAsync(string cluster, DateTimeOffset from, DateTimeOffset to, string? source, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, to);
        return _windows.ReadAsync(cluster, from, to, source, cancellationToken);
    }

    /// <summary>Latencies that the meshes of a cluster measured over a range, from the Prometheus of the settings; null when they name none.</summary>
    /// <exception cref="Clusters.ClusterException">Prometheus did not answer, or refused a query.</exception>
    public async Task<IReadOnlyList<WorkloadLatency>?> ReadLatencyAsync(string cluster, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, to);
        return _prometheus.LatencyOf(cluster) is { } source ? await source.ReadAsync(from, to, cancellationToken) : null;
    }

    /// <summary>The state of sampling for every cluster that is or was sampled, by this process or by another that shares the database.</summary>
    public async Task<IReadOnlyList<SamplingState>> GetSamplingAsync(CancellationToken cancellationToken)
    {
        await using var database = await _databases.CreateDbContextAsync(cancellationToken);
        var stored = await database.Set<UsageSeriesRow>().AsNoTracking()
            .GroupBy(row => new { row.Cluster, row.Source })
            .Select(group => new { group.Key.Cluster, group.Key.Source, LastAt = group.Max(row => row.LastAt) })
            .ToListAsync(cancellationToken);
        var current = await _report.ReadAsync(cancellationToken);
        return [.. stored
            .Where(past => !current.Any(state => state.Cluster == past.Cluster && state.Source == past.Source))
            .Select(past => new SamplingState(past.Cluster, false, past.Source, past.LastAt, null, null))
            .Concat(current.Select(state => state with { LastSampleAt = state.LastSampleAt ?? stored.FirstOrDefault(past => past.Cluster == state.Cluster && past.Source == state.Source)?.LastAt }))
            .OrderBy(state => state.Cluster, StringComparer.Ordinal).ThenByDescending(state => state.Sampling).ThenBy(state => state.Refused).ThenByDescending(state => state.Source == Sources.KubeletSummarySource.Name).ThenBy(state => state.Source, StringComparer.Ordinal)];
    }
}
