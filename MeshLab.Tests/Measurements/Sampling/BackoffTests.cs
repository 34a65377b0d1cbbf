using FsCheck;
using FsCheck.Xunit;
using MeshLab.Core.Measurements.Sampling;
using Xunit;

namespace MeshLab.Tests.Measurements.Sampling;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 16, 20)]
    [InlineData(2, 32, 40)]
    [InlineData(10, 96, 120)]
    public void After_Failures_DoublesUpToTwoMinutes(int failures, double least, double most)
    {
        for (var seed = 0; seed < 50; seed++)
        {
            Assert.InRange(Backoff.After(failures, TimeSpan.FromSeconds(10), new Random(seed)).TotalSeconds, least, most);
        }
    }

    [Property]
    public bool After_AnyFailuresAndInterval_IsPositiveAndBounded(PositiveInt failures, PositiveInt interval, int seed)
    {
        var every = TimeSpan.FromSeconds(2 + (interval.Get % 299));

        var wait = Backoff.After(failures.Get, every, new Random(seed));

        return wait > TimeSpan.Zero && wait <= (every > Backoff.Limit ? every : Backoff.Limit);
    }
}
