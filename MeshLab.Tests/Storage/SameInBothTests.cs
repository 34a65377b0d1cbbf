using MeshLab.Core.Audit;
using MeshLab.Core.Runs;
using MeshLab.Core.Runs.Journal;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace MeshLab.Tests.Storage;

/// <summary>What SQLite and PostgreSQL do differently by themselves and must not do differently here: order, case, instants, enums, JSON, odd characters.</summary>
public class SameInBothTests
{
    private static readonly string[] Names = ["b", "B", "a", "A", "ä", "Z", "_", "~", "10", "9", "a b", "aB", "é", "🚀", "", "zz", "é!"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_AreOrderedByteByByte()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var context = await database.Databases.CreateDbContextAsync(Token);
        foreach (var name in Names)
        {
            context.Add(new ClusterLeaseRow { Cluster = name, RunId = await AddRunAsync(database), TakenAt = database.Clock.GetUtcNow() });
        }

        await context.SaveChangesAsync(Token);

        var ordered = await context.Set<ClusterLeaseRow>().OrderBy(row => row.Cluster).Select(row => row.Cluster).ToListAsync(Token);

        Assert.Equal(Names.OrderBy(System.Text.Encoding.UTF8.GetBytes, Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right))), ordered);
    }

    [Fact]
    public async Task Texts_AreEqualOnlyInTheirOwnCase_AndLogsAreSearchedInAny()
    {
        await using var database = await TestDatabase.CreateAsync();
        var run = await AddRunAsync(database, "Mixed");
        await using (var context = await database.Databases.CreateDbContextAsync(Token))
        {
            Assert.Equal(0, await context.Set<RunRow>().CountAsync(row => row.Scenario == "mixed", Token));
            Assert.Equal(1, await context.Set<RunRow>().CountAsync(row => row.Scenario == "Mixed", Token));
            Assert.Equal(1, await context.Set<RunRow>().CountAsync(row => row.Scenario.StartsWith("Mix"), Token));
            Assert.Equal(1, await context.Set<RunRow>().CountAsync(row => row.Scenario.Contains("ixe"), Token));
            context.AddRange(new RunLogLineRow { RunId = run, Seq = 1, Text = "Grün UND Rot" }, new RunLogLineRow { RunId = run, Seq = 2, Text = "50% of_it \\" });
            await context.SaveChangesAsync(Token);
        }

        var reader = new RunReader(database.Databases);
        Assert.Equal([0], await reader.SearchLogAsync(run, null, "und rot", 10, Token));
        Assert.Equal([1], await reader.SearchLogAsync(run, null, "0% OF_", 10, Token));
        Assert.Equal([1], await reader.SearchLogAsync(run, null, "\\", 10, Token));
        Assert.Empty(await reader.SearchLogAsync(run, null, "5_%", 10, Token));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1969-12-31T23:59:59.999Z")]
    [InlineData("2026-03-29T02:30:00.123+02:00")]
    [InlineData("9999-12-31T23:59:59.999Z")]
    public async Task Instants_KeepTheirMilliseconds_AndCompare(string text)
    {
        var instant = DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        await using var database = await TestDatabase.CreateAsync();
        await using var context = await database.Databases.CreateDbContextAsync(Token);
        context.Add(AuditRow.Of("same.test", "instant", instant));
        await context.SaveChangesAsync(Token);

        context.ChangeTracker.Clear();
        var row = await context.Set<AuditRow>().SingleAsync(one => one.At >= instant && one.At <= instant, Token);

        Assert.Equal(instant.ToUniversalTime(), row.At);
        Assert.False(await context.Set<AuditRow>().AnyAsync(one => one.At < instant, Token));
    }

    [Fact]
    public async Task Enums_AreStoredByName_AndJsonAsItWasWritten()
    {
        const string Json = """{ "b": 1,  "a": "ü \u0041", "a": 2 }""";
        await using var database = await TestDatabase.CreateAsync();
        var run = await AddRunAsync(database, parameters: Json);
        await using var context = await database.Databases.CreateDbContextAsync(Token);

        Assert.Equal(["Queued"], await context.Database.SqlQueryRaw<string>("SELECT Status AS \"Value\" FROM Runs").ToListAsync(Token));
        Assert.Equal(Json, (await context.Set<RunRow>().AsNoTracking().SingleAsync(row => row.Id == run, Token)).Parameters);
        Assert.Equal(1, await context.Set<RunRow>().CountAsync(row => row.Status == RunStatus.Queued && row.Action == RunAction.Deploy, Token));
    }

    [Fact]
    public async Task Texts_WithOddCharacters_AreStored()
    {
        await using var database = await TestDatabase.CreateAsync();
        var run = await AddRunAsync(database);
        await using var context = await database.Databases.CreateDbContextAsync(Token);
        context.AddRange(
            new RunLogLineRow { RunId = run, Seq = 1, Text = "nul \0 and half \uD83D a pair \uDE80" },
            new RunLogLineRow { RunId = run, Seq = 2, Text = "whole 🚀 pair, \u001b[31mred\u001b[0m, \t tab" },
            new RunLogLineRow { RunId = run, Seq = 3, Text = new string('x', 300_000) });
        await context.SaveChangesAsync(Token);

        context.ChangeTracker.Clear();
        var lines = await context.Set<RunLogLineRow>().OrderBy(line => line.Seq).Select(line => line.Text).ToListAsync(Token);

        Assert.StartsWith("nul ", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("a pair \uFFFD", lines[0], StringComparison.Ordinal);
        Assert.Equal("whole 🚀 pair, \u001b[31mred\u001b[0m, \t tab", lines[1]);
        Assert.Equal(300_000, lines[2].Length);
    }

    [Fact]
    public async Task Numbers_GivenOut_GrowAndAreNotGivenOutAgain()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var context = await database.Databases.CreateDbContextAsync(Token);
        var first = await AddRunAsync(database);
        var second = await AddRunAsync(database);
        await context.Set<RunRow>().Where(row => row.Id == second).ExecuteDeleteAsync(Token);

        Assert.Equal(1, first);
        Assert.True(await AddRunAsync(database) > second);
    }

    private static async Task<long> AddRunAsync(TestDatabase database, string scenario = "s", string parameters = "{}")
    {
        await using var context = await database.Databases.CreateDbContextAsync(Token);
        var run = new RunRow { Scenario = scenario, Clusters = "{}", Parameters = parameters, SecretParameters = "[]", RequestedBy = "test" };
        context.Add(run);
        await context.SaveChangesAsync(Token);
        return run.Id;
    }
}
