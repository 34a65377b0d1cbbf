using MeshLab.Core.Statistics;
using Xunit;

namespace MeshLab.Tests.Statistics;

public sealed class DistributionsTests
{
    [Theory]
    // Printed tables: Abramowitz and Stegun 26.1; far tails from NIST.
    [InlineData(0, 0.5)]
    [InlineData(1, 0.841344746068543)]
    [InlineData(1.959963984540054, 0.975)]
    [InlineData(-2.575829303548901, 0.005)]
    [InlineData(-6, 9.865876450376981e-10)]
    public void NormalCdf_FollowsTheTable(double z, double probability) =>
        Assert.InRange(Distributions.NormalCdf(z) / probability, 1 - 1e-10, 1 + 1e-10);

    [Theory]
    // Student's table, two-sided 95 % and 99 %.
    [InlineData(0.975, 1, 12.706)]
    [InlineData(0.975, 2, 4.303)]
    [InlineData(0.975, 4, 2.776)]
    [InlineData(0.975, 9, 2.262)]
    [InlineData(0.995, 10, 3.169)]
    [InlineData(0.995, 29, 2.756)]
    public void StudentQuantile_FollowsTheTable(double probability, int degrees, double quantile) =>
        Assert.Equal(quantile, Distributions.StudentQuantile(probability, degrees), 0.001);
}
