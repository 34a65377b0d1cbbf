using System.Threading.Channels;
using MeshLab.Core.Clusters;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>Watching objects.</summary>
public abstract class WatchContract(IClusterUnderTest cluster)
{
    private static readonly ApplyOptions Options = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_ObjectsAddedChangedDeleted_TellsEachOnceInOrder()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        await client.ApplyAsync(space.Settings("first", "blue", """{"watched":"yes"}"""), Options, Token);
        await using var watch = Watching.Start(client, space.Name, "watched=yes");

        var there = await watch.NextAsync();
        await client.ApplyAsync(space.Settings("second", "blue", """{"watched":"yes"}"""), Options, Token);
        var added = await watch.NextAsync();
        await client.ApplyAsync(space.Settings("second", "red", """{"watched":"yes"}"""), Options, Token);
        var modified = await watch.NextAsync();
        await client.DeleteAsync(space.ConfigMap("second"), DeletionPropagation.Background, Token);
        var deleted = await watch.NextAsync();

        Assert.Equal("Added first blue", there);
        Assert.Equal("Added second blue", added);
        Assert.Equal("Modified second red", modified);
        Assert.Equal("Deleted second red", deleted);
    }

    [Fact]
    public async Task Watch_ObjectStopsMatchingTheSelector_IsDeleted()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        await client.ApplyAsync(space.Settings("one", "blue", """{"watched":"yes"}"""), Options, Token);
        await using var watch = Watching.Start(client, space.Name, "watched=yes");
        await watch.NextAsync();

        await client.ApplyAsync(space.Settings("one", "blue", """{"watched":"no"}"""), Options, Token);

        Assert.StartsWith("Deleted one", await watch.NextAsync());
    }

    [Fact]
    public async Task Watch_Cancelled_EndsAtOnce()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var watching = Task.Run(async () =>
        {
            await foreach (var _ in client.WatchAsync("v1", "ConfigMap", space.Name, null, stop.Token))
            {
                // Whatever comes.
            }
        }, Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching.WaitAsync(TimeSpan.FromSeconds(10), Token));
    }

    private sealed class Watching : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
        private Task _reading = Task.CompletedTask;

        public static Watching Start(ClusterClient client, string space, string labels)
        {
            var watching = new Watching();
            watching._reading = Task.Run(async () =>
            {
                try
                {
                    await foreach (var change in client.WatchAsync("v1", "ConfigMap", space, labels, watching._stop.Token))
                    {
                        watching._events.Writer.TryWrite($"{change.Type} {change.Resource["metadata"]!["name"]} {change.Resource["data"]!["colour"]}");
                    }
                }
                catch (Exception error)
                {
                    watching._events.Writer.TryComplete(error);
                }
            });
            return watching;
        }

        public async Task<string> NextAsync() => await _events.Reader.ReadAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Token);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _reading;
            _stop.Dispose();
        }
    }
}

/// <summary>Watching on the demo cluster.</summary>
public sealed class DemoWatchTests(DemoClusterUnderTest cluster) : WatchContract(cluster), IClassFixture<DemoClusterUnderTest>;

/// <summary>Watching on a real cluster.</summary>
public sealed class RealWatchTests(RealClusterUnderTest cluster) : WatchContract(cluster), IClassFixture<RealClusterUnderTest>;
