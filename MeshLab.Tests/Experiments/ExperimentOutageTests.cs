using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Tests.Runs;
using MeshLab.Tests.Runs.Faults;
using MeshLab.Tests.Storage.Postgres;
using Xunit;

namespace MeshLab.Tests.Experiments;

/// <summary>
/// PostgreSQL goes away while an experiment measures, stopped in order and as by a crash, and comes back. <c>MESHLAB_DATABASE_OUTAGE_SECONDS</c> says for how long;
/// <c>scripts/outage-test.sh</c> sets it.
/// </summary>
public sealed class ExperimentOutageTests(ITestOutputHelper output)
{
    private const int Levels = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fast", 0)]
    [InlineData("immediate", 1)]
    public async Task Experiment_WhilePostgresIsAway_WaitsAndMeasuresEachCellOnce(string mode, int measuredBefore)
    {
        var seconds = DatabaseOutageTests.SecondsAway();
        var server = await PostgresServer.StartOwnAsync();
        try
        {
            await using var app = new KilledApp();
            app.Environment["MeshLab__Database"] = server.OwnSource;
            app.Environment["MeshLab__SamplingInterval"] = "00:00:02";
            await app.StartAsync();
            var id = await KilledExperiment.PostAsync(app, ("baseline", "baseline"));
            var seen = new MeasuredCells();
            var measuring = await KilledExperiment.UntilAsync(app, id, now => CountOf(now, "Succeeded") >= measuredBefore && CountOf(now, "Running") > 0, DateTime.UtcNow + Patience);
            seen.Hold(measuring);
            output.WriteLine($"{mode}: away for {seconds} s at {MeasuredCells.Place(measuring)}");

            server.Stop(mode);
            await Task.Delay(TimeSpan.FromSeconds(seconds), Token);
            server.StartAgain();
            var back = Stopwatch.StartNew();
            await app.ReadyAsync();
            var ended = await KilledExperiment.UntilAsync(app, id, now => !MeasuredCells.IsGoingOn(now), DateTime.UtcNow + Patience);
            output.WriteLine($"ended {back.Elapsed.TotalSeconds:0} s after the server's start");

            seen.Hold(ended);
            Assert.True((string?)ended["status"] == "Succeeded", $"{ended["status"]}: {ended["error"]}\n{await app.LastLogAsync()}");
            Assert.Equal((Levels, Levels), (ended["trials"]!.AsArray().Count, seen.Count));
            Assert.Equal(Levels, ended["trials"]!.AsArray().Select(trial => (double)trial!["qps"]!).Distinct().Count());
            var runs = (await app.Http.GetFromJsonAsync<JsonArray>("/api/v1/runs?take=100", Token))!;
            Assert.Equal(["deploy Succeeded", "teardown Succeeded"], runs.Select(run => $"{run!["action"]} {run["status"]}").Order(StringComparer.Ordinal));
            await app.StopAsync();
        }
        finally
        {
            server.Remove();
        }
    }

    private static int CountOf(JsonObject experiment, string status) => experiment["trials"]!.AsArray().Count(trial => (string?)trial!["status"] == status);
}
