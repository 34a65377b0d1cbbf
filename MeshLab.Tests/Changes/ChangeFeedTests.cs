using MeshLab.Core.Changes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MeshLab.Tests.Changes;

public sealed class ChangeFeedTests
{
    private readonly ChangeFeed _feed = new(NullLogger<ChangeFeed>.Instance);

    [Fact]
    public void Publish_TwoSubscribers_BothHearUntilDisposed()
    {
        var heard = new List<string>();
        using var first = _feed.Subscribe<Change>(change => heard.Add("first " + change.What));
        var second = _feed.Subscribe<Change>(change => heard.Add("second " + change.What));

        _feed.Publish(new Change("a"));
        second.Dispose();
        _feed.Publish(new Change("b"));

        Assert.Equal(["first a", "second a", "first b"], heard);
    }

    [Fact]
    public void Publish_SubscriberThrows_OthersStillHear()
    {
        var heard = 0;
        using var broken = _feed.Subscribe<Change>(_ => throw new InvalidOperationException("broken page"));
        using var sound = _feed.Subscribe<Change>(_ => heard++);

        _feed.Publish(new Change("a"));

        Assert.Equal(1, heard);
    }

    private sealed record Change(string What);
}
