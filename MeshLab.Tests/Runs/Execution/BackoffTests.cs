using MeshLab.Core.Runs.Execution;
using Xunit;

namespace MeshLab.Tests.Runs.Execution;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 0, 0.5)]
    [InlineData(1, 1, 1.5)]
    [InlineData(3, 0.5, 4)]
    [InlineData(50, 0.5, 30)]
    public void After_DoublesUpToAMost(int failures, double random, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.After(failures, random));
}
