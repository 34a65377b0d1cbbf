using MeshLab.Core.Clusters;

namespace MeshLab.Core.Measurements.Sources.Prometheus;

/// <summary>
/// Reads containers' CPU counters and working sets that Prometheus scraped from cAdvisor. The counters are taken as they are, with
/// the time of their scrape, and go through the same arithmetic as the kubelets' (resets, restarts, gaps); <c>rate()</c> would guess
/// at the edges of its window. Two replicas of a Prometheus, or two jobs that scrape one kubelet, give a container twice: the
/// reading with the newest time counts, and the other is dropped.
/// </summary>
internal sealed class PrometheusUsageSource(IPrometheusConnection connection, string selector) : IUsageSource
{
    /// <summary>The source's name in series and answers.</summary>
    public const string Name = "prometheus";

    /// <summary>The end of the year 2499: times beyond are none.</summary>
    private const double MostSeconds = 16_725_225_600;

    private const string CpuMetric = "container_cpu_usage_seconds_total";
    private const string MemoryMetric = "container_memory_working_set_bytes";
    private const string StartMetric = "container_start_time_seconds";

    private readonly PrometheusQueries _queries = new(connection);

    /// <inheritdoc/>
    string IUsageSource.Name => Name;

    /// <inheritdoc/>
    public async Task<UsageReading> ReadAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        // First, so that no start is newer than the counters: one of the next instance would make all of the last one's counter count as used anew.
        var started = (await Ask(StartMetric, cancellationToken)).Where(one => one.Value.Value is > 0 and < MostSeconds).ToDictionary(one => one.Key, one => one.Value.Value);
        var (cpu, cpuTimes) = (Ask(CpuMetric, cancellationToken), Times(CpuMetric, cancellationToken));
        var (memory, memoryTimes) = (Ask(MemoryMetric, cancellationToken), Times(MemoryMetric, cancellationToken));
        await Task.WhenAll(cpu, cpuTimes, memory, memoryTimes);
        var counters = Newest(await cpu, await cpuTimes, started);
        var gauges = Newest(await memory, await memoryTimes, started);
        if (counters.Count == 0 && gauges.Count == 0)
        {
            throw new ClusterException($"{_queries.Description} knows no {CpuMetric}{(selector.Length > 0 ? $" with {selector}" : "")}: is the kubelets' cAdvisor scraped, with its labels namespace, pod and container?");
        }

        return new([.. counters.Keys.Union(gauges.Keys).Select(subject => Observation(subject, counters.GetValueOrDefault(subject), gauges.GetValueOrDefault(subject))).Where(IsOfOneInstance)], []);
    }

    /// <summary>
    /// Whether the figures are of the instance whose start was told: none is used before it starts. What was scraped twice at different times may mix two instances; the next
    /// reading has both of the new one.
    /// </summary>
    private static bool IsOfOneInstance(UsageObservation observation) =>
        observation.StartedAt is not { } started || (observation.Cpu?.Time ?? observation.Memory?.Time) >= started;

    private async Task<Dictionary<string, PrometheusSample>> Ask(string metric, CancellationToken cancellationToken) => ByLabels(await _queries.QueryAsync(Select(metric), null, cancellationToken));

    private async Task<Dictionary<string, PrometheusSample>> Times(string metric, CancellationToken cancellationToken) => ByLabels(await _queries.QueryAsync($"timestamp({Select(metric)})", null, cancellationToken));

    /// <summary>Containers that Kubernetes started, and the root group of each node. A pod's own group and its pause container would count its containers twice.</summary>
    private string Select(string metric)
    {
        var own = selector.Length > 0 ? "," + selector : "";
        return $"{metric}{{container!=\"\",container!=\"POD\",pod!=\"\"{own}}} or {metric}{{id=\"/\"{own}}}";
    }

    /// <summary>By all labels but the metric's name, which <c>timestamp()</c> drops.</summary>
    private static Dictionary<string, PrometheusSample> ByLabels(IReadOnlyList<PrometheusSample> samples) => samples
        .GroupBy(sample => string.Join('\n', sample.Labels.Where(label => label.Key != "__name__").OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}")))
        .ToDictionary(group => group.Key, group => group.First());

    private static Dictionary<UsageSubject, Reading> Newest(Dictionary<string, PrometheusSample> values, Dictionary<string, PrometheusSample> times, Dictionary<string, double> started)
    {
        var newest = new Dictionary<UsageSubject, Reading>();
        foreach (var (key, sample) in values)
        {
            // A sample that was scraped between the two questions has a value of before; it has its time at the next reading.
            if (!times.TryGetValue(key, out var time) || Subject(sample) is not { } subject || sample.Value < 0 || time.Value is not (> 0 and < MostSeconds))
            {
                continue;
            }

            var reading = new Reading(sample.Value, Instant(time.Value), started.TryGetValue(key, out var start) ? Instant(start) : null);
            if (!newest.TryGetValue(subject, out var other) || (reading.Time, reading.StartedAt ?? DateTimeOffset.MinValue).CompareTo((other.Time, other.StartedAt ?? DateTimeOffset.MinValue)) > 0)
            {
                newest[subject] = reading;
            }
        }

        return newest;
    }

    private static UsageSubject? Subject(PrometheusSample sample)
    {
        var node = sample.Label("node", "kubernetes_node", "kubernetes_io_hostname", "instance") ?? "";
        return sample.Label("container", "container_name") is { } container && sample.Label("namespace") is { } @namespace && sample.Label("pod", "pod_name") is { } pod
            ? new(UsageScope.Container, node, @namespace, pod, $"{@namespace}/{pod}", container)
            : sample.Label("id") == "/" && node.Length > 0 ? UsageSubject.OfNode(node) : null;
    }

    private static UsageObservation Observation(UsageSubject subject, Reading? cpu, Reading? memory) => new(
        subject,
        subject.Scope == UsageScope.Node ? null : cpu?.StartedAt ?? memory?.StartedAt,
        cpu is null ? null : new CpuCounter(cpu.Time, (long)(cpu.Value * 1e9)),
        memory is null ? null : new MemoryGauge(memory.Time, (long)memory.Value));

    private static DateTimeOffset Instant(double seconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000));

    private sealed record Reading(double Value, DateTimeOffset Time, DateTimeOffset? StartedAt);
}
