using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Tests.Runs;
using Microsoft.Data.Sqlite;
using Xunit;

namespace MeshLab.Tests.Experiments;

/// <summary>
/// Kills the real application with SIGKILL at random moments of an experiment, starts it again, and holds that the experiment ends with every cell measured once. Two kills
/// take about two minutes; <c>MESHLAB_EXPERIMENT_KILLS</c> says how often, 0 for not at all.
/// </summary>
public sealed class ExperimentKillTests(ITestOutputHelper output)
{
    private static readonly TimeSpan _endsWithin = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task Experiment_SurvivesKill9_WithoutLosingOrDoublingACell()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("MESHLAB_EXPERIMENT_KILLS"), out var wanted) ? wanted : 2;
        Assert.SkipUnless(kills > 0, "MESHLAB_EXPERIMENT_KILLS is 0");
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MESHLAB_KILL_SEED"), out var given) ? given : Environment.TickCount;
        var random = new Random(seed);
        output.WriteLine($"seed {seed}");
        await using var app = new KilledApp();
        await app.StartAsync();
        var id = await KilledExperiment.PostAsync(app, ("baseline", "baseline"), ("linkerd", "linkerd"));
        var deadline = DateTime.UtcNow + _endsWithin;
        var measured = new MeasuredCells();

        for (var kill = 1; kill <= kills; kill++)
        {
            // A kill before the experiment goes on would prove little; after a step or a few, any moment is as good as another.
            for (var step = random.Next(1, 4); step > 0; step--)
            {
                var known = MeasuredCells.Place(await KilledExperiment.GetAsync(app, id));
                await KilledExperiment.UntilAsync(app, id, experiment => MeasuredCells.Place(experiment) != known || !MeasuredCells.IsGoingOn(experiment), deadline);
            }

            await Task.Delay(random.Next(0, 3_000), TestContext.Current.CancellationToken);
            var before = await KilledExperiment.GetAsync(app, id);
            measured.Hold(before);
            output.WriteLine($"kill {kill}: {MeasuredCells.Place(before)}, {measured.Count} cells measured");
            if (!MeasuredCells.IsGoingOn(before))
            {
                break;
            }

            await app.KillAsync();
            await app.StartAsync();
            measured.Hold(await KilledExperiment.GetAsync(app, id));
        }

        var done = await KilledExperiment.UntilAsync(app, id, experiment => !MeasuredCells.IsGoingOn(experiment), deadline);
        measured.Hold(done);
        await app.StopAsync();

        Assert.True((string?)done["status"] == "Succeeded", $"{done["status"]}: {done["error"]}\n{await app.LastLogAsync()}");
        var cells = done["trials"]!.AsArray().Select(trial => ($"{trial!["variant"]}", (double)trial["qps"]!, (int)trial["repetition"]!)).ToList();
        Assert.Equal(4, cells.Count);
        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.Equal(cells.Count, measured.Count);
        await using var database = new SqliteConnection($"Data Source={app.Database};Mode=ReadOnly");
        await database.OpenAsync(TestContext.Current.CancellationToken);
        Assert.Equal("ok", await ScalarAsync(database, "PRAGMA integrity_check"));
        // A deployment and a teardown for each block and variant, whatever was killed: the runs are found again by the name they carry.
        Assert.Equal(2L, await ScalarAsync(database, "SELECT COUNT(*) FROM Runs WHERE Action = 'Deploy'"));
        Assert.Equal(2L, await ScalarAsync(database, "SELECT COUNT(*) FROM Runs WHERE Action = 'Teardown'"));
        Assert.Equal(0L, await ScalarAsync(database, "SELECT COUNT(*) FROM Runs WHERE Status <> 'Succeeded'"));
    }

    private static async Task<object?> ScalarAsync(SqliteConnection database, string sql)
    {
        await using var command = database.CreateCommand();
#pragma warning disable CA2100 // Only constants of this test.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
