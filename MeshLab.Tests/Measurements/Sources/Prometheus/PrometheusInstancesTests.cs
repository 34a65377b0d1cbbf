using System.Text;
using MeshLab.Core.Measurements.Counters;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Sources.Prometheus;
using MeshLab.Tests.Clusters;
using Xunit;

namespace MeshLab.Tests.Measurements.Sources.Prometheus;

/// <summary>A container that restarts and is scraped while MeshLab asks its five questions.</summary>
public sealed class PrometheusInstancesTests
{
    private readonly UsageTracker _tracker = new();
    private readonly Answers _prometheus = new();

    [Fact]
    public async Task Usage_StartOfTheNextInstanceWithTheCounterOfTheLast_CountsNothingTwice()
    {
        Assert.Empty(await ReadAsync(at: 100, cores: 40, startedAt: 10));
        Assert.Equal(5, (await ReadAsync(at: 110, cores: 45, startedAt: 10)).Single().CpuCoreSeconds);

        // It restarted at 115 and was scraped again after the counter was read, before its start was.
        Assert.Empty(await ReadAsync(at: 110, cores: 45, startedAt: 115));
        Assert.Empty(await ReadAsync(at: 112, cores: 46, startedAt: 115));

        var sample = (await ReadAsync(at: 120, cores: 3, startedAt: 115)).Single();
        Assert.Equal((3, 5), (sample.CpuCoreSeconds, (sample.To - sample.From).TotalSeconds));
    }

    private async Task<IReadOnlyList<UsageSample>> ReadAsync(long at, double cores, long startedAt)
    {
        (_prometheus.At, _prometheus.Cores, _prometheus.StartedAt) = (at, cores, startedAt);
        using var files = new TestCatalogue();
        using var client = files.Create(files.Write("lab", TestCatalogue.Kubeconfig("lab", "http://127.0.0.1:1"))).Connect("lab");
        IUsageSource source = new PrometheusUsageSource(_prometheus, "");
        return _tracker.Observe((await source.ReadAsync(client, TestContext.Current.CancellationToken)).Observations, TimeSpan.FromMinutes(1));
    }

    /// <summary>A Prometheus of one container.</summary>
    private sealed class Answers : IPrometheusConnection
    {
        public string Description => "Prometheus of the test";

        public long At { get; set; }

        public double Cores { get; set; }

        public long StartedAt { get; set; }

        public Task<Stream> GetAsync(string path, CancellationToken cancellationToken)
        {
            var asked = Uri.UnescapeDataString(path);
            FormattableString value = asked switch
            {
                _ when asked.Contains("timestamp(", StringComparison.Ordinal) => $"{At}",
                _ when asked.Contains("start_time", StringComparison.Ordinal) => $"{StartedAt}",
                _ when asked.Contains("cpu", StringComparison.Ordinal) => $"{Cores}",
                _ => $"1000",
            };
            var answer = $$$"""{"status":"success","data":{"resultType":"vector","result":[{"metric":{"namespace":"shop","pod":"app","container":"app","node":"n1"},"value":[{{{At}}},"{{{FormattableString.Invariant(value)}}}"]}]}}""";
            return Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(answer)));
        }
    }
}
