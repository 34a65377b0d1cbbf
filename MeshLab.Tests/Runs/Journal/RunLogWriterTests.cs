using MeshLab.Core.Changes;
using MeshLab.Core.Runs;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Storage;
using MeshLab.Core.Storage.Processes;
using MeshLab.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MeshLab.Tests.Runs.Journal;

public class RunLogWriterTests
{
    [Fact]
    public async Task Lines_WrittenFromManyThreads_HaveNumbersWithoutGapsInOrderOfWriting()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (first, second) = (await AddRunAsync(database), await AddRunAsync(database));
        await using var writer = Writer(database);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var line = 0; line < 500; line++)
            {
                writer.Write(thread % 2 == 0 ? first : second, $"thread-{thread}", LogStream.Output, $"{line}");
            }
        })));
        await writer.FlushAsync(CancellationToken.None);

        foreach (var run in new[] { first, second })
        {
            var lines = await new RunReader(database.Databases).GetLogAsync(run, 0, 10_000, CancellationToken.None);
            Assert.Equal(Enumerable.Range(1, 1000).Select(seq => (long)seq), lines.Select(line => line.Seq));
            foreach (var thread in lines.GroupBy(line => line.Step))
            {
                Assert.Equal(Enumerable.Range(0, 500).Select(line => $"{line}"), thread.Select(line => line.Text));
            }
        }
    }

    [Fact]
    public async Task Flush_ReturnsWhenEverythingBeforeItIsStored_WithoutWaitingForTheBatch()
    {
        await using var database = await TestDatabase.CreateAsync();
        var run = await AddRunAsync(database);

        // The clock stands still, so only the flush can end the batch.
        await using var writer = Writer(database);
        writer.Write(run, null, LogStream.MeshLab, "one\ntwo\r\n");

        await writer.FlushAsync(CancellationToken.None);

        var lines = await new RunReader(database.Databases).GetLogAsync(run, 0, 10, CancellationToken.None);
        Assert.Equal(["one", "two"], lines.Select(line => line.Text));
    }

    [Fact]
    public async Task StoredLines_AreAnnounced()
    {
        await using var database = await TestDatabase.CreateAsync();
        var run = await AddRunAsync(database);
        await using var writer = Writer(database);
        var heard = new List<RunLogAppended>();
        using var subscription = database.Services.GetRequiredService<ChangeFeed>().Subscribe<RunLogAppended>(heard.Add);

        writer.Write(run, null, LogStream.MeshLab, "one\ntwo");
        await writer.FlushAsync(CancellationToken.None);

        Assert.Equal(new RunLogAppended(run, 2), heard[^1]);
    }

    [Fact]
    public async Task ProgressLine_KeepsItsLastState_AndAHugeLineIsCut()
    {
        await using var database = await TestDatabase.CreateAsync();
        var run = await AddRunAsync(database);
        await using var writer = Writer(database);

        writer.Write(run, null, LogStream.Output, "10 %\r50 %\r100 %\n" + new string('x', 20_000));
        await writer.FlushAsync(CancellationToken.None);

        var lines = await new RunReader(database.Databases).GetLogAsync(run, 0, 10, CancellationToken.None);
        Assert.Equal("100 %", lines[0].Text);
        Assert.EndsWith("(3616 more characters)", lines[1].Text);
    }

    [Fact]
    public async Task SearchAndPages_GoByPlaceInTheFilteredLog()
    {
        await using var database = await TestDatabase.CreateAsync();
        var run = await AddRunAsync(database);
        await using var writer = Writer(database);
        for (var line = 0; line < 10; line++)
        {
            writer.Write(run, line % 2 == 0 ? "even" : "odd", LogStream.Output, $"line {line} 100%_done");
        }

        await writer.FlushAsync(CancellationToken.None);
        var reader = new RunReader(database.Databases);

        Assert.Equal([3, 4], (await reader.GetLogPageAsync(run, null, 3, 2, CancellationToken.None)).Select(line => (int)line.Seq - 1));
        Assert.Equal(["line 5 100%_done", "line 7 100%_done"], (await reader.GetLogPageAsync(run, "odd", 2, 2, CancellationToken.None)).Select(line => line.Text));
        Assert.Equal([2], await reader.SearchLogAsync(run, "odd", "LINE 5", 100, CancellationToken.None));
        Assert.Equal(10, (await reader.SearchLogAsync(run, null, "0%_D", 100, CancellationToken.None)).Count);
        Assert.Empty(await reader.SearchLogAsync(run, null, "1%done", 100, CancellationToken.None));
        Assert.Equal(5, await reader.CountLogAsync(run, "odd", CancellationToken.None));
    }

    private static RunLogWriter Writer(TestDatabase database) => new(
        database.Databases, new RunFence(database.Services.GetRequiredService<ProcessLeases>()), database.Services.GetRequiredService<ChangeFeed>(), new JournalState(database.Services.GetRequiredService<MeshLab.Core.ContentDirectories>(), database.Services.GetRequiredService<DatabaseSettings>(), database.Services.GetRequiredService<ChangeFeed>()), database.Clock, NullLogger<RunLogWriter>.Instance);

    private static async Task<long> AddRunAsync(TestDatabase database)
    {
        await using var context = await database.Databases.CreateDbContextAsync();
        var run = new RunRow { Scenario = "s", Clusters = "{}", Parameters = "{}", SecretParameters = "[]", RequestedBy = "test" };
        context.Add(run);
        await context.SaveChangesAsync();
        return run.Id;
    }
}
