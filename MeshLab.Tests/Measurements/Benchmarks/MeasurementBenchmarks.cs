using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Classification;
using MeshLab.Core.Measurements.Counters;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Store;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Measurements.Benchmarks;

/// <summary>
/// Benchmarks of the store and the collector, in ratios, so that they hold on any machine. <c>scripts/bench-measurements.sh</c> runs
/// them; elsewhere they are skipped.
/// </summary>
public sealed class MeasurementBenchmarks(ITestOutputHelper output)
{
    private const int Days = 30;

    /// <summary>A month ago, on a whole hour.</summary>
    private static readonly DateTimeOffset _from = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddDays(-Days).ToUnixTimeSeconds() / 3600 * 3600);

    [Fact]
    public async Task Chart_OfThirtyDays_TenMillionAgainstOneMillion_AndAgainstPrometheus()
    {
        SkipUnlessAsked();
        await using var small = await FilledAsync(23);
        await using var large = await FilledAsync(231);
        var (one, ten) = await InTurnAsync(() => ChartAsync(small), () => ChartAsync(large));
        output.WriteLine($"30-day class chart: {23 * Days * 1440:N0} minutes {one.TotalMilliseconds:0.0} ms, {231 * Days * 1440:N0} minutes {ten.TotalMilliseconds:0.0} ms, ratio {ten / one:0.00} (goal at most 2)");
        if (await PrometheusAsync(23) is { } prometheus)
        {
            output.WriteLine($"Prometheus query_range over the same {23 * Days * 1440:N0} samples: {prometheus.TotalMilliseconds:0.0} ms, {prometheus / one:0.0} times MeshLab's, and {prometheus / ten:0.0} times MeshLab's over ten times as many");
        }
        else
        {
            output.WriteLine("Prometheus: not compared, /usr/bin/prometheus or promtool is missing");
        }
    }

    [Fact]
    public async Task Collector_Cpu_FromAHundredToTenThousandContainers()
    {
        SkipUnlessAsked();
        double? first = null;
        foreach (var containers in new[] { 100, 1_000, 10_000 })
        {
            var each = await CollectAsync(containers);
            first ??= each;
            output.WriteLine($"collector: {containers,6:N0} containers, {each:0.0} ms of CPU a round and 1,000 containers, {each / first:0.00} times that of 100");
        }
    }

    private static void SkipUnlessAsked() => Assert.SkipUnless(Environment.GetEnvironmentVariable("MESHLAB_BENCH") == "1", "set MESHLAB_BENCH=1, or run scripts/bench-measurements.sh");

    /// <summary>A month of minutes of some series, summed up as the background service left it five minutes ago, so that the newest are read as minutes.</summary>
    private static async Task<MeasuredCluster> FilledAsync(int series)
    {
        var cluster = await MeasuredCluster.CreateAsync();
        await using (var database = await cluster.Database.Databases.CreateDbContextAsync())
        {
            var connection = await UsageStore.OpenAsync(database, CancellationToken.None);
            var minute = _from.ToUnixTimeSeconds() / 60;
            for (var number = 1; number <= series; number++)
            {
                Execute(connection, $"""
                    INSERT INTO UsageSeries (Id, Cluster, Source, Origin, Scope, Node, Namespace, Pod, PodUid, Container, Class, Mesh, FirstAt, LastAt)
                    VALUES ({number}, 'lab', 'kubelet-summary', 'Measured', 'Container', 'n{number % 3}', 'shop', 'pod-{number}', 'uid-{number}', 'c', '{ClassOf(number)}', 'none', {minute * 60_000}, {(minute + (Days * 1440)) * 60_000});
                    INSERT INTO UsageMinutes (SeriesId, Minute, CoveredMs, CpuCoreMs, MemoryByteMs)
                    WITH RECURSIVE m(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM m WHERE x < {(Days * 1440) - 1})
                    SELECT {number}, {minute} + x, 60000, 6000.0 + x % 100, 6e10 FROM m;
                    """);
            }
        }

        await cluster.Database.Services.GetRequiredService<Rollups>().CatchUpAsync(_from.AddDays(Days).AddMinutes(-5), CancellationToken.None);
        return cluster;
    }

    private static async Task ChartAsync(MeasuredCluster cluster)
    {
        // The test's clock stands long before the data, so that the range is asked for as one that is kept.
        var series = await cluster.Service.QueryAsync(new("lab", Metric.Cpu, MeasurementGrouping.Class, _from, _from.AddDays(Days), 300), CancellationToken.None);
        Assert.Equal(3, series.Count);
    }

    /// <summary>The medians of two things done in turn, so that whatever else the machine does meets both.</summary>
    private static async Task<(TimeSpan First, TimeSpan Second)> InTurnAsync(Func<Task> first, Func<Task> second)
    {
        var (firsts, seconds) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < 16; round++)
        {
            firsts.Add(await TimeAsync(first));
            seconds.Add(await TimeAsync(second));
        }

        return (firsts.Skip(3).Order().ElementAt(6), seconds.Skip(3).Order().ElementAt(6));
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> act)
    {
        var watch = Stopwatch.StartNew();
        await act();
        return watch.Elapsed;
    }

    private static async Task<TimeSpan?> PrometheusAsync(int series)
    {
        if (!File.Exists("/usr/bin/prometheus") || !File.Exists("/usr/bin/promtool"))
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("meshlab-bench-").FullName;
        var port = FreePort();
        try
        {
            await WriteOpenMetricsAsync(Path.Combine(folder, "data.om"), series);
            using (var tool = Process.Start("/usr/bin/promtool", ["tsdb", "create-blocks-from", "openmetrics", "--quiet", "--max-block-duration=744h", Path.Combine(folder, "data.om"), Path.Combine(folder, "tsdb")]))
            {
                await tool.WaitForExitAsync();
            }

            await File.WriteAllTextAsync(Path.Combine(folder, "prometheus.yml"), "scrape_configs: []\n");
            using var prometheus = Process.Start("/usr/bin/prometheus", [$"--config.file={folder}/prometheus.yml", $"--storage.tsdb.path={folder}/tsdb", "--storage.tsdb.retention.time=400d", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]);
            try
            {
                // The same chart: a mean over each step of the same width, summed by class.
                using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
                var query = $"/api/v1/query_range?query={Uri.EscapeDataString("sum by (class) (avg_over_time(cpu_cores[3h]))")}&start={_from.AddHours(3).ToUnixTimeSeconds()}&end={_from.AddDays(Days).ToUnixTimeSeconds()}&step=10800";
                await ReadyAsync(http);
                return await MedianAsync(async () => Assert.Contains("\"class\":\"Proxy\"", await http.GetStringAsync(query), StringComparison.Ordinal));
            }
            finally
            {
                prometheus.Kill();
                await prometheus.WaitForExitAsync();
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task WriteOpenMetricsAsync(string file, int series)
    {
        await using var writer = new StreamWriter(file);
        await writer.WriteLineAsync("# TYPE cpu_cores gauge");
        for (var number = 1; number <= series; number++)
        {
            for (var minute = 0; minute < Days * 1440; minute++)
            {
                await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"cpu_cores{{pod=\"pod-{number}\",class=\"{ClassOf(number)}\"}} {(6000.0 + (minute % 100)) / 60_000} {_from.ToUnixTimeSeconds() + (minute * 60)}"));
            }
        }

        await writer.WriteLineAsync("# EOF");
    }

    private static async Task ReadyAsync(HttpClient http)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if ((await http.GetAsync("/-/ready")).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(2), "Prometheus did not start.");
            await Task.Delay(100);
        }
    }

    /// <summary>Milliseconds of CPU a round and 1,000 containers: read, difference, store. The kubelets' answers are made beforehand.</summary>
    private static async Task<double> CollectAsync(int containers)
    {
        const int Rounds = 10, PerNode = 100;
        await using var cluster = await MeasuredCluster.CreateAsync();
        var tracker = new UsageTracker();
        var answers = Enumerable.Range(0, Rounds).Select(round => Enumerable.Range(0, containers / PerNode).Select(node => Summary(node, PerNode, round)).ToList()).ToList();
        var before = TimeSpan.Zero;
        for (var round = 0; round < Rounds; round++)
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

        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / (Rounds - 1) / (containers / 1000.0);
    }

    private static byte[] Summary(int node, int containers, int round)
    {
        var time = _from.AddSeconds(round * 10).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var pods = Enumerable.Range(0, containers).Select(number => $$"""
            {"podRef":{"name":"pod-{{node}}-{{number}}","namespace":"shop","uid":"uid-{{node}}-{{number}}"},"containers":[{"name":"app","startTime":"2026-01-01T00:00:00Z","cpu":{"time":"{{time}}","usageNanoCores":1,"usageCoreNanoSeconds":{{round * 1_000_000_000L}}},"memory":{"time":"{{time}}","workingSetBytes":50000000} }]}
            """);
        return Encoding.UTF8.GetBytes($$"""{"node":{"nodeName":"n{{node}}","startTime":"2026-01-01T00:00:00Z","cpu":{"time":"{{time}}","usageCoreNanoSeconds":{{round * 4_000_000_000L}}},"memory":{"time":"{{time}}","workingSetBytes":5000000000} },"pods":[{{string.Join(',', pods)}}]}""");
    }

    private static string ClassOf(int number) => (number % 3) switch
    {
        0 => "App",
        1 => "Proxy",
        _ => "Other",
    };

    private static async Task<TimeSpan> MedianAsync(Func<Task> act)
    {
        var times = new List<TimeSpan>();
        for (var round = 0; round < 7; round++)
        {
            times.Add(await TimeAsync(act));
        }

        return times.Skip(1).Order().ElementAt(3);
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Nothing in it comes from outside this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
