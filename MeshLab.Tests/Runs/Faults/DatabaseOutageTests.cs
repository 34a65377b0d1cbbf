using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Tests.Browser;
using MeshLab.Tests.Scenarios;
using MeshLab.Tests.Storage.Postgres;
using Microsoft.Playwright;
using Npgsql;
using Xunit;

namespace MeshLab.Tests.Runs.Faults;

/// <summary>
/// PostgreSQL goes away in the middle of a run and comes back, stopped in order and as by a crash, with a browser open on the run.
/// <c>MESHLAB_DATABASE_OUTAGE_SECONDS</c> says for how long; without it the test is left out.
/// </summary>
public sealed class DatabaseOutageTests(ITestOutputHelper output)
{
    private const int Steps = 25;
    private const string Chromium = "/usr/bin/chromium";
    private static readonly string[] Arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task Run_WhilePostgresIsAway_WaitsAndEndsWhole_AndPageAndHealthSaySo(string mode)
    {
        var seconds = SecondsAway();
        var file = Environment.GetEnvironmentVariable("MESHLAB_TEST_CHROMIUM") is { Length: > 0 } set ? set : Chromium;
        Assert.SkipUnless(File.Exists(file), $"There is no Chromium at {file}.");
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = file, Args = Arguments });
        Assertions.SetDefaultExpectTimeout(Visitor.DeadlineMilliseconds);
        var server = await PostgresServer.StartOwnAsync();
        try
        {
            await using var app = new KilledApp();
            app.Environment["MeshLab__Database"] = server.OwnSource;
            app.Environment["MeshLab__ScenariosDirectory"] = Path.Combine(app.DataDirectory, "scenarios");
            await WriteScenarioAsync(app.DataDirectory);
            await app.StartAsync();
            await using var visitor = await Visitor.ArriveAsync(chromium, app.Http.BaseAddress!.ToString(), "light", 1280, 900);
            var run = await app.PostRunAsync(new ScenarioWay("outage", new Dictionary<string, string> { ["main"] = "demo" }, new Dictionary<string, string>()), "deploy");
            await visitor.OpenAsync($"/runs/{run}");
            await Assertions.Expect(visitor.Page.Locator(".log-line").First).ToBeVisibleAsync();
            var seen = new SeenLines();
            await seen.ReadAsync(app, [run]);

            server.Stop(mode);
            var away = System.Diagnostics.Stopwatch.StartNew();
            await SayAsync(app, visitor);
            var left = TimeSpan.FromSeconds(seconds) - away.Elapsed;
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, Token);
            Assert.True(await visitor.Page.Locator(".log-line").CountAsync() > 0, "the page no longer shows what it had");
            server.StartAgain();
            output.WriteLine($"{mode}: away for {away.Elapsed.TotalSeconds:0} s, after {seen.CountOf(run)} lines");

            var back = System.Diagnostics.Stopwatch.StartNew();
            await app.ReadyAsync();
            output.WriteLine($"ready {back.Elapsed.TotalSeconds:0.0} s after the server's start");
            await app.EndAsync(run);
            output.WriteLine($"the run ended {back.Elapsed.TotalSeconds:0.0} s after the server's start");
            await Assertions.Expect(visitor.Page.Locator(".database-notice")).ToHaveCountAsync(0);
            await Assertions.Expect(visitor.Page.GetByText($"{(Steps * 2) + 1} of {(Steps * 2) + 1} steps done").First).ToBeVisibleAsync();
            await seen.HoldAsync(app, [run]);
            await CheckAsync(server.OwnSource, app, run);
            await app.StopAsync();
        }
        finally
        {
            server.Remove();
        }
    }

    /// <summary>For how long PostgreSQL is to be away; skips the test where nothing says so.</summary>
    internal static int SecondsAway()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("MESHLAB_DATABASE_OUTAGE_SECONDS"), CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        Assert.SkipWhen(seconds == 0, "MESHLAB_DATABASE_OUTAGE_SECONDS is not set");
        return seconds;
    }

    /// <summary>Both addresses of health, the API, a new page and the open one, while the database is away.</summary>
    private static async Task SayAsync(KilledApp app, Visitor visitor)
    {
        await Assertions.Expect(visitor.Page.Locator(".database-notice")).ToContainTextAsync("its server does not answer");
        Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync("/healthz", Token)).StatusCode);
        using var ready = await app.Http.GetAsync("/readyz", Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("does not answer", await ready.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var api = await app.Http.GetAsync("/api/v1/runs", Token);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"), (api.StatusCode, api.Content.Headers.ContentType!.MediaType));
        Assert.Contains("cannot be used just now: its server does not answer", await api.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var page = await app.Http.GetAsync("/runs", Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Contains("MeshLab waits for its database", await page.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal("5", Assert.Single(page.Headers.GetValues("Refresh")));
    }

    private async Task CheckAsync(string source, KilledApp app, long run)
    {
        var ended = await app.GetRunAsync(run);
        await using var connection = new NpgsqlConnection(source);
        await connection.OpenAsync(Token);
        var lines = await CountAsync(connection, $"SELECT count(*) FROM runloglines WHERE runid = {run}");
        var last = await CountAsync(connection, $"SELECT lastseq FROM runs WHERE id = {run}");
        var distinct = await CountAsync(connection, $"SELECT count(DISTINCT seq) FROM runloglines WHERE runid = {run}");
        var notOnce = await CountAsync(connection, $"SELECT count(*) FROM (SELECT stepid FROM stepattempts WHERE runid = {run} GROUP BY stepid HAVING count(*) FILTER (WHERE outcome = 'Succeeded') <> 1) AS steps");
        var steps = await CountAsync(connection, $"SELECT count(DISTINCT stepid) FROM stepattempts WHERE runid = {run} AND outcome = 'Succeeded'");
        var repeated = await CountAsync(connection, $"SELECT count(*) FROM stepattempts WHERE runid = {run} AND outcome <> 'Succeeded'");
        output.WriteLine($"{ended["status"]}: {steps} steps, {repeated} attempts cut off, {lines} lines, {last - distinct} lost, {lines - distinct} doubled");
        Assert.Equal("Succeeded", ended["status"]!.GetValue<string>());
        Assert.Equal((last, last, 0L, (Steps * 2) + 1L), (lines, distinct, notOnce, steps));
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, FormattableString sql)
    {
#pragma warning disable CA2100 // The only value in it is a number.
        await using var command = new NpgsqlCommand(FormattableString.Invariant(sql), connection);
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(Token), CultureInfo.InvariantCulture);
    }

    private static async Task WriteScenarioAsync(string folder)
    {
        var scenario = Directory.CreateDirectory(Path.Combine(folder, "scenarios", "outage")).FullName;
        var steps = new StringBuilder();
        for (var number = 1; number <= Steps; number++)
        {
            await File.WriteAllTextAsync(Path.Combine(scenario, $"app-{number}.yaml"), TestManifests.Deployment("outage", $"app-{number}"), Token);
            steps.AppendLine(CultureInfo.InvariantCulture, $"    - id: app-{number}\n      title: App {number}\n      apply: [app-{number}.yaml]");
            steps.AppendLine(CultureInfo.InvariantCulture, $"    - id: wait-{number}\n      title: App {number} is ready\n      wait: {{ for: rollout, resource: deployment/app-{number}, namespace: outage }}");
        }

        await File.WriteAllTextAsync(Path.Combine(scenario, "README.md"), "# outage\n", Token);
        await File.WriteAllTextAsync(Path.Combine(scenario, "scenario.yaml"), $$"""
            apiVersion: meshlab.dev/v1alpha1
            kind: Scenario
            metadata:
              name: outage
            spec:
              title: Steps
              summary: Many small steps.
              section: "9.1"
              mesh: none
              clusters:
                - role: main
                  description: Any cluster.
              steps:
                - id: space
                  title: Namespace
                  namespace: { name: outage }
            {{steps}}
            """, Token);
    }
}
