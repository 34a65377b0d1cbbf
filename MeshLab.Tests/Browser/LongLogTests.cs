using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Tests.Scenarios;
using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

/// <summary>A run that says 100,000 lines: the page holds only those in view, any of them is reached at once, and the text is whole.</summary>
public sealed class LongLogTests(BrowserFixture browser, ITestOutputHelper output)
{
    private const int Lines = 100_000;

    private const string Scenario = """
        apiVersion: meshlab.dev/v1alpha1
        kind: Scenario
        metadata: { name: talkative }
        spec:
          title: Talkative
          summary: Says a hundred thousand lines.
          section: "9.1"
          mesh: none
          clusters: [{ role: main, description: Any. }]
          tools: [{ name: seq }]
          steps:
            - id: talk
              title: Talk
              cli: { tool: seq, args: ["100000"] }
        """;

    [Fact]
    public async Task Log_OfAHundredThousandLines_IsScrolledSearchedAndDownloaded()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "seq is a tool of Unix systems");
        using var folder = new ScenarioFolder();
        folder.Write("talkative/scenario.yaml", Scenario);
        folder.Write("talkative/README.md", "# Talkative\n");
        await using var web = await WebProcess.StartNewAsync(scenariosDirectory: folder.Root);
        await using var visitor = await browser.VisitAsync(web);
        using var http = new HttpClient { BaseAddress = new Uri(web.Address) };

        var watch = Stopwatch.StartNew();
        var run = await RunAsync(http);
        output.WriteLine($"run of {Lines:N0} lines: {watch.Elapsed.TotalSeconds:0.0} s, database {web.DatabaseBytes / 1048576.0:0.0} MiB");

        watch.Restart();
        await visitor.OpenAsync($"/runs/{run}");
        var lines = visitor.Page.Locator(".log-lines .log-line");
        await Assertions.Expect(visitor.Page.Locator(".log-text", new PageLocatorOptions { HasText = "Run 1 succeeded" })).ToBeVisibleAsync();
        output.WriteLine($"page open at the end of the log: {watch.ElapsedMilliseconds} ms");
        Assert.InRange(await lines.CountAsync(), 10, 300);

        watch.Restart();
        await visitor.Page.EvaluateAsync("document.querySelector('.log-lines').scrollTop = 50000 * 20");
        await Assertions.Expect(visitor.Page.GetByText("50000", new PageGetByTextOptions { Exact = true }).First).ToBeVisibleAsync();
        output.WriteLine($"jump to the middle: {watch.ElapsedMilliseconds} ms");
        Assert.InRange(await lines.CountAsync(), 10, 300);

        watch.Restart();
        await visitor.Page.GetByLabel("Find in the log").FillAsync("77777");
        await Assertions.Expect(visitor.Page.Locator(".log-match").First).ToBeVisibleAsync();
        output.WriteLine($"find: {watch.ElapsedMilliseconds} ms");

        watch.Restart();
        var text = await http.GetStringAsync($"/api/v1/runs/{run}/log.txt", TestContext.Current.CancellationToken);
        output.WriteLine($"download: {watch.ElapsedMilliseconds} ms, {text.Length / 1048576.0:0.0} MiB");
        Assert.InRange(text.Split('\n').Length, Lines, Lines + 100);
        visitor.AssertNoFaults();
    }

    private static async Task<long> RunAsync(HttpClient http)
    {
        var started = await http.PostAsJsonAsync("/api/v1/runs", new { scenario = "talkative", action = "deploy", clusters = new { main = "demo" } }, TestContext.Current.CancellationToken);
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
        var id = (await started.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<long>();
        var deadline = DateTime.UtcNow.AddMinutes(3);
        while (true)
        {
            var run = (await http.GetFromJsonAsync<JsonObject>($"/api/v1/runs/{id}"))!;
            if (run["status"]!.GetValue<string>() is not ("Queued" or "Running"))
            {
                Assert.Equal("Succeeded", run["status"]!.GetValue<string>());
                return id;
            }

            Assert.True(DateTime.UtcNow < deadline, run.ToJsonString());
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
