using System.Diagnostics;
using System.Globalization;
using MeshLab.Core.Measurements;
using Xunit;

namespace MeshLab.Tests.Measurements.Benchmarks;

/// <summary>
/// A 30-day chart over one million and over ten million minutes by MeshLab's API, and the same chart (a mean over each step, summed by class) by a real Prometheus over the
/// smaller of both, all over HTTP on loopback. All are asked in turn, so that whatever else the machine does meets all of them.
/// </summary>
public sealed class ChartBenchmark(ITestOutputHelper output)
{
    private const int Days = 30;
    private const int Small = 23;
    private const int Large = 231;
    private const int WarmUp = 5;
    private const int Rounds = 40;

    /// <summary>A month ago, on a whole hour.</summary>
    private static readonly DateTimeOffset _from = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddDays(-Days).ToUnixTimeSeconds() / 3600 * 3600);

    [Fact(Timeout = 180_000)]
    public async Task Chart_OfThirtyDays_TenMillionAgainstOneMillion_AndAgainstPrometheus()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MESHLAB_BENCH") == "1", "set MESHLAB_BENCH=1, or run scripts/bench-measurements.sh");
        var filling = Stopwatch.StartNew();
        await using var small = await PreparedMonth.CreateAsync(Small, _from, Days);
        await using var large = await PreparedMonth.CreateAsync(Large, _from, Days);
        await using var prometheus = ImportedPrometheus.Installed ? await ImportedPrometheus.StartAsync(Small, _from, Days * 1440, TestContext.Current.CancellationToken) : null;
        output.WriteLine($"chart: filled in {filling.Elapsed.TotalSeconds:0} s");

        await using var one = await ChartServer.StartAsync(small);
        await using var ten = await ChartServer.StartAsync(large);
        var chart = string.Create(CultureInfo.InvariantCulture, $"/api/v1/measurements?cluster=lab&metric=cpu&by=class&points=300&from={_from:yyyy-MM-ddTHH:mm:ssZ}&to={_from.AddDays(Days):yyyy-MM-ddTHH:mm:ssZ}");
        var query = string.Create(CultureInfo.InvariantCulture, $"/api/v1/query_range?query={Uri.EscapeDataString("sum by (class) (avg_over_time(cpu_cores[3h]))")}&start={_from.AddHours(3).ToUnixTimeSeconds()}&end={_from.AddDays(Days).ToUnixTimeSeconds()}&step=10800");
        var (ones, tens, oneReads, tenReads, theirs) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            ones.Add(await TimeAsync(() => AskAsync(one.Http, chart)));
            tens.Add(await TimeAsync(() => AskAsync(ten.Http, chart)));
            oneReads.Add(await TimeAsync(() => ReadAsync(small)));
            tenReads.Add(await TimeAsync(() => ReadAsync(large)));
            if (prometheus is not null)
            {
                theirs.Add(await TimeAsync(() => AskAsync(prometheus.Http, query)));
            }
        }

        output.WriteLine($"chart of {Days} days by class over HTTP: {Small * Days * 1440:N0} minutes {Median(ones).TotalMilliseconds:0.00} ms, {Large * Days * 1440:N0} minutes {Median(tens).TotalMilliseconds:0.00} ms, ratio {Median(tens) / Median(ones):0.00} (goal at most 2)");
        output.WriteLine($"of it the store alone: {Median(oneReads).TotalMilliseconds:0.00} ms and {Median(tenReads).TotalMilliseconds:0.00} ms, ratio {Median(tenReads) / Median(oneReads):0.00}");
        output.WriteLine(prometheus is null
            ? "Prometheus: not compared, /usr/bin/prometheus or promtool is missing"
            : $"Prometheus query_range over the same {Small * Days * 1440:N0} samples: {Median(theirs).TotalMilliseconds:0.0} ms, {Median(theirs) / Median(ones):0.0} times MeshLab's, and {Median(theirs) / Median(tens):0.0} times MeshLab's over ten times as many (goal more than 1)");
    }

    private static async Task ReadAsync(MeasuredCluster cluster)
    {
        // The test's clock stands long before the data, so that the range is asked for as one that is kept.
        var series = await cluster.Service.QueryAsync(new("lab", Metric.Cpu, MeasurementGrouping.Class, _from, _from.AddDays(Days), 300), TestContext.Current.CancellationToken);
        Assert.Equal(3, series.Count);
    }

    private static async Task AskAsync(HttpClient http, string path) =>
        Assert.Contains("\"Proxy\"", await http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);

    private static async Task<TimeSpan> TimeAsync(Func<Task> act)
    {
        var watch = Stopwatch.StartNew();
        await act();
        return watch.Elapsed;
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Skip(WarmUp).Order().ElementAt(Rounds / 2);
}
