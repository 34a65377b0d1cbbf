using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Tests.Runs;
using MeshLab.Tests.Storage.Postgres;
using Npgsql;
using Xunit;

namespace MeshLab.Tests.Experiments;

/// <summary>
/// Two real MeshLab processes on one PostgreSQL database, and a third that serves the demo clusters. One of the two carries an experiment out and is
/// killed with SIGKILL; the other goes on with it, or the same one when it is started again before. <c>MESHLAB_TWO_PROCESS_KILLS</c> says how often;
/// <c>scripts/two-process-test.sh</c> sets it.
/// </summary>
public sealed class TwoProcessExperimentTests(ITestOutputHelper output)
{
    private const int Usual = 2;
    private const int Cells = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Experiment_OfTwoProcessesThatAreKilled_IsCarriedOutOnce_AndNoFigureChanges()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("MESHLAB_TWO_PROCESS_KILLS"), CultureInfo.InvariantCulture, out var asked) ? asked : Usual;
        Assert.SkipWhen(kills == 0, "left out, as MESHLAB_TWO_PROCESS_KILLS is 0");
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MESHLAB_KILL_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Environment.TickCount;
        var random = new Random(seed);
        output.WriteLine($"seed {seed}");
        var source = await PostgresServer.CreateDatabaseAsync();
        await using var demo = new KilledApp();
        await demo.StartAsync();
        await using var first = Member(source, demo);
        await using var second = Member(source, demo);
        KilledApp[] members = [first, second];
        await Task.WhenAll(members.Select(WriteHelmAsync));
        await Task.WhenAll(members.Select(member => member.StartAsync()));
        var experiments = new List<(long Id, MeasuredCells Seen)>();
        var takenOver = 0;
        for (var kill = 1; kill <= kills; kill++)
        {
            var newest = experiments.Count == 0 ? null : await KilledExperiment.GetAsync(first, experiments[^1].Id);
            if (newest is null || !MeasuredCells.IsGoingOn(newest))
            {
                Assert.True(newest is null || (string?)newest["status"] == "Succeeded", $"{newest}");
                experiments.Add((await KilledExperiment.PostAsync(members[random.Next(members.Length)], ("baseline", "baseline"), ("again", "baseline")), new()));
            }

            var (id, seen) = experiments[^1];
            await GoOnAsync(first, id, random.Next(1, 4));
            await Task.Delay(random.Next(0, 3_000), Token);
            var victim = await RunnerAsync(source, first.ProcessId) ? first : second;
            var other = members.First(member => member != victim);
            var before = await KilledExperiment.GetAsync(other, id);
            seen.Hold(before);
            await victim.KillAsync();

            // Every other time, nobody starts it again until the other process has taken over.
            var wait = kill % 2 == 1;
            if (wait)
            {
                await UntilAsync(async () => await RunnerAsync(source, other.ProcessId), "the experiment of a dead process was not taken over", other);
                takenOver++;
            }

            await victim.StartAsync();
            seen.Hold(await KilledExperiment.GetAsync(members[random.Next(members.Length)], id));
            output.WriteLine($"kill {kill,3}: process {(victim == first ? 1 : 2)} at {MeasuredCells.Place(before)}{(wait ? ", taken over by the other" : ", started again at once")}");
        }

        foreach (var (id, seen) in experiments)
        {
            await UntilAsync(async () => !MeasuredCells.IsGoingOn(await KilledExperiment.GetAsync(first, id)), $"experiment {id} does not end", first);
            seen.Hold(await KilledExperiment.GetAsync(second, id));
        }

        var failures = await CheckAsync(source, first, experiments);
        output.WriteLine($"{kills} kills, {experiments.Count} experiments, {takenOver} taken over");
        foreach (var member in members)
        {
            await member.StopAsync();
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures) + "\n" + await first.LastLogAsync() + "\n" + await second.LastLogAsync());
        await PostgresServer.DropAsync(source);
    }

    private static KilledApp Member(string source, KilledApp demo)
    {
        var member = new KilledApp();
        member.Environment["MeshLab__Database"] = source;
        member.Environment["MeshLab__DemoCluster"] = "false";
        member.Environment["MeshLab__Kubeconfig"] = Path.Combine(demo.DataDirectory, "demo-kubeconfig.yaml");
        member.Environment["MeshLab__SamplingInterval"] = "00:00:02";
        return member;
    }

    /// <summary>To these two the demo cluster is a cluster like any other, for which the scenario wants helm; the baseline does not use it.</summary>
    private static async Task WriteHelmAsync(KilledApp member)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(member.DataDirectory, "tools")).FullName, "helm");
        await File.WriteAllTextAsync(file, "#!/bin/sh\necho v3.18.0\n", Token);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Waits until an experiment has gone so many steps further.</summary>
    private static async Task GoOnAsync(KilledApp app, long id, int steps)
    {
        for (; steps > 0; steps--)
        {
            var known = MeasuredCells.Place(await KilledExperiment.GetAsync(app, id));
            await UntilAsync(
                async () => await KilledExperiment.GetAsync(app, id) is var now && (MeasuredCells.Place(now) != known || !MeasuredCells.IsGoingOn(now)), $"experiment {id} does not go on", app);
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> holds, string otherwise, KilledApp app)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (!await holds())
        {
            await app.AssertBeforeAsync(deadline, otherwise);
            await Task.Delay(200, Token);
        }
    }

    /// <summary>Whether a process carries experiments out.</summary>
    private static async Task<bool> RunnerAsync(string source, int process) =>
        (await ReadAsync(source, $"SELECT count(*) FROM processroles WHERE name = 'experiments' AND owner LIKE '%/{process}/%'"))[0] > 0;

    private async Task<List<string>> CheckAsync(string source, KilledApp app, List<(long Id, MeasuredCells Seen)> experiments)
    {
        var failures = new List<string>();
        output.WriteLine("experiment  status     cells  deploys  teardowns  not Succeeded");
        foreach (var (id, seen) in experiments)
        {
            var experiment = await KilledExperiment.GetAsync(app, id);
            var cells = experiment["trials"]!.AsArray().Select(trial => ($"{trial!["variant"]}", (double)trial["qps"]!)).Distinct().Count();
            var stages = experiment["stages"]!.AsArray().Count;
            var by = $"experiment {id}, deployment %";
            var deploys = await CountAsync(source, "Deploy", by);
            var teardowns = await CountAsync(source, "Teardown", by);
            var bad = (await ReadAsync(source, $"SELECT count(*) FROM runs WHERE status <> 'Succeeded' AND requestedby LIKE '{by}'"))[0];
            output.WriteLine($"{id,10}  {experiment["status"],-9}  {seen.Count,5}  {deploys,7}  {teardowns,9}  {bad,13}");
            if ((string?)experiment["status"] != "Succeeded" || cells != Cells || seen.Count != Cells || deploys != stages || teardowns != stages || bad != 0)
            {
                failures.Add($"experiment {id}: {experiment["status"]} ({experiment["error"]}), {cells} cells, {seen.Count} seen measured, {deploys} deploys and {teardowns} teardowns of {stages} deployments, {bad} runs that did not succeed");
            }
        }

        return failures;
    }

    private static async Task<long> CountAsync(string source, string action, string by) =>
        (await ReadAsync(source, $"SELECT count(*) FROM runs WHERE action = '{action}' AND requestedby LIKE '{by}'"))[0];

    private static async Task<List<long>> ReadAsync(string source, FormattableString sql)
    {
        await using var connection = new NpgsqlConnection(source);
        await connection.OpenAsync(Token);
#pragma warning disable CA2100 // The only values in it are those of this test.
        await using var command = new NpgsqlCommand(FormattableString.Invariant(sql), connection);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(Token);
        var values = new List<long>();
        while (await reader.ReadAsync(Token))
        {
            values.Add(reader.GetInt64(0));
        }

        return values;
    }
}
