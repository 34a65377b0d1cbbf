using System.Net;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Core.Storage;
using MeshLab.Tests.Storage.Postgres;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Runs.Journal;

/// <summary>A run whose journal cannot be written, because the disk under the database is full.</summary>
public sealed class FullDiskTests
{
    private const int Maps = 120;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_OnAFullDisk_SaysSoWaitsAndGoesOnWhenThereIsRoom()
    {
        Assert.SkipWhen(PostgresServer.IsDefault, "The disk is that of a SQLite file.");
        var disk = new SmallDisk();
        await using var host = new RunHost { Register = services => services.ConfigureDbContext<MeshLabDbContext>(options => options.AddInterceptors(disk)) };
        await host.InitializeAsync();
        var id = await StartAsync(host);
        await FillAsync(host, disk);
        await SignalAsync(host);

        var problem = await ProblemAsync(host);

        Assert.Equal($"The database in {Path.Combine(host.Folder, "data")} cannot be written: the disk, or the quota on it, is full. Mend that (on a full disk: make room); nothing is lost meanwhile, and runs go on by themselves.", problem);
        Assert.Equal(RunStatus.Running, (await host.Runs.GetAsync(id, Token))!.Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.Http.GetAsync("/readyz", Token)).StatusCode);
        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => FloodAsync(host));
        Assert.Equal(problem, Assert.Single(refused.Problems));

        disk.MakeRoom();
        var run = await host.EndedAsync(id);

        Assert.True(run.Status == RunStatus.Succeeded, await host.LogAsync(id));
        Assert.Null(host.Runs.JournalProblem);
        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/readyz", Token)).StatusCode);
        var lines = await host.Runs.GetLogAsync(id, 0, 10_000, Token);
        Assert.Equal(Enumerable.Range(1, lines.Count).Select(seq => (long)seq), lines.Select(line => line.Seq));
        Assert.Single(lines, line => line.Text == $"Run {id} succeeded");
        Assert.Equal(Maps + 1, (await host.Runs.GetInventoryAsync(id, Token)).Count(item => item.Kind is "ConfigMap" or "Namespace"));
    }

    [Theory]
    [InlineData(13, true)]
    [InlineData(10, true)]
    [InlineData(19, false)]
    public void Reason_IsToldForWhatPassesOnly(int code, bool told) =>
        Assert.Equal(told, StorageFailure.Reason(new DbUpdateException("outer", new SqliteException("inner", code))) is not null);

    private static async Task<long> StartAsync(RunHost host)
    {
        await host.WriteScenarioAsync("full-disk", """
            - id: space
              title: Namespace
              namespace: { name: full-disk }
            - id: signal
              title: Signal
              wait: { for: exists, resource: configmap/signal, namespace: full-disk }
              timeout: 60s
            - id: many
              title: Many
              apply: [many.yaml]
            """, "", ("many.yaml", string.Join("\n---\n", Enumerable.Range(0, Maps).Select(number => TestManifests.ConfigMap("full-disk", $"map-{number}", "x")))));
        var started = await host.StartAsync("full-disk", RunAction.Deploy);
        await host.UntilAsync(started.Id, run => run.Steps[1].WaitsFor is not null);
        return started.Id;
    }

    private static async Task FillAsync(RunHost host, SmallDisk disk)
    {
        await using var database = await host.Services.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync(Token);
        await database.Database.OpenConnectionAsync(Token);
        disk.Fill(database.Database.GetDbConnection());
    }

    private static Task SignalAsync(RunHost host) => host.Demo.ApplyAsync(
        new() { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = "signal", ["namespace"] = "full-disk" } }, new ApplyOptions("somebody"), Token);

    private static async Task<string> ProblemAsync(RunHost host)
    {
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (true)
        {
            if (host.Runs.JournalProblem is { } problem)
            {
                return problem;
            }

            Assert.True(DateTime.UtcNow < deadline, "the full disk was not noticed");
            await Task.Delay(50, Token);
        }
    }

    /// <summary>A single run may still find room in a page that is not quite full.</summary>
    private static async Task FloodAsync(RunHost host)
    {
        for (var number = 0; number < 200; number++)
        {
            await host.StartAsync("full-disk", RunAction.DryRun);
        }
    }
}
