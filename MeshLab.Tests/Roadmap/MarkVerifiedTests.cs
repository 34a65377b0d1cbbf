using MeshLab.Core.Roadmap;
using Xunit;

namespace MeshLab.Tests.Roadmap;

public class MarkVerifiedTests
{
    [Fact]
    public async Task MarkVerified_References_TicksWithEvidenceAndReturnsTheUnknown()
    {
        await using var roadmap = await TestRoadmap.Phase9Async();
        List<RoadmapChanged> heard = [];
        using var subscription = roadmap.Changes.Subscribe<RoadmapChanged>(heard.Add);

        var unknown = await roadmap.Service.MarkVerifiedAsync(["9.3/install-cilium-as-cni", "9.9/none", "9.5/federation"], 7, "cilium 1.18 is ready", simulated: true, default);

        Assert.Equal(["9.9/none", "9.5/federation"], unknown);
        var task = await roadmap.TaskAsync("9.3/install-cilium-as-cni-with-service-mesh-features");
        Assert.Equal((TaskCompletion.Done, "verified by run 7", "run 7", 7L, true, "cilium 1.18 is ready"), (task.State, task.Origin, task.Who, task.RunId!.Value, task.Simulated, task.Evidence));
        Assert.Equal(roadmap.Database.Clock.GetUtcNow(), task.When);
        Assert.Equal(["9.3/install-cilium-as-cni-with-service-mesh-features"], Assert.Single(heard).TaskIds);
        var section = (await roadmap.Service.GetAsync(default))[3];
        Assert.Equal((1, 1), (section.Done, section.Verified));
    }

    [Fact]
    public async Task MarkVerified_Parent_MarksItsLeavesAsOneChange()
    {
        await using var roadmap = await TestRoadmap.Phase9Async();

        await roadmap.Service.MarkVerifiedAsync(["9.2/compare-with-istio"], 7, "e", simulated: false, default);

        var parent = await roadmap.TaskAsync("9.2/compare-with-istio");
        Assert.Equal((TaskCompletion.Done, true, "verified by run 7"), (parent.State, parent.IsVerified, parent.Origin));
        Assert.Equal(3, (await roadmap.Service.GetLastChangeAsync(default))!.TaskIds.Count);
        Assert.Equal(4, (await roadmap.Service.GetAsync(default))[2].Verified);
    }

    [Fact]
    public async Task MarkVerified_SimulatedAfterARealCluster_KeepsWhatTheRealOneProved()
    {
        await using var roadmap = await TestRoadmap.Phase9Async();
        await roadmap.Service.MarkVerifiedAsync(["9.1/install-istio"], 7, "real", simulated: false, default);

        await roadmap.Service.MarkVerifiedAsync(["9.1/install-istio"], 8, "simulated", simulated: true, default);

        var task = await roadmap.TaskAsync("9.1/install-istio");
        Assert.Equal((7L, false, "real"), (task.RunId!.Value, task.Simulated, task.Evidence));
        await roadmap.Service.MarkVerifiedAsync(["9.1/install-istio"], 9, "real again", simulated: false, default);
        Assert.Equal(9L, (await roadmap.TaskAsync("9.1/install-istio")).RunId);
    }

    [Fact]
    public async Task MarkVerified_AgainBySameRun_AddsNothingToTheHistory()
    {
        await using var roadmap = await TestRoadmap.Phase9Async();
        await roadmap.Service.MarkVerifiedAsync(["9.1/install-istio"], 7, "e", simulated: true, default);
        roadmap.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        await roadmap.Service.MarkVerifiedAsync(["9.1/install-istio"], 7, "e", simulated: true, default);

        Assert.Single(await roadmap.Service.GetHistoryAsync("9.1/install-istio", default));
    }

    [Fact]
    public async Task MarkVerified_NotedTask_KeepsTheNote()
    {
        await using var roadmap = await TestRoadmap.Phase9Async();
        await roadmap.Service.SetAsync("9.1/install-istio", true, "by **hand**", "ada", default);

        await roadmap.Service.MarkVerifiedAsync(["9.1/install-istio"], 7, "e", simulated: false, default);

        var task = await roadmap.TaskAsync("9.1/install-istio");
        Assert.Equal(("by **hand**", "verified by run 7"), (task.Note, task.Origin));
    }

    [Fact]
    public async Task MarkVerified_ReopenedByHandAfterwards_IsOpenAndHistoryKnowsTheRun()
    {
        await using var roadmap = await TestRoadmap.Phase9Async();
        await roadmap.Service.MarkVerifiedAsync(["9.1/install-istio"], 7, "e", simulated: false, default);

        await roadmap.Service.SetAsync("9.1/install-istio", false, null, "ada", default);

        var task = await roadmap.TaskAsync("9.1/install-istio");
        Assert.Equal((TaskCompletion.Open, null, "ada", null), (task.State, task.Origin, task.Who, task.RunId));
        var history = await roadmap.Service.GetHistoryAsync("9.1/install-istio", default);
        Assert.Equal([(RoadmapChangeKind.Reopened, null), (RoadmapChangeKind.Verified, 7L)], history.Select(entry => (entry.Kind, entry.RunId)));
    }

    [Fact]
    public async Task MarkVerified_TickedByHandAgain_StaysVerified()
    {
        await using var roadmap = await TestRoadmap.Phase9Async();
        await roadmap.Service.MarkVerifiedAsync(["9.1/install-istio"], 7, "e", simulated: false, default);

        var update = await roadmap.Service.SetAsync("9.1/install-istio", true, null, "ada", default);

        Assert.Null(update!.ChangeId);
        Assert.Equal("verified by run 7", (await roadmap.TaskAsync("9.1/install-istio")).Origin);
    }
}
