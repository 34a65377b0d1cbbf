using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Tests.Storage.Postgres;
using Npgsql;
using Xunit;

namespace MeshLab.Tests.Runs;

/// <summary>
/// Two real MeshLab processes on one PostgreSQL database, and a third that serves the demo clusters. Runs are asked of either of the two; one
/// of them is killed with SIGKILL at random moments and started again, at once or when the other has taken over. <c>MESHLAB_TWO_PROCESS_KILLS</c>
/// says how often; <c>scripts/two-process-test.sh</c> sets it.
/// </summary>
public sealed class TwoProcessTests(ITestOutputHelper output)
{
    private const int Usual = 3;
    private const int AtATime = 3;
    private const int Steps = 8;
    private const int Scenarios = 40;

    private static readonly string[] Clusters = ["demo", "demo-east", "demo-west"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Runs_OfTwoProcessesThatAreKilled_AreCarriedOutOnce_AndNoLineIsLostOrDoubled()
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
        await Task.WhenAll(members.Select(member => WriteScenariosAsync(member.DataDirectory)));
        await Task.WhenAll(members.Select(member => member.StartAsync()));
        var seen = new SeenLines();
        var runs = new List<long>();
        var takenOver = 0;
        for (var kill = 1; kill <= kills; kill++)
        {
            await FillAsync(members, runs, random);
            await Task.Delay(random.Next(500, 3_000));
            var victim = members[random.Next(members.Length)];
            var other = members.First(member => member != victim);
            await seen.ReadAsync(other, runs);
            var process = victim.ProcessId;
            var owned = await OwnedAsync(source, process);
            await victim.KillAsync();

            // Every third time, nobody starts it again until the other process has taken over what it was doing.
            var wait = kill % 3 == 1;
            if (wait)
            {
                await UntilTakenOverAsync(source, owned, process);
                takenOver += owned.Count;
            }

            await victim.StartAsync();
            await seen.HoldAsync(members[random.Next(members.Length)], runs);
            output.WriteLine($"kill {kill,3}: process {(victim == first ? 1 : 2)}, which carried out {owned.Count} runs{(wait ? ", taken over by the other" : ", started again at once")}");
        }

        foreach (var run in runs)
        {
            await members[run % 2].EndAsync(run);
        }

        await seen.ReadAsync(first, runs);
        await seen.HoldAsync(second, runs);
        var failures = await CheckAsync(source, first, runs, seen);
        var told = (await ReadAsync(source, $"SELECT count(*) FROM runloglines WHERE text LIKE '%has taken the run over; resuming at step%'"))[0];
        output.WriteLine($"{kills} kills, {runs.Count} runs, {takenOver} taken over, which {told} log lines tell of");
        if (told == 0 && takenOver > 0)
        {
            failures.Add("no log tells that another process has taken the run over");
        }

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
        member.Environment["MeshLab__ScenariosDirectory"] = Path.Combine(member.DataDirectory, "scenarios");
        return member;
    }

    /// <summary>Keeps so many runs under way, each on a cluster and in a namespace of its own.</summary>
    private static async Task FillAsync(KilledApp[] members, List<long> runs, Random random)
    {
        var open = 0;
        foreach (var run in runs)
        {
            open += await members[0].IsGoingOnAsync(run) ? 1 : 0;
        }

        for (; open < AtATime; open++)
        {
            var response = await members[random.Next(members.Length)].Http.PostAsJsonAsync("/api/v1/runs", new
            {
                scenario = Name(runs.Count),
                action = "deploy",
                clusters = new Dictionary<string, string> { ["main"] = Clusters[runs.Count % Clusters.Length] },
            });
            Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
            runs.Add((await response.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<long>());
        }
    }

    private static Task<List<long>> OwnedAsync(string source, int process) =>
        ReadAsync(source, $"SELECT id FROM runs WHERE status = 'Running' AND owner LIKE '%/{process}/%'");

    private static async Task UntilTakenOverAsync(string source, List<long> owned, int process)
    {
        var deadline = DateTime.UtcNow + Patience;
        while ((await OwnedAsync(source, process)).Intersect(owned).Any())
        {
            Assert.True(DateTime.UtcNow < deadline, $"the runs {string.Join(", ", owned)} of a dead process were not taken over");
            await Task.Delay(200);
        }
    }

    private async Task<List<string>> CheckAsync(string source, KilledApp app, List<long> runs, SeenLines seen)
    {
        var failures = new List<string>();
        output.WriteLine("run  status      attempts  interrupted  lines  gaps  doubles");
        foreach (var id in runs)
        {
            var run = await app.GetRunAsync(id);
            var lines = (await ReadAsync(source, $"SELECT seq FROM runloglines WHERE runid = {id}"));
            var last = (await ReadAsync(source, $"SELECT lastseq FROM runs WHERE id = {id}"))[0];
            var distinct = lines.Distinct().Count();
            var attempts = (await ReadAsync(source, $"SELECT count(*) FROM stepattempts WHERE runid = {id}"))[0];
            var interrupted = (await ReadAsync(source, $"SELECT count(*) FROM stepattempts WHERE runid = {id} AND outcome = 'Interrupted'"))[0];
            var open = (await ReadAsync(source, $"SELECT count(*) FROM stepattempts WHERE runid = {id} AND outcome = 'Running'"))[0];
            var notOnce = (await ReadAsync(source, $"SELECT count(*) FROM (SELECT stepid FROM stepattempts WHERE runid = {id} GROUP BY stepid HAVING count(*) FILTER (WHERE outcome = 'Succeeded') <> 1) AS steps"))[0];
            var status = run["status"]!.GetValue<string>();
            output.WriteLine($"{id,3}  {status,-10}  {attempts,8}  {interrupted,11}  {lines.Count,5}  {last - distinct,4}  {lines.Count - distinct,7}");
            if (status != "Succeeded" || lines.Count != last || distinct != lines.Count || open != 0 || notOnce != 0 || seen.CountOf(id) != lines.Count)
            {
                failures.Add($"run {id}: {status} ({run["error"]}), {lines.Count} lines, last {last}, {distinct} numbers, {seen.CountOf(id)} seen, {open} attempts open, {notOnce} steps not done once");
            }
        }

        return failures;
    }

    private static async Task<List<long>> ReadAsync(string source, FormattableString sql)
    {
        await using var connection = new NpgsqlConnection(source);
        await connection.OpenAsync();
#pragma warning disable CA2100 // The only values in it are numbers this test was given.
        await using var command = new NpgsqlCommand(FormattableString.Invariant(sql), connection);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<long>();
        while (await reader.ReadAsync())
        {
            values.Add(reader.GetInt64(0));
        }

        return values;
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"steps-{number % Scenarios}");

    private static async Task WriteScenariosAsync(string folder)
    {
        foreach (var name in Enumerable.Range(0, Scenarios).Select(Name))
        {
            var scenario = Directory.CreateDirectory(Path.Combine(folder, "scenarios", name)).FullName;
            var steps = new StringBuilder();
            for (var number = 1; number <= Steps; number++)
            {
                await File.WriteAllTextAsync(Path.Combine(scenario, $"app-{number}.yaml"), TestManifests.Deployment(name, $"app-{number}"));
                steps.AppendLine(CultureInfo.InvariantCulture, $"    - id: app-{number}\n      title: App {number}\n      apply: [app-{number}.yaml]");
                steps.AppendLine(CultureInfo.InvariantCulture, $"    - id: wait-{number}\n      title: App {number} is ready\n      wait: {{ for: rollout, resource: deployment/app-{number}, namespace: {name} }}");
            }

            await File.WriteAllTextAsync(Path.Combine(scenario, "README.md"), $"# {name}\n");
            await File.WriteAllTextAsync(Path.Combine(scenario, "scenario.yaml"), $$"""
                apiVersion: meshlab.dev/v1alpha1
                kind: Scenario
                metadata:
                  name: {{name}}
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
                      namespace: { name: {{name}} }
                {{steps}}
                """);
        }
    }
}
