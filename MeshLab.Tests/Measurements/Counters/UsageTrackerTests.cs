using MeshLab.Core.Measurements.Counters;
using MeshLab.Core.Measurements.Sources;
using Xunit;
using static MeshLab.Tests.Measurements.Observed;

namespace MeshLab.Tests.Measurements.Counters;

public sealed class UsageTrackerTests
{
    private static readonly UsageSubject _app = Container("app");
    private readonly UsageTracker _tracker = new();

    [Fact]
    public void Observe_First_GivesNothingBecauseNothingIsKnownBefore() => Assert.Empty(Observe(At(_app, 0, 100)));

    [Fact]
    public void Observe_Second_GivesTheDifferenceOverTheCountersOwnTimes()
    {
        Observe(At(_app, 0, 100));

        var sample = Assert.Single(Observe(At(_app, 12, 103, memory: 42)));

        Assert.Equal(3, sample.CpuCoreSeconds!.Value, 9);
        Assert.Equal(0.25, sample.CpuCores!.Value, 9);
        Assert.Equal(42, sample.MemoryBytes);
        Assert.Equal((Start, Start.AddSeconds(12)), (sample.From, sample.To));
    }

    [Fact]
    public void Observe_SameTimestampAgain_GivesNothing()
    {
        Observe(At(_app, 0, 100));
        Observe(At(_app, 10, 101));

        Assert.Empty(Observe(At(_app, 10, 101)));
    }

    [Fact]
    public void Observe_LateReading_GivesNothingBecauseItsUseIsCountedAlready()
    {
        Observe(At(_app, 0, 100));
        Observe(At(_app, 20, 104));

        Assert.Empty(Observe(At(_app, 10, 102)));
        Assert.Equal(2, Assert.Single(Observe(At(_app, 30, 106))).CpuCoreSeconds!.Value, 9);
    }

    [Fact]
    public void Observe_CounterSmaller_CountsWhatTheNewInstanceUsed()
    {
        Observe(At(_app, 0, 100));

        var sample = Assert.Single(Observe(At(_app, 10, 1.5)));

        Assert.Equal(1.5, sample.CpuCoreSeconds!.Value, 9);
    }

    [Fact]
    public void Observe_LaterStart_CountsFromThatStartThoughTheCounterIsLarger()
    {
        Observe(At(_app, 0, 1, startedAt: -50));

        var sample = Assert.Single(Observe(At(_app, 10, 3, startedAt: 4)));

        Assert.Equal(3, sample.CpuCoreSeconds!.Value, 9);
        Assert.Equal(Start.AddSeconds(4), sample.From);
    }

    [Fact]
    public void Observe_OldAndNewInstanceInOneAnswer_CountsEachOnceInEitherOrder()
    {
        foreach (var (first, second) in new[] { (-50.0, 4.0), (4.0, -50.0) })
        {
            var tracker = new UsageTracker();
            tracker.Observe([At(_app, 0, 100, startedAt: -50)], TimeSpan.FromMinutes(1));

            var samples = tracker.Observe([Reading(first), Reading(second)], TimeSpan.FromMinutes(1));

            Assert.InRange(samples.Sum(sample => sample.CpuCoreSeconds!.Value), 2, 2.5);
            Assert.Contains(samples, sample => sample.CpuCoreSeconds!.Value == 2);
        }

        static UsageObservation Reading(double start) => start < 0 ? At(_app, 3.9, 100.5, startedAt: start) : At(_app, 10, 2, startedAt: start);
    }

    [Fact]
    public void Observe_SilenceBeyondTheLimit_LeavesAGapAndSpreadsNothingOverIt()
    {
        Observe(At(_app, 0, 100));

        Assert.Empty(Observe(At(_app, 61, 160)));
        Assert.Equal(Start.AddSeconds(61), Assert.Single(Observe(At(_app, 71, 161))).From);
    }

    [Fact]
    public void Observe_LostRound_LosesNoCpu()
    {
        Observe(At(_app, 0, 100));

        Assert.Equal(20, Assert.Single(Observe(At(_app, 60, 120))).CpuCoreSeconds!.Value, 9);
    }

    [Fact]
    public void Observe_ContainerThatStartsUnderWatch_IsCountedFromItsStart()
    {
        Observe(At(_app, 0, 100));

        var samples = Observe(At(_app, 10, 101), At(Container("app", "frontend-2"), 9, 0.7, startedAt: 5));

        var started = samples.Single(sample => sample.Subject.Pod == "frontend-2");
        Assert.Equal(0.7, started.CpuCoreSeconds!.Value, 9);
        Assert.Equal(Start.AddSeconds(5), started.From);
    }

    [Fact]
    public void Observe_ContainerThatStartedBeforeTheWatch_IsNotCountedForTheTimeBefore()
    {
        Assert.Empty(Observe(At(_app, 0, 100), At(Container("app", "frontend-2"), 0, 5, startedAt: -8)));
        Assert.Empty(Observe(At(Container("app", "frontend-3"), 10, 500, startedAt: -8)));
    }

    [Fact]
    public void Observe_CounterMissingOnce_KeepsItsUseForTheNextReading()
    {
        Observe(At(_app, 0, 100));

        Assert.Empty(Observe(At(_app, 10, 0) with { Cpu = null }));
        Assert.Equal(4, Assert.Single(Observe(At(_app, 20, 104))).CpuCoreSeconds!.Value, 9);
    }

    [Fact]
    public void Observe_NoCounterAtAll_StillGivesMemory()
    {
        Observe(At(_app, 0, 0) with { Cpu = null });

        var sample = Assert.Single(Observe(At(_app, 10, 0, memory: 9) with { Cpu = null }));

        Assert.Null(sample.CpuCoreSeconds);
        Assert.Equal(9, sample.MemoryBytes);
    }

    [Fact]
    public void Observe_NodeWithoutFigures_IsStillKnownToBeObserved()
    {
        var node = new UsageObservation(UsageSubject.OfNode("n1"), null, null, null);
        Observe(node, At(_app, 0, 100));

        var samples = Observe(node, At(_app, 10, 101));

        Assert.Equal((Start, Start.AddSeconds(10)), samples.Where(sample => sample.Subject.Scope == UsageScope.Node).Select(sample => (sample.From, sample.To)).Single());
    }

    private IReadOnlyList<UsageSample> Observe(params UsageObservation[] observations) => _tracker.Observe(observations, TimeSpan.FromMinutes(1));
}
