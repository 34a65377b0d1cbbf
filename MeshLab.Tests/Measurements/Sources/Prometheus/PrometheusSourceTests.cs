using MeshLab.Core;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Counters;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Sources.Prometheus;
using MeshLab.Tests.Clusters;
using Xunit;

namespace MeshLab.Tests.Measurements.Sources.Prometheus;

/// <summary>The Prometheus source against a real Prometheus that scrapes containers whose use is known.</summary>
public sealed class PrometheusSourceTests
{
    [Fact]
    public async Task Usage_OfARealPrometheus_AgreesWithTheTruth_OverARestartAndADoubledJob()
    {
        await using var truth = await ScrapedTruth.StartAsync();
        truth.Start("frontend", "podinfo", 0.4, 50_000_000);
        truth.Start("frontend", "istio-proxy", 0.1, 40_000_000);
        await using var prometheus = await RealPrometheus.StartAsync(truth.Address);
        using var files = new TestCatalogue();
        using var client = files.Create(files.Write("lab", TestCatalogue.Kubeconfig("lab", "http://127.0.0.1:1"))).Connect("lab");
        IUsageSource source = new PrometheusUsageSource(new HttpPrometheusConnection(new PrometheusEndpoint { Cluster = "lab", Url = prometheus.Address }), "job=\"cadvisor\"");
        IUsageSource doubled = new PrometheusUsageSource(new HttpPrometheusConnection(new PrometheusEndpoint { Cluster = "lab", Url = prometheus.Address }), "");

        var (single, twice) = (new UsageTracker(), new UsageTracker());
        var (samples, doubledSamples) = (new List<UsageSample>(), new List<UsageSample>());
        for (var round = 0; round < 12; round++)
        {
            if (round == 5)
            {
                truth.Start("frontend", "podinfo", 0.4, 50_000_000);
            }

            samples.AddRange(single.Observe(await ReadAsync(source, client), TimeSpan.FromMinutes(1)));
            doubledSamples.AddRange(twice.Observe(await ReadAsync(doubled, client), TimeSpan.FromMinutes(1)));
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }

        // Bounds: Prometheus' times are whole milliseconds and the scrape itself takes a few: 5 % over some seconds, and what a
        // container used between its last scrape and its restart (at most one scrape interval) is not known.
        Assert.Equal(0.4, Cores(samples, "podinfo"), 0.4 * 0.12);
        Assert.Equal(0.1, Cores(samples, "istio-proxy"), 0.1 * 0.05);
        Assert.Equal(Cores(samples, "podinfo"), Cores(doubledSamples, "podinfo"), 0.4 * 0.12);
        Assert.All(samples.Concat(doubledSamples), sample => Assert.InRange(sample.CpuCores ?? 0, 0, 0.6));
        Assert.Equal(["istio-proxy", "podinfo"], samples.Select(sample => sample.Subject.Container).Distinct().Order());
        Assert.Equal(40_000_000, samples.Last(sample => sample.Subject.Container == "istio-proxy").MemoryBytes);
        foreach (var container in doubledSamples.GroupBy(sample => sample.Subject))
        {
            Assert.All(container.OrderBy(sample => sample.From).Zip(container.OrderBy(sample => sample.From).Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From, $"{pair.First} and {pair.Second} overlap"));
        }
    }

    [Theory]
    [InlineData("istio")]
    [InlineData("linkerd")]
    [InlineData("cilium")]
    public async Task Latency_OfAMeshsHistogram_IsWhatWasCounted_OnceAndNotForBothSides(string mesh)
    {
        await using var truth = await ScrapedTruth.StartAsync();
        truth.Mesh = mesh;
        truth.Start("frontend", "podinfo", 0.1, 1);
        await using var prometheus = await RealPrometheus.StartAsync(truth.Address);
        var from = DateTimeOffset.UtcNow;
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        truth.Request(1000);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        var latency = new LatencyHistograms(new HttpPrometheusConnection(new PrometheusEndpoint { Url = prometheus.Address }), "job=\"cadvisor\"");

        var workload = Assert.Single(await latency.ReadAsync(from, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken));

        Assert.Equal((mesh, "shop", "backend"), (workload.Mesh, workload.Namespace, workload.Workload));
        // increase() extrapolates to the edges of its range: 25 % for so short a one.
        Assert.InRange(workload.Latency.Count, 900, 1300);
        Assert.Equal(0.00155, workload.Latency.Percentile(50)!.Value, 0.0001);
        Assert.Equal(0.0475, workload.Latency.Percentile(99)!.Value, 0.001);
    }

    [Fact]
    public async Task Usage_OfAPrometheusWithoutCadvisor_SaysWhatIsMissing()
    {
        await using var empty = await ScrapedTruth.StartAsync();
        await using var prometheus = await RealPrometheus.StartAsync(empty.Address);
        using var files = new TestCatalogue();
        using var client = files.Create(files.Write("lab", TestCatalogue.Kubeconfig("lab", "http://127.0.0.1:1"))).Connect("lab");
        IUsageSource source = new PrometheusUsageSource(new HttpPrometheusConnection(new PrometheusEndpoint { Url = prometheus.Address }), "cluster=\"other\"");

        var error = await Assert.ThrowsAsync<ClusterException>(() => source.ReadAsync(client, TestContext.Current.CancellationToken));

        Assert.Contains("cluster=\"other\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("cAdvisor", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Usage_WithASelectorThatIsNone_SaysWhatPrometheusSays()
    {
        await using var truth = await ScrapedTruth.StartAsync();
        await using var prometheus = await RealPrometheus.StartAsync(truth.Address);
        using var files = new TestCatalogue();
        using var client = files.Create(files.Write("lab", TestCatalogue.Kubeconfig("lab", "http://127.0.0.1:1"))).Connect("lab");
        IUsageSource source = new PrometheusUsageSource(new HttpPrometheusConnection(new PrometheusEndpoint { Url = prometheus.Address }), "no matcher");

        var error = await Assert.ThrowsAsync<ClusterException>(() => source.ReadAsync(client, TestContext.Current.CancellationToken));

        Assert.Contains("parse error", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A scrape that a busy machine made Prometheus miss leaves it without a current value; the next round has all that was used.</summary>
    private static async Task<IReadOnlyList<UsageObservation>> ReadAsync(IUsageSource source, ClusterClient client)
    {
        try
        {
            return (await source.ReadAsync(client, TestContext.Current.CancellationToken)).Observations;
        }
        catch (ClusterException error) when (error.Message.Contains("knows no", StringComparison.Ordinal))
        {
            return [];
        }
    }

    private static double Cores(IEnumerable<UsageSample> samples, string container)
    {
        var own = samples.Where(sample => sample.Subject.Container == container).ToList();
        return own.Sum(sample => sample.CpuCoreSeconds ?? 0) / own.Sum(sample => (sample.To - sample.From).TotalSeconds);
    }
}
