using MeshLab.Core.Experiments;
using MeshLab.Core.Experiments.Execution;
using MeshLab.Core.Experiments.Results;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Fortio;
using Xunit;

namespace MeshLab.Tests.Experiments.Results;

public sealed class TrialJudgeTests
{
    private static readonly LoadLevel _level = new(100, 10, TimeSpan.FromSeconds(10));
    private static readonly WindowUsage _usage = new("kubelet-summary", Origin.Measured, [new("n1", "a", "p", "c", WorkloadClass.App, "none", 0.1, 1e6, 0.9, true)], [new("n1", 0.5, 1e9, 0.9)], true);

    [Fact]
    public void Judge_TheLoadAskedFor_HasNoFlag()
    {
        var figures = Judge(Result(actual: 99.9, mean: 0.002));

        Assert.Empty(figures.Flags);
        Assert.Equal((2.0, 0.5, 1e9), (figures.MeanMs, figures.NodeCpuCores, figures.NodeMemoryBytes));
        Assert.Equal(["50", "75", "90", "95", "99", "99.9"], figures.Percentiles.Keys);
    }

    [Fact]
    public void Judge_RateNotReached_WithBusyConnections_IsSaturation() =>
        // 80 requests/s of 120 ms keep 9.6 of 10 connections waiting.
        Assert.Equal([TrialFlag.Saturated], Judge(Result(actual: 80, mean: 0.12)).Flags);

    [Fact]
    public void Judge_RateNotReached_WithIdleConnections_IsTheClient()
    {
        var figures = Judge(Result(actual: 80, mean: 0.002));

        Assert.Equal([TrialFlag.ClientLimited], figures.Flags);
        Assert.Contains("80% of the rate was reached although connections waited for answers only 2% of the time", figures.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_ClientAtItsLimit_IsTheClient_EvenAtTheFullRate() =>
        Assert.Equal([TrialFlag.ClientLimited], Judge(Result(actual: 100, mean: 0.002), client: new(0.48, 0.5)).Flags);

    [Fact]
    public void Judge_MoreThanOnePercentErrors_AreFlagged()
    {
        Assert.Empty(Judge(Result(actual: 100, mean: 0.002, errors: 10)).Flags);
        Assert.Equal([TrialFlag.Errors], Judge(Result(actual: 100, mean: 0.002, errors: 11)).Flags);
    }

    [Fact]
    public void Judge_OtherRuns_AreNamed()
    {
        var figures = Judge(Result(actual: 100, mean: 0.002), disturbing: [17]);

        Assert.Equal([TrialFlag.Disturbed], figures.Flags);
        Assert.Contains("run 17", figures.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_WithoutSamples_KeepsLatencyAndSaysSo()
    {
        var figures = TrialJudge.Judge(_level, Result(100, 0.002), WindowUsage.None, new(null, null), [], Origin.Simulated);

        Assert.Equal([TrialFlag.UsageIncomplete], figures.Flags);
        Assert.Equal((Origin.Simulated, null), (figures.Origin, figures.Source));
    }

    [Theory]
    [InlineData("500m", 0.5)]
    [InlineData("2", 2)]
    [InlineData("1.5", 1.5)]
    [InlineData("250000u", 0.25)]
    public void Cores_OfAQuantity(string quantity, double cores) => Assert.Equal(cores, ClientLimit.Cores(quantity)!.Value, 9);

    private static TrialFigures Judge(FortioResult result, ClientUsage? client = null, IReadOnlyList<long>? disturbing = null) =>
        TrialJudge.Judge(_level, result, _usage, client ?? new(0.05, null), disturbing ?? [], Origin.Measured);

    private static FortioResult Result(double actual, double mean, long errors = 0) => new(
        "", null, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(10), 100, actual, 10, new Dictionary<string, long> { ["200"] = 1000 - errors, ["503"] = errors },
        new(1000, mean / 2, mean * 3, mean, [new(0, mean, 500), new(mean, mean * 3, 500)]), true, "1.75.2");
}
