using MeshLab.Core.Statistics;
using Xunit;

namespace MeshLab.Tests.Statistics;

public sealed class BootstrapTests
{
    [Fact]
    public void OfMean_TwoValues_IsTheirRange()
    {
        // The means of two draws are 0, 5 or 10; both tails of the widened interval are the outermost.
        var interval = Bootstrap.OfMean([0, 10], 0.05, 1)!;

        Assert.Equal((0, 10), (interval.Low, interval.High));
    }

    [Fact]
    public void OfMean_OneValue_HasNone() => Assert.Null(Bootstrap.OfMean([1], 0.05, 1));

    [Fact]
    public void OfMean_SameSeed_IsTheSame_AndAnotherIsNear()
    {
        double[] values = [3, 1, 4, 1, 5, 9, 2, 6];

        Assert.Equal(Bootstrap.OfMean(values, 0.05, 7), Bootstrap.OfMean(values, 0.05, 7));
        Assert.Equal(Bootstrap.OfMean(values, 0.05, 7)!.Low, Bootstrap.OfMean(values, 0.05, 8)!.Low, 0.2);
    }

    [Fact]
    public void OfDifference_TakesPairs_SoThatWhatDriftsInBothDoesNotCount()
    {
        double[] baseline = [1, 100, 50, 7, 30];
        var variant = baseline.Select(value => value + 2).ToList();

        var interval = Bootstrap.OfDifference(variant, baseline, 0.05, 1)!;

        Assert.Equal(2, interval.Low, 9);
        Assert.Equal(2, interval.High, 9);
    }

    [Fact]
    public void OfRatio_BaselineOfZero_HasNone() => Assert.Null(Bootstrap.OfRatio([1, 2], [0, 1], 0.05, 1));

    [Fact]
    public void Tail_ForManyRepetitions_IsThePlainPercentile() => Assert.Equal(0.025, Bootstrap.Tail(10_000, 0.05), 0.0001);

    [Fact]
    public void OfMean_CoversTheTruth_AboutAsOftenAsItSays()
    {
        // 400 samples of eight values of a normal distribution with mean 10; a plain percentile interval would cover about 90 %.
        var random = new Random(5);
        var covered = Enumerable.Range(0, 400).Count(sample =>
        {
            var values = Enumerable.Range(0, 8).Select(_ => 10 + Normal(random)).ToList();
            var interval = Bootstrap.OfMean(values, 0.05, (ulong)sample)!;
            return interval.Low <= 10 && interval.High >= 10;
        });

        Assert.InRange(covered / 400.0, 0.92, 0.98);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
