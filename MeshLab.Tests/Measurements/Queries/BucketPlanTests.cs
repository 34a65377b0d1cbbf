using FsCheck;
using FsCheck.Xunit;
using MeshLab.Core.Measurements.Queries;
using Xunit;

namespace MeshLab.Tests.Measurements.Queries;

public sealed class BucketPlanTests
{
    private static readonly DateTimeOffset _start = new(2026, 1, 1, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(15, 300, 10, 10, 90)]
    [InlineData(60, 300, 10, 15, 240)]
    [InlineData(360, 300, 10, 120, 180)]
    [InlineData(1440, 300, 10, 300, 288)]
    [InlineData(10080, 300, 10, 3600, 168)]
    [InlineData(15, 300, 300, 300, 3)]
    [InlineData(15, 1, 10, 900, 1)]
    public void For_UsualRanges_TakesTheFinestRoundWidthThatFits(int minutes, int points, int leastSeconds, int widthSeconds, int count)
    {
        var plan = BucketPlan.For(_start, _start.AddMinutes(minutes), points, TimeSpan.FromSeconds(leastSeconds));

        Assert.Equal((widthSeconds * 1000L, count), (plan.WidthMs, plan.Count));
    }

    [Fact]
    public void For_SameRangeALittleLater_KeepsTheBordersOfItsBuckets()
    {
        var first = BucketPlan.For(_start, _start.AddMinutes(15), 300, TimeSpan.FromSeconds(10));
        var later = BucketPlan.For(_start.AddSeconds(7), _start.AddMinutes(15).AddSeconds(7), 300, TimeSpan.FromSeconds(10));

        Assert.Equal(0, (later.FromMs - first.FromMs) % first.WidthMs);
    }

    [Property]
    public bool For_AnyRange_CoversItWithAtMostThePointsAskedFor(uint start, PositiveInt seconds, PositiveInt points, PositiveInt least)
    {
        var from = DateTimeOffset.FromUnixTimeMilliseconds((start * 997L) + 13);
        var to = from.AddSeconds(seconds.Get * 3);

        var plan = BucketPlan.For(from, to, points.Get, TimeSpan.FromSeconds(1 + (least.Get % 300)));

        return plan.Count >= 1 && plan.Count <= points.Get
            && plan.FromMs <= from.ToUnixTimeMilliseconds() && plan.ToMs >= to.ToUnixTimeMilliseconds()
            && (plan.WidthMs < 60_000 || plan.FromMinutes);
    }
}
