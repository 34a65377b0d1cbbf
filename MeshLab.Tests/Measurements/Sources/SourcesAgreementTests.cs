using MeshLab.Core;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Counters;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Sources.Prometheus;
using MeshLab.Tests.Clusters;
using MeshLab.Tests.Measurements.Sampling;
using MeshLab.Tests.Measurements.Sources.Prometheus;
using Xunit;

namespace MeshLab.Tests.Measurements.Sources;

/// <summary>All sources of usage at once, against containers whose use is known and a real Prometheus that scrapes them.</summary>
public sealed class SourcesAgreementTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Usage_ByEverySource_AgreesWithTheTruth_OverARestart()
    {
        await using var truth = await ScrapedTruth.StartAsync();
        truth.Start("frontend", "podinfo", 0.4, 50_000_000);
        truth.Start("steady", "istio-proxy", 0.1, 40_960_000);
        await using var cluster = await TruthfulCluster.StartAsync(truth);
        await using var prometheus = await RealPrometheus.StartAsync(truth.Address);
        cluster.PrometheusAddress = prometheus.Address;
        using var files = new TestCatalogue();
        using var client = files.Create(files.Write("lab", TestCatalogue.Kubeconfig("lab", cluster.Address))).Connect("lab");
        using var http = new HttpPrometheusConnection(new PrometheusEndpoint { Cluster = "lab", Url = prometheus.Address });
        (IUsageSource Source, UsageTracker Tracker, List<UsageSample> Samples)[] sources =
        [
            (new KubeletSummarySource(), new(), []),
            (new MetricsApiSource(), new(), []),
            (new PrometheusUsageSource(http, "job=\"cadvisor\""), new(), []),
            (new PrometheusUsageSource(new ProxyPrometheusConnection(client, "monitoring/prometheus:9090"), "job=\"cadvisor\""), new(), []),
        ];

        // Half a second: a window of one second must not be missed. A busy machine misses scrapes, and a source that knows nothing just then gives its next
        // reading later; so both halves last until every source has told enough of them.
        var heard = new TimeSpan[sources.Length];
        foreach (var restarted in new[] { false, true })
        {
            if (restarted)
            {
                truth.Start("frontend", "podinfo", 0.4, 50_000_000);
            }

            Array.Clear(heard);
            for (var round = 0; heard.Min() < TimeSpan.FromSeconds(6); round++)
            {
                Assert.True(round < 150, $"told of each half: {string.Join(", ", heard)}");
                for (var index = 0; index < sources.Length; index++)
                {
                    var read = await ReadAsync(sources[index].Source, sources[index].Tracker, client);
                    sources[index].Samples.AddRange(read);
                    heard[index] += read.Where(sample => sample.Subject.Container == "podinfo").Aggregate(TimeSpan.Zero, (sum, sample) => sum + (sample.To - sample.From));
                }

                await Task.Delay(TimeSpan.FromSeconds(0.5), Token);
            }
        }

        foreach (var (source, _, samples) in sources)
        {
            // Without a restart 5 %: times are whole milliseconds, and scrapes take a few. Over a restart 12 %: what was used between the last reading and
            // the restart is not known. The metrics API says nothing of a pod for two readings after it; what it says is right.
            Assert.True(Math.Abs(Cores(samples, "istio-proxy") - 0.1) <= 0.005, $"{source.Name}: {Cores(samples, "istio-proxy")}");
            Assert.True(Math.Abs(Cores(samples, "podinfo") - 0.4) <= 0.048, $"{source.Name}: {Cores(samples, "podinfo")}");
            Assert.InRange(samples.Last(sample => sample.Subject.Container == "istio-proxy").MemoryBytes!.Value, 40_950_000, 40_970_000);
            Assert.All(samples.GroupBy(sample => sample.Subject), AssertNoOverlap);
            Assert.All(samples.Where(sample => sample.Subject.Scope == UsageScope.Container), sample => Assert.Equal("n1", sample.Subject.Node));
        }
    }

    [Fact]
    public async Task Sampling_KubeletsRefused_ReadsTheMetricsApiInstead_UntilTheyAreAllowed()
    {
        await using var truth = await ScrapedTruth.StartAsync();
        truth.Start("frontend", "podinfo", 0.4, 50_000_000);
        await using var api = await TruthfulCluster.StartAsync(truth);
        api.KubeletsRefused = true;
        await using var clusters = await SampledClusters.StartAsync(("lab", api.Address));
        await clusters.Settings.SetIntervalAsync(TimeSpan.FromSeconds(2), Token);
        var from = DateTimeOffset.UtcNow;

        await clusters.UntilAsync(() => Query(clusters, from).Any(series => series.Points.Count >= 3));

        var series = Assert.Single(Query(clusters, from));
        Assert.Equal("metrics.k8s.io", series.Source);
        // The node is told a window before its pods, so the first point may be low.
        Assert.All(series.Points.Skip(1), point => Assert.Equal(0.4, point.Value!.Value, 0.01));
        Assert.True(clusters.States["lab"].Refused);
        Assert.Contains("nodes/proxy", clusters.States["lab"].Error, StringComparison.Ordinal);

        api.KubeletsRefused = false;
        await clusters.UntilAsync(() => clusters.States["lab"] is { Refused: false, LastSampleAt: not null } && !clusters.States.ContainsKey("lab (metrics.k8s.io)"));
    }

    [Fact]
    public async Task Sampling_KubeletsRefusedAndNoMetricsServer_SaysWhatToDo()
    {
        await using var truth = await ScrapedTruth.StartAsync();
        await using var api = await TruthfulCluster.StartAsync(truth);
        (api.KubeletsRefused, api.MetricsServed) = (true, false);
        await using var clusters = await SampledClusters.StartAsync(("lab", api.Address));

        await clusters.UntilAsync(() => clusters.States.GetValueOrDefault("lab (metrics.k8s.io)")?.Error is not null);

        Assert.Contains("install metrics-server, or allow get on nodes/proxy", clusters.States["lab (metrics.k8s.io)"].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sampling_PrometheusOfTheSettings_ThroughTheServicesProxy_IsStoredBesideTheKubelets()
    {
        await using var truth = await ScrapedTruth.StartAsync();
        truth.Start("frontend", "podinfo", 0.4, 50_000_000);
        await using var api = await TruthfulCluster.StartAsync(truth);
        await using var prometheus = await RealPrometheus.StartAsync(truth.Address);
        api.PrometheusAddress = prometheus.Address;
        await using var clusters = await SampledClusters.StartAsync(
            options => options.Prometheus.Add(new PrometheusEndpoint { Cluster = "lab", Service = "monitoring/prometheus:9090", Selector = "job=\"cadvisor\"" }), ("lab", api.Address));
        await clusters.Settings.SetIntervalAsync(TimeSpan.FromSeconds(2), Token);
        var from = DateTimeOffset.UtcNow;

        await clusters.UntilAsync(() => Query(clusters, from) is { Count: 2 } series && series.All(one => one.Points.Count >= 4));

        var found = Query(clusters, from);
        Assert.Equal(["kubelet-summary", "prometheus"], found.Select(series => series.Source).Order(StringComparer.Ordinal));
        // In the first point the node may be told before its pods, so it may be low.
        Assert.All(found, series => Assert.Equal(0.4, series.Points.Skip(1).Average(point => point.Value)!.Value, 0.02));
    }

    [Fact]
    public async Task Read_ServiceWithoutEndpoints_SaysSo()
    {
        await using var truth = await ScrapedTruth.StartAsync();
        await using var api = await TruthfulCluster.StartAsync(truth);
        using var files = new TestCatalogue();
        using var client = files.Create(files.Write("lab", TestCatalogue.Kubeconfig("lab", api.Address))).Connect("lab");
        IUsageSource source = new PrometheusUsageSource(new ProxyPrometheusConnection(client, "monitoring/prometheus:9090"), "");

        var error = await Assert.ThrowsAsync<ClusterException>(() => source.ReadAsync(client, Token));

        Assert.Contains("no endpoints available", error.Message, StringComparison.Ordinal);
        Assert.Contains("namespace/name:port", Assert.Throws<ClusterException>(() => new ProxyPrometheusConnection(client, "prometheus")).Message, StringComparison.Ordinal);
    }

    /// <summary>A reading's samples; none when Prometheus missed its last scrapes, and so knows of no container.</summary>
    private static async Task<IReadOnlyList<UsageSample>> ReadAsync(IUsageSource source, UsageTracker tracker, ClusterClient client)
    {
        try
        {
            return tracker.Observe((await source.ReadAsync(client, Token)).Observations, TimeSpan.FromMinutes(1));
        }
        catch (ClusterException error) when (source is PrometheusUsageSource && error.Message.Contains("knows no container_cpu_usage_seconds_total", StringComparison.Ordinal))
        {
            return [];
        }
    }

    private static IReadOnlyList<Series> Query(SampledClusters clusters, DateTimeOffset from) =>
        clusters.Service.QueryAsync(new("lab", Metric.Cpu, MeasurementGrouping.Pod, from.AddSeconds(-2), from.AddMinutes(3), 200), CancellationToken.None).GetAwaiter().GetResult();

    private static double Cores(IEnumerable<UsageSample> samples, string container)
    {
        var own = samples.Where(sample => sample.Subject.Container == container).ToList();
        return own.Sum(sample => sample.CpuCoreSeconds ?? 0) / own.Sum(sample => (sample.To - sample.From).TotalSeconds);
    }

    private static void AssertNoOverlap(IGrouping<UsageSubject, UsageSample> samples)
    {
        var ordered = samples.OrderBy(sample => sample.From).ToList();
        Assert.All(ordered.Zip(ordered.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From, $"{pair.First} and {pair.Second} overlap"));
    }
}
