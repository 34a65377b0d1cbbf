using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MeshLab.Core.Storage.Moves;
using MeshLab.Tests.Browser;
using MeshLab.Tests.Runs;
using MeshLab.Tests.Storage.Postgres;
using MeshLab.Web.Hosting;
using Microsoft.Data.Sqlite;
using Xunit;

namespace MeshLab.Tests.Web.Hosting;

/// <summary>The command <c>move</c> as a person calls it: from the SQLite file of a MeshLab that was used to PostgreSQL, which MeshLab then uses, and back.</summary>
public sealed partial class MoveCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-move-command-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Move_ToPostgresAndBack_KeepsWhatPeopleDid_AndEachMistakeIsExplained()
    {
        var postgres = await PostgresServer.CreateEmptyDatabaseAsync();
        var back = Path.Combine(_folder, "back.db");
        await using var app = new KilledApp();
        await app.StartAsync();
        var (run, log) = await UseAsync(app);
        var early = await RunAsync(app, "", "move", "--to", postgres);
        await app.StopAsync();

        var there = await RunAsync(app, "", "move", "--to", postgres);
        var again = await RunAsync(app, "", "move", "--to", postgres);
        app.Environment["MeshLab__Database"] = postgres;
        await app.StartAsync();
        var onPostgres = await LogAsync(app, run);
        await app.StopAsync();
        var home = await RunAsync(app, postgres, "move", "--to", back);

        Assert.Equal((1, "Another MeshLab is using the data directory"), (early.Code, Part(early.Error, "Another MeshLab is using the data directory")));
        Assert.Equal((0, ""), (there.Code, there.Error));
        Assert.Equal((1, "is not empty: its table"), (again.Code, Part(again.Error, "is not empty: its table")));
        Assert.Equal(log, onPostgres);
        Assert.Equal((0, ""), (home.Code, home.Error));
        Assert.Equal(Tables(there.Output), Tables(home.Output));
        Assert.Equal(TableShape.All().Select(table => table.Name).Order(StringComparer.Ordinal), Tables(there.Output).Select(line => line.Split(' ')[0]));
        Assert.Equal(await DumpAsync(app.Database), await DumpAsync(back));
        await PostgresServer.DropAsync(postgres);
    }

    [Fact]
    public async Task Move_WithoutATarget_SaysWhatIsMissing()
    {
        await using var app = new KilledApp();

        var misused = await RunAsync(app, "", "move", "--to");

        Assert.Equal((2, "move --to \"Host=…;Database=…\""), (misused.Code, Part(misused.Error, "move --to \"Host=…;Database=…\"")));
    }

    [Theory]
    [InlineData(null, "move")]
    [InlineData(null, "move", "somewhere.db")]
    [InlineData(null, "move", "--to", "--MeshLab:DataDirectory")]
    [InlineData("lab.db", "move", "--to", "lab.db", "--MeshLab:DataDirectory", "/srv")]
    public void Parse_OfAMove_FindsItsTarget(string? target, params string[] command) => Assert.Equal(target, MoveCommand.Parse(command)!.Target);

    /// <summary>Does what leaves rows in many tables: a ticked task, a dry run with its log, kept prices and a decision.</summary>
    private static async Task<(long Run, string Log)> UseAsync(KilledApp app)
    {
        var task = Leaf((await app.Http.GetFromJsonAsync<JsonArray>("/api/v1/roadmap", Token))![0]!["tasks"]![0]!)["id"]!.GetValue<string>();
        await DoneAsync(app.Http.PutAsJsonAsync($"/api/v1/roadmap/tasks/{task}", new { state = "done", note = "Grün, 🚀, \"quoted\" and 'quoted'\n\ttwo lines" }, Token));
        await DoneAsync(app.Http.PostAsJsonAsync("/api/v1/decisions", new { name = "Ünser mesh", answers = "mtls=yes" }, Token));
        using var asked = await app.Http.PostAsJsonAsync("/api/v1/runs", new { scenario = "istio-tutorial", action = "dryRun", clusters = new { main = "demo" } }, Token);
        Assert.True(asked.IsSuccessStatusCode, await asked.Content.ReadAsStringAsync(Token));
        var run = (await asked.Content.ReadFromJsonAsync<JsonObject>(Token))!["id"]!.GetValue<long>();
        await app.EndAsync(run);
        return (run, await LogAsync(app, run));
    }

    private static async Task<string> LogAsync(KilledApp app, long run) => await app.Http.GetStringAsync(new Uri($"/api/v1/runs/{run}/log?after=0&take=1000", UriKind.Relative), Token);

    private static JsonNode Leaf(JsonNode task) => task["children"] is JsonArray { Count: > 0 } children ? Leaf(children[0]!) : task;

    private static async Task DoneAsync(Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    /// <summary>What was looked for, or all of it when it is not there.</summary>
    private static string Part(string text, string part) => text.Contains(part, StringComparison.Ordinal) ? part : text;

    /// <summary>The lines <c>Table  rows  checksum</c> that the command printed, in order.</summary>
    private static List<string> Tables(string output) => [.. TableLine().Matches(output).Select(match => Spaces().Replace(match.Value, " ")).Order(StringComparer.Ordinal)];

    /// <summary>Every row of every table, as text.</summary>
    private static async Task<string> DumpAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(Token);
        var lines = new List<string>();
        foreach (var table in TableShape.All())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT {string.Join(", ", table.Columns.Select(column => $"\"{column.Name}\""))} FROM \"{table.Name}\" ORDER BY {string.Join(", ", table.Key.Select(name => $"\"{name}\""))}";
            await using var reader = await command.ExecuteReaderAsync(Token);
            while (await reader.ReadAsync(Token))
            {
                lines.Add($"{table.Name}: {string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(index => reader.GetValue(index) is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(reader.GetValue(index), CultureInfo.InvariantCulture)))}");
            }
        }

        Assert.True(lines.Count > 100, $"only {lines.Count} rows");
        return string.Join('\n', lines);
    }

    /// <summary>Runs a command on the data directory of a MeshLab; <paramref name="database"/> is the setting, empty for the file there.</summary>
    private static Task<(int Code, string Output, string Error)> RunAsync(KilledApp app, string database, params string[] command) => RunAsync(app.DataDirectory, database, command);

    private static async Task<(int Code, string Output, string Error)> RunAsync(string directory, string database, string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [WebProcess.WebDll, .. command])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["MeshLab__DataDirectory"] = directory, ["MeshLab__Database"] = database },
        })!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var error = process.StandardError.ReadToEndAsync(deadline.Token);
        var output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, output, await error);
    }

    [GeneratedRegex(@"^\w+ +\d+ rows +[0-9a-f]{16}$", RegexOptions.Multiline)]
    private static partial Regex TableLine();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
