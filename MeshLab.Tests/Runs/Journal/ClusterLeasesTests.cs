using MeshLab.Core.Runs;
using MeshLab.Core.Runs.Journal;
using MeshLab.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace MeshLab.Tests.Runs.Journal;

public class ClusterLeasesTests
{
    [Fact]
    public async Task Take_WhenOneClusterIsHeld_TakesNoneAndNamesTheHolder()
    {
        await using var database = await TestDatabase.CreateAsync();
        var leases = new ClusterLeases(database.Databases, database.Clock);
        var first = await AddAsync(database, """{"main":"west"}""");
        var second = await AddAsync(database, """{"a":"east","b":"west"}""");
        var third = await AddAsync(database, """{"main":"east"}""");

        Assert.Null(await leases.TakeAsync(first, CancellationToken.None));
        Assert.Equal(first.Id, (await leases.TakeAsync(second, CancellationToken.None))!.Id);
        Assert.Null(await leases.TakeAsync(third, CancellationToken.None));
    }

    [Fact]
    public async Task DropStale_KeepsTheLeasesOfRunningRunsOnly()
    {
        await using var database = await TestDatabase.CreateAsync();
        var leases = new ClusterLeases(database.Databases, database.Clock);
        var running = await AddAsync(database, """{"main":"west"}""");
        var ended = await AddAsync(database, """{"main":"east"}""");
        await leases.TakeAsync(running, CancellationToken.None);
        await leases.TakeAsync(ended, CancellationToken.None);
        await using (var context = await database.Databases.CreateDbContextAsync())
        {
            await context.Set<RunRow>().Where(run => run.Id == ended.Id).ExecuteUpdateAsync(run => run.SetProperty(one => one.Status, RunStatus.Failed));
        }

        await leases.DropStaleAsync(CancellationToken.None);

        await using var after = await database.Databases.CreateDbContextAsync();
        Assert.Equal(["west"], await after.Set<ClusterLeaseRow>().Select(lease => lease.Cluster).ToListAsync());
    }

    private static async Task<RunRow> AddAsync(TestDatabase database, string clusters)
    {
        await using var context = await database.Databases.CreateDbContextAsync();
        var run = new RunRow { Scenario = "s", Clusters = clusters, Parameters = "{}", SecretParameters = "[]", RequestedBy = "test" };
        context.Add(run);
        await context.SaveChangesAsync();
        return run;
    }
}
