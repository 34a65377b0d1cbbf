using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Tests.Browser;
using Xunit;

namespace MeshLab.Tests.Load;

/// <summary>
/// A day's work in a fraction of its time: as many readings of a cluster with a mesh, runs, pages and API calls as MeshLab sees in so many hours, with retention shortened
/// alike. What it keeps after a full collection must not grow from the second quarter to the last. <c>scripts/soak-test.sh</c> runs it.
/// </summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    /// <summary>How much faster than the clock.</summary>
    private const int Factor = 100;

    private const int RunsADay = 48;
    private const int PagesADay = 480;
    private const int MemoryReadings = 40;
    private const double Growth = 1.1;

    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(10);
    private static readonly string[] Pages = ["/", "/checklist", "/scenarios", "/runs", "/topology", "/compare", "/clusters", "/documents"];
    private static readonly string[] Actions = ["deploy", "verify"];

    private readonly List<string> _failures = [];

    [Fact]
    public async Task Memory_OverADaysWork_StaysFlat()
    {
        Assert.SkipUnless(double.TryParse(System.Environment.GetEnvironmentVariable("MESHLAB_SOAK_HOURS"), CultureInfo.InvariantCulture, out var hours) && hours > 0, "Run scripts/soak-test.sh.");
        var cancellation = TestContext.Current.CancellationToken;
        await using var web = new WebProcess();
        web.Environment["MeshLab__SamplingInterval"] = Shortened(Sampling);
        web.Environment["MeshLab__RawSampleRetention"] = Shortened(TimeSpan.FromHours(24));
        web.Environment["MeshLab__MinuteRetention"] = Shortened(TimeSpan.FromDays(3));
        await web.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(web.Address) };
        var duration = TimeSpan.FromHours(hours) / Factor;
        var (runs, pages, calls) = (0, 0, 0);
        var watch = Stopwatch.StartNew();
        List<(double Part, ManagedMemory Managed, double Resident)> memory = [];
        await Task.WhenAll(
            PaceAsync((int)(RunsADay * hours / 24), async number => { await RunAsync(http, Actions[number % Actions.Length], cancellation); runs++; }),
            PaceAsync((int)(PagesADay * hours / 24), async number => { await VisitAsync(web, Pages[number % Pages.Length], cancellation); pages++; }),
            PaceAsync((int)(duration * Factor / Sampling), async _ => { await http.GetStringAsync(new Uri("/api/v1/runs?take=20", UriKind.Relative), cancellation); calls++; }),
            PaceAsync(MemoryReadings, async _ => Note(await ManagedMemory.ReadAsync(web.Id, http, cancellation))));

        var (second, last) = (Mean(0.25, 0.5), Mean(0.75, 2));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{hours} h of work in {watch.Elapsed.TotalMinutes:0.0} min: live heap of the last quarter {last.Live / second.Live:0.00} of the second's, resident {last.Resident / second.Resident:0.00}"));
        Assert.Empty(_failures);
        Assert.True(last.Live <= second.Live * Growth, "the heap grows");
        Assert.True(last.Resident <= second.Resident * Growth, "memory grows");

        // Each piece of work at its moment, or as soon as the one before it has ended.
        async Task PaceAsync(int count, Func<int, Task> work)
        {
            for (var number = 0; number < count; number++)
            {
                if (duration * number / count - watch.Elapsed is { Ticks: > 0 } rest)
                {
                    await Task.Delay(rest, cancellation);
                }

                await work(number);
            }
        }

        void Note(ManagedMemory managed)
        {
            memory.Add((watch.Elapsed / duration, managed, web.ResidentBytes));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{memory[^1].Part * hours,5:0.0} h: live heap {managed.Live / 1048576:0.0} MiB, committed {managed.Committed / 1048576:0} MiB, resident {memory[^1].Resident / 1048576:0} MiB, database {web.DatabaseBytes / 1048576.0:0.0} MiB, {runs} runs, {pages} pages, {calls} calls"));
        }

        (double Live, double Resident) Mean(double from, double to)
        {
            var part = memory.Where(one => one.Part >= from && one.Part < to).ToList();
            return (part.Average(one => one.Managed.Live), part.Average(one => one.Resident));
        }
    }

    private static string Shortened(TimeSpan time) => (time / Factor).ToString("c", CultureInfo.InvariantCulture);

    private static async Task VisitAsync(WebProcess web, string path, CancellationToken cancellationToken)
    {
        await using var page = new Circuit(new Uri(web.Address));
        await page.OpenAsync(path, cancellationToken);
        await page.SettleAsync(cancellationToken);
    }

    private async Task RunAsync(HttpClient http, string action, CancellationToken cancellationToken)
    {
        using var started = await http.PostAsJsonAsync("/api/v1/runs", new { scenario = "mesh-cost-analysis", action, clusters = new { main = "demo" }, parameters = new { variant = "istio-sidecar", lessons = "no" } }, cancellationToken);
        if (!started.IsSuccessStatusCode)
        {
            _failures.Add(await started.Content.ReadAsStringAsync(cancellationToken));
            return;
        }

        var id = (await started.Content.ReadFromJsonAsync<JsonObject>(cancellationToken))!["id"]!.GetValue<long>();
        while (true)
        {
            var run = (await http.GetFromJsonAsync<JsonObject>($"/api/v1/runs/{id}", cancellationToken))!;
            if (run["status"]!.GetValue<string>() is var status && status is not ("Queued" or "Running"))
            {
                if (status != "Succeeded")
                {
                    _failures.Add($"run {id} ({action}): {status}: {run["error"]}");
                }

                return;
            }

            await Task.Delay(200, cancellationToken);
        }
    }
}
