using MeshLab.Core.Runs;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Storage;
using MeshLab.Core.Storage.Processes;
using MeshLab.Tests.Storage.Postgres;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace MeshLab.Tests.Runs.Journal;

/// <summary>One process carries a run out, and one that was believed dead can no longer write about it.</summary>
public sealed class RunFenceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Claim_OfManyAtOnce_IsOnes()
    {
        var source = await PostgresServer.CreateDatabaseAsync();
        var labs = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SharedLab.JoinAsync(source)));
        var run = await AddAsync(labs[0], null);

        var claimed = await Task.WhenAll(labs.Select(lab => lab.Get<RunClaims>().ClaimAsync(run, Token)));

        Assert.Single(claimed, one => one is not null);
        Assert.Equal(labs[Array.FindIndex(claimed, one => one is not null)].Leases.Owner, await OwnerAsync(labs[0], run));
        foreach (var lab in labs)
        {
            await lab.DisposeAsync();
        }

        await PostgresServer.DropAsync(source);
    }

    [Fact]
    public async Task Write_ByAProcessThatWasTakenOver_IsRefused()
    {
        var source = await PostgresServer.CreateDatabaseAsync();
        await using (var first = await SharedLab.JoinAsync(source))
        await using (var second = await SharedLab.JoinAsync(source))
        {
            var run = await AddAsync(first, first.Leases.Owner);
            Assert.Null(await second.Get<RunClaims>().ClaimAsync(run, Token));
            await PostgresServer.ExecuteAsync(source, $"UPDATE processes SET aliveuntilms = 0 WHERE owner = '{first.Leases.Owner}'");

            var claim = await second.Get<RunClaims>().ClaimAsync(run, Token);
            Assert.Equal(first.Leases.Owner, claim?.Before);
            Assert.Equal(
                $"MeshLab's process {Environment.ProcessId} on {Environment.MachineName} has ended or cannot reach the database, and its process {Environment.ProcessId} on {Environment.MachineName} has taken the run over",
                Takeover.Why(second.Leases, claim!.Before));
            Assert.Equal("MeshLab had no connection to its database for a while", Takeover.Why(first.Leases, first.Leases.Owner));
            Assert.Equal("MeshLab was restarted", Takeover.Why(second.Leases, ProcessName.Create(second.Get<DataDirectory>().Identity())));

            await first.Leases.RenewAsync(Token);
            await using var mine = await first.Databases.CreateDbContextAsync(Token);
            await Assert.ThrowsAsync<LeaseLostException>(() => first.Get<RunFence>().BeginAsOwnerAsync(mine, run, Token));
            await using var theirs = await second.Databases.CreateDbContextAsync(Token);
            await using (await second.Get<RunFence>().BeginAsOwnerAsync(theirs, run, Token))
            {
            }
        }

        await PostgresServer.DropAsync(source);
    }

    [Fact]
    public async Task Claim_WhileTheOwnerWrites_WaitsAndSeesWhatItWrote()
    {
        var source = await PostgresServer.CreateDatabaseAsync();
        await using (var first = await SharedLab.JoinAsync(source))
        await using (var second = await SharedLab.JoinAsync(source))
        {
            var run = await AddAsync(first, first.Leases.Owner);
            await PostgresServer.ExecuteAsync(source, $"UPDATE processes SET aliveuntilms = 0 WHERE owner = '{first.Leases.Owner}'");
            await using var database = await first.Databases.CreateDbContextAsync(Token);
            await using var writing = await first.Get<RunFence>().BeginAsOwnerAsync(database, run, Token);
            await database.Set<RunRow>().Where(row => row.Id == run).ExecuteUpdateAsync(row => row.SetProperty(one => one.Status, RunStatus.Succeeded), Token);

            var claim = second.Get<RunClaims>().ClaimAsync(run, Token);
            await writing.CommitAsync(Token);

            Assert.Null(await claim);
            Assert.Equal(first.Leases.Owner, await OwnerAsync(second, run));
        }

        await PostgresServer.DropAsync(source);
    }

    private static async Task<long> AddAsync(SharedLab lab, string? owner)
    {
        await using var database = await lab.Databases.CreateDbContextAsync(Token);
        var run = new RunRow { Scenario = "s", Status = RunStatus.Running, Owner = owner, Clusters = "{}", Parameters = "{}", SecretParameters = "[]", RequestedBy = "test" };
        database.Add(run);
        await database.SaveChangesAsync(Token);
        return run.Id;
    }

    private static async Task<string?> OwnerAsync(SharedLab lab, long run)
    {
        await using var database = await lab.Databases.CreateDbContextAsync(Token);
        return await database.Set<RunRow>().Where(row => row.Id == run).Select(row => row.Owner).SingleAsync(Token);
    }
}
