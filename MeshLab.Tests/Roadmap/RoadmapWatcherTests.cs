using MeshLab.Core.Roadmap;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace MeshLab.Tests.Roadmap;

public sealed class RoadmapWatcherTests
{
    [Fact]
    public async Task Watcher_FileEdited_TellsThePages()
    {
        await using var roadmap = await TestRoadmap.CreateAsync(("a.md", "# S\n- [ ] a\n"));
        var watcher = roadmap.Database.Services.GetServices<IHostedService>().OfType<RoadmapWatcher>().Single();
        var heard = new TaskCompletionSource<RoadmapChanged>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = roadmap.Changes.Subscribe<RoadmapChanged>(change => heard.TrySetResult(change));
        await watcher.StartAsync(default);

        roadmap.Write("a.md", "# S\n- [ ] a\n- [ ] b\n");
        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (!heard.Task.IsCompleted && DateTime.UtcNow < deadline)
        {
            roadmap.Database.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.True(heard.Task.IsCompleted, "no change was published within 20 s");
        Assert.Empty((await heard.Task).TaskIds);
        Assert.Equal(["s/a", "s/b"], roadmap.Catalogue.TaskIdentifiers);
        await watcher.StopAsync(default);
    }
}
