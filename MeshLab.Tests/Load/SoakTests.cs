using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MeshLab.Tests.Browser;
using Xunit;

namespace MeshLab.Tests.Load;

/// <summary>
/// A day's work in a fraction of its time: as many readings of a cluster with a mesh, runs, pages and API calls as MeshLab sees in so many hours, with retention shortened
/// alike. Memory after a collection must not grow from the second quarter to the last. <c>scripts/soak-test.sh</c> runs it.
/// </summary>
public sealed partial class SoakTests(ITestOutputHelper output)
{
    /// <summary>How much faster than the clock.</summary>
    private const int Factor = 100;

    private const int RunsADay = 48;
    private const int PagesADay = 480;
    private const double Growth = 1.15;

    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(10);
    private static readonly string[] Pages = ["/", "/checklist", "/scenarios", "/runs", "/topology", "/compare", "/clusters", "/documents"];
    private static readonly string[] Actions = ["deploy", "verify"];

    [Fact]
    public async Task Memory_OverADaysWork_StaysFlat()
    {
        Assert.SkipUnless(double.TryParse(System.Environment.GetEnvironmentVariable("MESHLAB_SOAK_HOURS"), CultureInfo.InvariantCulture, out var hours) && hours > 0, "Run scripts/soak-test.sh.");
        var cancellation = TestContext.Current.CancellationToken;
        await using var web = new WebProcess();
        web.Environment["MeshLab__SamplingInterval"] = (Sampling / Factor).ToString("c", CultureInfo.InvariantCulture);
        web.Environment["MeshLab__RawSampleRetention"] = (TimeSpan.FromHours(24) / Factor).ToString("c", CultureInfo.InvariantCulture);
        web.Environment["MeshLab__MinuteRetention"] = (TimeSpan.FromDays(30) / Factor / 10).ToString("c", CultureInfo.InvariantCulture);
        await web.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(web.Address) };
        var duration = TimeSpan.FromHours(hours) / Factor;
        var watch = Stopwatch.StartNew();
        var memory = new List<(double Part, double Heap, double Resident)>();
        var (runs, pages, failures) = (0, 0, new List<string>());
        while (watch.Elapsed < duration)
        {
            var part = watch.Elapsed / duration;
            if (runs < part * RunsADay * hours / 24)
            {
                failures.AddRange(await RunAsync(http, Actions[runs++ % Actions.Length], cancellation));
            }

            if (pages < part * PagesADay * hours / 24)
            {
                await using var page = new Circuit(new Uri(web.Address));
                await page.OpenAsync(Pages[pages++ % Pages.Length], cancellation);
            }

            if (memory.Count <= part * 40)
            {
                memory.Add((part, await HeapAsync(http, cancellation), web.ResidentBytes));
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part * hours,5:0.0} h: heap {memory[^1].Heap / 1048576:0} MiB, resident {memory[^1].Resident / 1048576:0} MiB, database {web.DatabaseBytes / 1048576.0:0.0} MiB, {runs} runs, {pages} pages"));
            }

            await http.GetStringAsync(new Uri("/api/v1/runs?take=20", UriKind.Relative), cancellation);
            await Task.Delay(Sampling / Factor, cancellation);
        }

        var (second, last) = (Mean(memory.Where(one => one.Part is >= 0.25 and < 0.5)), Mean(memory.Where(one => one.Part >= 0.75)));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{hours} h of work in {watch.Elapsed.TotalMinutes:0.0} min: heap of the last quarter {last.Heap / second.Heap:0.00} of the second's, resident {last.Resident / second.Resident:0.00}"));
        Assert.Empty(failures);
        Assert.True(last.Heap <= second.Heap * Growth, "the heap grows");
        Assert.True(last.Resident <= second.Resident * Growth, "memory grows");
    }

    private static (double Heap, double Resident) Mean(IEnumerable<(double Part, double Heap, double Resident)> memory) =>
        (memory.Average(one => one.Heap), memory.Average(one => one.Resident));

    /// <summary>Bytes of the heap after the last collection, as the process tells it.</summary>
    private static async Task<double> HeapAsync(HttpClient http, CancellationToken cancellationToken) =>
        HeapSize().Matches(await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken)).Sum(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    private static async Task<IEnumerable<string>> RunAsync(HttpClient http, string action, CancellationToken cancellationToken)
    {
        using var started = await http.PostAsJsonAsync("/api/v1/runs", new { scenario = "mesh-cost-analysis", action, clusters = new { main = "demo" }, parameters = new { variant = "istio-sidecar", lessons = "no" } }, cancellationToken);
        if (!started.IsSuccessStatusCode)
        {
            return [await started.Content.ReadAsStringAsync(cancellationToken)];
        }

        var id = (await started.Content.ReadFromJsonAsync<JsonObject>(cancellationToken))!["id"]!.GetValue<long>();
        while (true)
        {
            var run = (await http.GetFromJsonAsync<JsonObject>($"/api/v1/runs/{id}", cancellationToken))!;
            if (run["status"]!.GetValue<string>() is var status && status is not ("Queued" or "Running"))
            {
                return status == "Succeeded" ? [] : [$"run {id} ({action}): {status}: {run["error"]}"];
            }

            await Task.Delay(200, cancellationToken);
        }
    }

    [GeneratedRegex("^dotnet_gc_last_collection_heap_size_bytes{[^}]*} ([0-9.eE+]+)", RegexOptions.Multiline)]
    private static partial Regex HeapSize();
}
