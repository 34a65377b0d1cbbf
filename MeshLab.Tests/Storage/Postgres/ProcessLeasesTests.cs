using MeshLab.Core.Storage.Processes;
using Xunit;

namespace MeshLab.Tests.Storage.Postgres;

public sealed class ProcessLeasesTests
{
    private const string LetDie = "UPDATE processes SET aliveuntilms = 0 WHERE owner = '{0}'";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Role_IsOneProcess_UntilThatIsNoLongerAlive()
    {
        var source = await PostgresServer.CreateDatabaseAsync();
        await using (var first = await SharedLab.JoinAsync(source))
        await using (var second = await SharedLab.JoinAsync(source))
        {
            Assert.True(await first.Leases.TakeRoleAsync("sampling", Token));
            Assert.True(await first.Leases.TakeRoleAsync("sampling", Token));
            Assert.False(await second.Leases.TakeRoleAsync("sampling", Token));

            await PostgresServer.ExecuteAsync(source, LetDie.Replace("{0}", first.Leases.Owner, StringComparison.Ordinal));

            Assert.True(await second.Leases.TakeRoleAsync("sampling", Token));
            await first.Leases.RenewAsync(Token);
            Assert.False(await first.Leases.TakeRoleAsync("sampling", Token));
            await using var database = await first.Databases.CreateDbContextAsync(Token);
            await Assert.ThrowsAsync<LeaseLostException>(() => first.Leases.HoldRoleAsync(database, "sampling", Token));
        }

        await PostgresServer.DropAsync(source);
    }

    [Fact]
    public async Task Role_OfManyWhoAskAtOnce_IsTakenByOne()
    {
        var source = await PostgresServer.CreateDatabaseAsync();
        var labs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SharedLab.JoinAsync(source)));

        var taken = await Task.WhenAll(labs.Select(lab => lab.Leases.TakeRoleAsync("experiments", Token)));

        Assert.Single(taken, one => one);
        foreach (var lab in labs)
        {
            await lab.DisposeAsync();
        }

        await PostgresServer.DropAsync(source);
    }

    [Fact]
    public async Task Leave_FreesItsRoles_AndItIsNoLongerAmongTheLiving()
    {
        var source = await PostgresServer.CreateDatabaseAsync();
        await using (var first = await SharedLab.JoinAsync(source))
        await using (var second = await SharedLab.JoinAsync(source))
        {
            await first.Leases.TakeRoleAsync("demo-clusters", Token);
            Assert.Contains(first.Leases.Owner, await second.Leases.LivingAsync(Token));

            await first.Leases.LeaveAsync(Token);

            Assert.DoesNotContain(first.Leases.Owner, await second.Leases.LivingAsync(Token));
            Assert.True(await second.Leases.TakeRoleAsync("demo-clusters", Token));
        }

        await PostgresServer.DropAsync(source);
    }
}
