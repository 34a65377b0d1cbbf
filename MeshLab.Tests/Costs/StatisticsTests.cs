using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Statistics;
using Xunit;

namespace MeshLab.Tests.Costs;

public sealed class StatisticsTests
{
    /// <summary>With three values the widened tail is Φ(−√1.5 × 4.303) = 7e-8, less than one of 27 draws, so the interval is that of the data.</summary>
    [Fact]
    public void MeanInterval_ThreeValues_IsTheirRange()
    {
        var interval = MeanInterval.Of([10, 12, 14]);

        Assert.Equal((12.0, 10.0, 14.0, 3), (interval.Mean, interval.Low, interval.High, interval.Repetitions));
    }

    [Fact]
    public void MeanInterval_ManyValues_IsTheExperimentsBootstrap()
    {
        double[] values = [10, 12, 14, 9, 13, 11, 12, 15];

        var interval = MeanInterval.Of(values);

        Assert.Equal(Bootstrap.OfMean(values, 0.05, 1), new Interval(interval.Low!.Value, interval.High!.Value));
        Assert.InRange(interval.Low.Value, 9.5, 11.5);
        Assert.InRange(interval.High.Value, 12.5, 14.5);
        Assert.Equal(interval.Low, MeanInterval.Of(values).Low);
    }

    [Fact]
    public void MeanInterval_OneValue_HasNoInterval() => Assert.Null(MeanInterval.Of([10]).Low);

    [Fact]
    public void Spread_WeightedValues_ReachesAPercentileWhenSoMuchWeightIsNotAbove()
    {
        var spread = Spread.Of([(1, 90), (10, 5), (100, 5)])!;

        Assert.Equal(((90 + 50 + 500) / 100.0, 1.0, 10.0, 100.0, 100.0), (spread.Mean, spread.P5, spread.P95, spread.P99, spread.Largest));
    }

    /// <summary>An exact line: 0.5 + 0.001 x.</summary>
    [Fact]
    public void LoadFit_ExactLine_IsFound()
    {
        var fit = LoadFit.Of([.. new[] { 0.0, 100, 200, 400 }.Select(calls => (calls, 0.5 + (0.001 * calls)))])!;

        Assert.Equal((0.5, 0.001, 1.0), (Math.Round(fit.AtRest, 9), Math.Round(fit.PerCall, 9), Math.Round(fit.RSquared, 9)));
        Assert.Equal(0, fit.StandardError, 9);
    }

    /// <summary>x 1 2 3 4, y 2 4 5 8: slope 1.9, intercept 0; residuals 0.1 0.2 −0.7 0.4, RSS 0.7; s² = 0.35, SE = √(0.35 ÷ 5) = 0.26458; R² = 1 − 0.7 ÷ 18.75.</summary>
    [Fact]
    public void LoadFit_Scatter_IsWhatTheHandReckons()
    {
        var fit = LoadFit.Of([(1, 2), (2, 4), (3, 5), (4, 8)])!;

        Assert.Equal(1.9, fit.PerCall, 9);
        Assert.Equal(0, fit.AtRest, 9);
        Assert.Equal(0.26458, fit.StandardError, 5);
        Assert.Equal(1 - (0.7 / 18.75), fit.RSquared, 9);
    }

    [Fact]
    public void LoadFit_LittleOrNoise_IsNotGiven()
    {
        Assert.Null(LoadFit.Of([(0, 1), (1, 2), (2, 3)]));
        Assert.Null(LoadFit.Of([(5, 1), (5, 2), (5, 3), (5, 4)]));
        Assert.Null(LoadFit.Of([(0, 5), (1, 1), (2, 6), (3, 0)]));
        Assert.Null(LoadFit.Of([(0, 4), (1, 3), (2, 2), (3, 1)]));
    }
}
