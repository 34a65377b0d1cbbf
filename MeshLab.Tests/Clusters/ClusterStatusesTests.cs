using MeshLab.Core.Clusters;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeshLab.Tests.Clusters;

public sealed class ClusterStatusesTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly TestCatalogue _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task IsDue_ClusterThatCannotBeReached_IsLeftAloneForLongerEachTime()
    {
        var clock = new FakeTimeProvider();
        var statuses = new ClusterStatuses(_files.Create(_files.Write("config", TestCatalogue.Kubeconfig("gone", "http://127.0.0.1:1")), clock: clock), _files.Changes, clock);
        Assert.True(statuses.IsDue("gone", Interval));

        foreach (var seconds in new[] { 60, 120, 240, 480, 600, 600 })
        {
            await statuses.CheckAsync("gone", TestContext.Current.CancellationToken);
            clock.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.False(statuses.IsDue("gone", Interval));
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.True(statuses.IsDue("gone", Interval));
        }
    }
}
