using System.Collections.Concurrent;
using MeshLab.Core.Changes;
using MeshLab.Tests.Storage.Postgres;
using Npgsql;
using Xunit;

namespace MeshLab.Tests.Changes;

/// <summary>Changes of one process reach the subscribers of another on the same PostgreSQL database, and come back to nobody.</summary>
public sealed class ChangeRelayTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Change_OfOneProcess_ReachesTheOther_Once()
    {
        var source = await PostgresServer.CreateDatabaseAsync();
        await using (var first = await SharedLab.JoinAsync(source))
        await using (var second = await SharedLab.JoinAsync(source))
        {
            await first.ListenAsync();
            await second.ListenAsync();
            var (here, there) = (Collect<SharedLab.Told>(first), Collect<SharedLab.Told>(second));

            first.Get<ChangeFeed>().Publish(new SharedLab.Told(["one", "zwei ✓"]));
            second.Get<ChangeFeed>().Publish(new SharedLab.Told(["back"]));
            await UntilAsync(() => here.Count == 2 && there.Count == 2);

            Assert.Equal(["back", "one,zwei ✓"], there.Select(change => string.Join(',', change.Texts)).Order(StringComparer.Ordinal));
            Assert.Equal(["back", "one,zwei ✓"], here.Select(change => string.Join(',', change.Texts)).Order(StringComparer.Ordinal));
        }

        await PostgresServer.DropAsync(source);
    }

    [Fact]
    public async Task Changes_OfOneSubject_AreToldByTheirLast()
    {
        var source = await PostgresServer.CreateDatabaseAsync();
        await using (var first = await SharedLab.JoinAsync(source))
        await using (var second = await SharedLab.JoinAsync(source))
        {
            await first.ListenAsync();
            await second.ListenAsync();
            var there = Collect<SharedLab.Latest>(second);

            for (var value = 1; value <= 2_000; value++)
            {
                first.Get<ChangeFeed>().Publish(new SharedLab.Latest(7, value));
            }

            await UntilAsync(() => there.Any(change => change.Value == 2_000));

            Assert.True(there.Count < 200, $"{there.Count} were told");
            Assert.Equal(there.Select(change => change.Value).Order(), there.Select(change => change.Value));
        }

        await PostgresServer.DropAsync(source);
    }

    [Fact]
    public async Task Change_ThatIsTooLong_HasEverythingReadAgain()
    {
        var source = await PostgresServer.CreateDatabaseAsync();
        await using (var first = await SharedLab.JoinAsync(source))
        await using (var second = await SharedLab.JoinAsync(source))
        {
            await first.ListenAsync();
            await second.ListenAsync();
            var missed = Collect<ChangesMissed>(second);

            first.Get<ChangeFeed>().Publish(new SharedLab.Told([new string('x', 9_000)]));
            await UntilAsync(() => !missed.IsEmpty);
        }

        await PostgresServer.DropAsync(source);
    }

    [Fact]
    public async Task ConnectionThatIsCut_IsMadeAgain_AndEverythingIsReadAgain()
    {
        var source = await PostgresServer.CreateDatabaseAsync();
        await using (var first = await SharedLab.JoinAsync(source))
        await using (var second = await SharedLab.JoinAsync(source))
        {
            await first.ListenAsync();
            await second.ListenAsync();
            var (missed, there) = (Collect<ChangesMissed>(second), Collect<SharedLab.Told>(second));

            await PostgresServer.ExecuteAsync(source, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()");
            await UntilAsync(() => !missed.IsEmpty);
            await UntilAsync(() =>
            {
                first.Get<ChangeFeed>().Publish(new SharedLab.Told(["after"]));
                return !there.IsEmpty;
            });
        }

        await PostgresServer.DropAsync(source);
        NpgsqlConnection.ClearAllPools();
    }

    private static ConcurrentQueue<TChange> Collect<TChange>(SharedLab lab)
        where TChange : class
    {
        var changes = new ConcurrentQueue<TChange>();
        lab.Get<ChangeFeed>().Subscribe<TChange>(changes.Enqueue);
        return changes;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "it did not come");
            await Task.Delay(50, Token);
        }
    }
}
