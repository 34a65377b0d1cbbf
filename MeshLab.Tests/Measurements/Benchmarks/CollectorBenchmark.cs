using System.Globalization;
using System.Text;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Classification;
using MeshLab.Core.Measurements.Counters;
using MeshLab.Core.Measurements.Sources;
using Xunit;

namespace MeshLab.Tests.Measurements.Benchmarks;

/// <summary>What the collector costs, from a hundred to ten thousand containers.</summary>
public sealed class CollectorBenchmark(ITestOutputHelper output)
{
    private static readonly DateTimeOffset _from = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Collector_Cpu_FromAHundredToTenThousandContainers()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MESHLAB_BENCH") == "1", "set MESHLAB_BENCH=1, or run scripts/bench-measurements.sh");
        double? first = null;
        // Code is compiled again when it is found to be used much; that is no cost of a round.
        await CollectAsync(100, 200);
        foreach (var (containers, rounds) in new[] { (100, 200), (1_000, 60), (10_000, 12) })
        {
            var each = await CollectAsync(containers, rounds);
            first ??= each;
            output.WriteLine($"collector: {containers,6:N0} containers, {each:0.0} ms of CPU a round and 1,000 containers, {each / first:0.00} times that of 100");
        }
    }

    /// <summary>Milliseconds of CPU a round and 1,000 containers: read, difference, store. The kubelets' answers are made beforehand.</summary>
    private static async Task<double> CollectAsync(int containers, int rounds)
    {
        const int PerNode = 100;
        await using var cluster = await MeasuredCluster.CreateAsync();
        var tracker = new UsageTracker();
        var answers = Enumerable.Range(0, rounds).Select(round => Enumerable.Range(0, containers / PerNode).Select(node => Summary(node, PerNode, round)).ToList()).ToList();
        var before = TimeSpan.Zero;
        for (var round = 0; round < rounds; round++)
        {
            if (round == 1)
            {
                before = Environment.CpuUsage.TotalTime;
            }

            var observations = new List<UsageObservation>(containers);
            for (var node = 0; node < answers[round].Count; node++)
            {
                observations.AddRange(await KubeletSummaryParser.ParseAsync($"n{node}", new MemoryStream(answers[round][node]), CancellationToken.None));
            }

            var samples = tracker.Observe(observations, TimeSpan.FromMinutes(1));
            await cluster.Store.AppendAsync(new("lab", "kubelet-summary", Origin.Measured, samples, new Dictionary<UsageSubject, ContainerClass>()), CancellationToken.None);
        }

        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / (rounds - 1) / (containers / 1000.0);
    }

    private static byte[] Summary(int node, int containers, int round)
    {
        var time = _from.AddSeconds(round * 10).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var pods = Enumerable.Range(0, containers).Select(number => $$"""
            {"podRef":{"name":"pod-{{node}}-{{number}}","namespace":"shop","uid":"uid-{{node}}-{{number}}"},"containers":[{"name":"app","startTime":"2026-01-01T00:00:00Z","cpu":{"time":"{{time}}","usageNanoCores":1,"usageCoreNanoSeconds":{{round * 1_000_000_000L}}},"memory":{"time":"{{time}}","workingSetBytes":50000000} }]}
            """);
        return Encoding.UTF8.GetBytes($$"""{"node":{"nodeName":"n{{node}}","startTime":"2026-01-01T00:00:00Z","cpu":{"time":"{{time}}","usageCoreNanoSeconds":{{round * 4_000_000_000L}}},"memory":{"time":"{{time}}","workingSetBytes":5000000000} },"pods":[{{string.Join(',', pods)}}]}""");
    }
}
