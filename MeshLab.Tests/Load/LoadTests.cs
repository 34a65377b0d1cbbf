using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Tests.Browser;
using MeshLab.Tests.Scenarios;
using Xunit;

namespace MeshLab.Tests.Load;

/// <summary>
/// Many people look at one run's live log while programs use the API. <c>scripts/load-test.sh</c> runs it and docs/performance.md has the figures; the small case
/// runs with every test and holds that nothing fails.
/// </summary>
public sealed class LoadTests(ITestOutputHelper output)
{
    private const int LinesASecond = 5;

    private static readonly string[] Paths = ["/api/v1/roadmap", "/api/v1/runs?take=20", "/api/v1/clusters", "/api/v1/scenarios", "/api/v1/runs/1", "/api/v1/runs/1/log?after=0&take=200"];

    [Fact]
    public async Task LiveLog_ForAFewBrowsersAndClients_NeverFails()
    {
        var result = await MeasureAsync(3, 2, TimeSpan.FromSeconds(4));
        Assert.True(result.Errors.Count == 0, string.Join('\n', result.Errors));
    }

    [Fact]
    public async Task LiveLog_ForTwoHundredBrowsersAndTwentyClients_IsRecorded()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MESHLAB_BENCH") == "1", "Run scripts/load-test.sh.");
        List<string> errors = [];
        foreach (var (browsers, clients) in new[] { (10, 20), (50, 20), (200, 20) })
        {
            var result = await MeasureAsync(browsers, clients, TimeSpan.FromSeconds(30));
            errors.AddRange(result.Errors);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{browsers} browsers with a live log, {clients} API clients: {result}"));
        }

        Assert.Empty(errors);
    }

    private static async Task<LoadResult> MeasureAsync(int browsers, int clients, TimeSpan duration)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the scenario's tool is a script of Unix systems");
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new ScenarioFolder();
        folder.Write("talkative/scenario.yaml", Scenario);
        folder.Write("talkative/README.md", "# Talkative\n");
        await using var web = await WebProcess.StartNewAsync(scenariosDirectory: folder.Root);
        web.WriteTool("talk", $"#!/bin/bash\nwhile :; do echo \"line written at $(date +%s%3N)\"; sleep {1.0 / LinesASecond:0.###}; done\n");
        using var http = new HttpClient { BaseAddress = new Uri(web.Address) };
        var started = await http.PostAsJsonAsync("/api/v1/runs", new { scenario = "talkative", action = "deploy", clusters = new { main = "demo" } }, cancellation);
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync(cancellation));
        var run = (await started.Content.ReadFromJsonAsync<JsonObject>(cancellation))!["id"]!.GetValue<long>();

        var circuits = Enumerable.Range(0, browsers).Select(_ => new Circuit(new Uri(web.Address))).ToList();
        var errors = new ConcurrentBag<string>();
        var answers = new ConcurrentBag<double>();
        try
        {
            var before = web.ResidentBytes;
            await Parallel.ForEachAsync(circuits, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellation }, async (circuit, token) => await circuit.OpenAsync($"/runs/{run}", token));
            var seen = circuits.Sum(circuit => circuit.Delays.Count);
            var cpu = web.ProcessorTime;
            var watch = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, clients).Select(client => AskAsync(http, client, duration, answers, errors, cancellation)));
            var seconds = watch.Elapsed.TotalSeconds;
            foreach (var circuit in circuits.Where(circuit => circuit.Error is not null))
            {
                errors.Add($"a page: {circuit.Error}\n{web.Output}");
            }

            Assert.True(circuits.Sum(circuit => circuit.Delays.Count) > seen, "no page saw a new line");
            return new LoadResult(
                [.. circuits.SelectMany(circuit => circuit.Delays)], [.. answers], [.. circuits.Select(circuit => circuit.OpenedIn.TotalMilliseconds)],
                (web.ProcessorTime - cpu).TotalSeconds / seconds, web.ResidentBytes, (web.ResidentBytes - before) / browsers, [.. errors]);
        }
        finally
        {
            foreach (var circuit in circuits)
            {
                await circuit.DisposeAsync();
            }
        }
    }

    /// <summary>One client asks every quarter of a second, whatever the answers take.</summary>
    private static async Task AskAsync(HttpClient http, int client, TimeSpan duration, ConcurrentBag<double> answers, ConcurrentBag<string> errors, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        for (var number = client; watch.Elapsed < duration; number++)
        {
            var path = Paths[number % Paths.Length];
            var asked = Stopwatch.GetTimestamp();
            try
            {
                using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
                await answer.Content.ReadAsByteArrayAsync(cancellationToken);
                answers.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                if (!answer.IsSuccessStatusCode)
                {
                    errors.Add($"{path}: {(int)answer.StatusCode}");
                }
            }
            catch (HttpRequestException error)
            {
                errors.Add($"{path}: {error.Message}");
            }

            await pace.WaitForNextTickAsync(cancellationToken);
        }
    }

    private const string Scenario = """
        apiVersion: meshlab.dev/v1alpha1
        kind: Scenario
        metadata: { name: talkative }
        spec:
          title: Talkative
          summary: Says when it says it.
          section: "9.1"
          mesh: none
          clusters: [{ role: main, description: Any. }]
          tools: [{ name: talk }]
          steps:
            - id: talk
              title: Talk
              cli: { tool: talk, args: [] }
              timeout: 30m
        """;
}
