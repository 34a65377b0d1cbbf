using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Experiments;
using MeshLab.Core.Measurements;
using MeshLab.Tests.Experiments;
using MeshLab.Web.Hosting;
using Xunit;

namespace MeshLab.Tests.Web.Hosting;

public sealed class ExperimentCellsTests
{
    [Fact]
    public void Of_FlaggedMeasurements_AreLeftOutWithTheirReason()
    {
        var experiment = Sample.Experiment(Sample.Definition(repetitions: 2), (variant, level, repetition) => (variant, level, repetition) switch
        {
            ("mesh", 1, 1) => Sample.Figures(flags: TrialFlag.Saturated),
            ("mesh", 1, 2) => Sample.Figures(flags: TrialFlag.ClientLimited),
            ("mesh", 0, 1) => Sample.Figures(flags: TrialFlag.UsageIncomplete),
            ("baseline", 1, 2) => null,
            _ => Sample.Figures(),
        });

        var measured = ExperimentCells.Of(experiment, _ => null);

        Assert.Equal([("mesh", 0, 1, true), ("mesh", 1, 1, false), ("mesh", 1, 2, false)], measured.LeftOut.Select(cell => (cell.Label, cell.Load.Level, cell.Repetition, cell.UsageOnly)));
        Assert.Equal("Saturated", measured.LeftOut[1].Reason);
        Assert.Equal(5, measured.Periods.Count);
        Assert.Equal(4, measured.Periods.Count(period => period.Cell!.Cost is not null));
    }

    /// <summary>App 0.1 cores charged 0.3, sidecars 0.02 charged 0.3; the node used 0.6, so 0.48 are nobody's.</summary>
    [Fact]
    public void Of_Figures_BecomeSharesThatAddUpToTheNodes()
    {
        var figures = Sample.Figures(proxyCores: 0.02) with
        {
            Nodes = 2,
            Usage =
            [
                new(WorkloadClass.App, "none", 0.1, 50e6, 3) { ChargedCpuCores = 0.3, ChargedMemoryBytes = 60e6, RequestedCpuCores = 0.3, RequestedMemoryBytes = 60e6, Instances = 2.5 },
                new(WorkloadClass.Proxy, "istio", 0.02, 40e6, 4) { ChargedCpuCores = 0.3, ChargedMemoryBytes = 120e6, RequestedCpuCores = 0.3, RequestedMemoryBytes = 120e6, Instances = 3 },
            ],
        };

        var period = ExperimentCells.Of(Sample.Experiment(Sample.Definition(repetitions: 1), (_, _, _) => figures), _ => null).Periods[0];

        var cost = period.Cell!.Cost!;
        Assert.Equal((0.1, 0.3), (cost.Of(CostShare.App).Used.CpuCores, cost.Of(CostShare.App).Charged.CpuCores));
        Assert.Equal((0.02, 0.3), (cost.Of(CostShare.Sidecars).Used.CpuCores, cost.Of(CostShare.Sidecars).Charged.CpuCores));
        Assert.Equal(0.6, cost.Total.Used.CpuCores, 9);
        Assert.Equal((2.5, 3.0, 2, true), (cost.AppPods, cost.Proxies, cost.Nodes, cost.RequestsKnown));
        Assert.Equal(0.3, cost.Requests[CostShare.Sidecars].CpuCores);
        Assert.Equal("istio-sidecar", period.Variant);
        // 500 requests in 10 s to the sample app are 100 calls a second.
        Assert.Equal((1000.0, false), (period.Loads.Single().Calls, period.Loads.Single().Asked));
    }

    [Fact]
    public void Of_MeasurementsWithoutRequests_ChargeUsageAndSaySo()
    {
        var cost = ExperimentCells.Of(Sample.Experiment(Sample.Definition(repetitions: 1), (_, _, _) => Sample.Figures()), _ => null).Periods[0].Cell!.Cost!;

        Assert.False(cost.RequestsKnown);
        Assert.Equal(cost.Total.Used, cost.Total.Charged);
    }

    [Fact]
    public void Reached_FortiosResult_TellsWhatWasSentInWhichTime()
    {
        var started = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        const string Result = """{"StartTime":"2026-01-01T00:00:01Z","ActualDuration":60000000000,"RequestedQPS":"200","ActualQPS":150,"NumThreads":8,"RetCodes":{"200":9000},"DurationHistogram":{"Count":9000,"Min":0.001,"Max":0.002,"Sum":13.5,"Avg":0.0015,"Data":[{"Start":0.001,"End":0.002,"Percent":100,"Count":9000}]}}""";

        var load = RunPeriods.Reached(started, Result)!;

        Assert.Equal((started.AddSeconds(1), started.AddSeconds(61), 18_000.0, false), (load.From, load.To, load.Calls, load.Asked));
        // A pod whose clock is an hour off is not believed about when, only about how long.
        Assert.Equal(started.AddHours(1), RunPeriods.Reached(started.AddHours(1), Result)!.From);
        Assert.Null(RunPeriods.Reached(started, "no JSON"));
        Assert.Null(RunPeriods.Reached(started, null));
    }
}
