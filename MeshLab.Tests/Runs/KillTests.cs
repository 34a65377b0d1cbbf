using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Tests.Scenarios;
using Microsoft.Data.Sqlite;
using Xunit;

namespace MeshLab.Tests.Runs;

/// <summary>
/// Kills the real application with SIGKILL at random moments of real runs, starts it again, and holds the journal against what was seen
/// of it. <c>MESHLAB_KILLS</c> says how often; <c>scripts/kill-test.sh</c> runs it.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly string[] Actions = ["deploy", "teardown"];

    [Fact]
    public async Task Runs_SurviveKill9_WithoutLosingOrDoublingALine()
    {
        Assert.SkipUnless(int.TryParse(Environment.GetEnvironmentVariable("MESHLAB_KILLS"), out var kills) && kills > 0, "set MESHLAB_KILLS to the number of kills, e.g. 20");
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MESHLAB_KILL_SEED"), out var given) ? given : Environment.TickCount;
        var random = new Random(seed);
        output.WriteLine($"seed {seed}");
        await using var app = new KilledApp();
        await app.StartAsync();
        var seen = new SeenLines();
        var runs = new List<long>();

        // Every way through every scenario, deployed and torn down; so many kills in each run that the number asked for suffices for all.
        var plan = ScenarioWay.All().SelectMany(way => Actions.Select(action => (way, action))).ToList();
        var each = Math.Max(1, (kills + plan.Count - 1) / plan.Count);
        var left = 0;
        for (var kill = 1; kill <= kills; kill++)
        {
            if (runs.Count == 0 || left == 0 || !await app.IsGoingOnAsync(runs[^1]))
            {
                if (runs.Count > 0)
                {
                    await app.EndAsync(runs[^1]);
                }

                var (way, action) = plan[runs.Count % plan.Count];
                runs.Add(await app.PostRunAsync(way, action));
                left = each;
            }

            left--;

            // A kill before the run goes on would prove little; after that, any moment is as good as another.
            await seen.GrowAsync(app, runs[^1]);
            await Task.Delay(random.Next(0, 3_000));
            await seen.ReadAsync(app, runs);
            var before = await app.GetRunAsync(runs[^1]);
            await app.KillAsync();
            await app.StartAsync();
            await seen.HoldAsync(app, runs);
            output.WriteLine($"kill {kill,3}: run {runs[^1],3} {before["action"],-9} {before["scenario"]} at {Current(before),-18} {seen.CountOf(runs[^1]),5} lines seen");
        }

        await app.EndAsync(runs[^1]);
        if (runs.Count % Actions.Length != 0)
        {
            var (way, action) = plan[runs.Count % plan.Count];
            runs.Add(await app.PostRunAsync(way, action));
            await app.EndAsync(runs[^1]);
        }

        await seen.ReadAsync(app, runs);
        var results = await Task.WhenAll(runs.Select(app.GetRunAsync));
        await app.StopAsync();

        output.WriteLine("run  action     status      attempts  lines  gaps  doubles  scenario");
        await using var database = new SqliteConnection($"Data Source={app.Database};Mode=ReadOnly");
        await database.OpenAsync();
        var failures = new List<string>();
        foreach (var run in results)
        {
            var id = run["id"]!.GetValue<long>();
            var lines = await ScalarAsync(database, $"SELECT COUNT(*) FROM RunLogLines WHERE RunId = {id}");
            var last = await ScalarAsync(database, $"SELECT LastSeq FROM Runs WHERE Id = {id}");
            var distinct = await ScalarAsync(database, $"SELECT COUNT(DISTINCT Seq) FROM RunLogLines WHERE RunId = {id}");
            var attempts = await ScalarAsync(database, $"SELECT COALESCE(SUM(Attempts), 0) FROM RunSteps WHERE RunId = {id}");
            var rows = await ScalarAsync(database, $"SELECT COUNT(*) FROM StepAttempts WHERE RunId = {id}");
            var open = await ScalarAsync(database, $"SELECT COUNT(*) FROM StepAttempts WHERE RunId = {id} AND Outcome = 'Running'");
            var status = run["status"]!.GetValue<string>();
            output.WriteLine($"{id,3}  {run["action"],-9}  {status,-10}  {attempts,8}  {lines,5}  {last - distinct,4}  {lines - distinct,7}  {run["scenario"]} {run["parameters"]?.ToJsonString()}");
            if (status != "Succeeded" || lines != last || distinct != lines || attempts != rows || open != 0 || seen.CountOf(id) != lines)
            {
                failures.Add($"run {id}: {status} ({run["error"]}), {lines} lines, last {last}, {distinct} numbers, {seen.CountOf(id)} seen, {attempts} attempts, {rows} recorded, {open} open");
            }
        }

        await using var check = database.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        var integrity = (string)(await check.ExecuteScalarAsync())!;
        output.WriteLine($"integrity_check: {integrity}; {kills} kills, {runs.Count} runs, {plan.Count} in the plan");
        Assert.Equal("ok", integrity);
        Assert.True(failures.Count == 0, string.Join('\n', failures) + "\n" + await app.LastLogAsync());
    }

    private static string Current(JsonObject run) =>
        run["steps"]!.AsArray().FirstOrDefault(step => step!["status"]!.GetValue<string>() == "Running")?["id"]!.GetValue<string>() ?? run["status"]!.GetValue<string>();

    private static async Task<long> ScalarAsync(SqliteConnection database, string sql)
    {
        await using var command = database.CreateCommand();
#pragma warning disable CA2100 // The only value in it is a number this test was given.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
