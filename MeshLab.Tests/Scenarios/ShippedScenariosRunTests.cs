using System.Collections.Concurrent;
using Xunit;

namespace MeshLab.Tests.Scenarios;

/// <summary>Every scenario of the lab on fresh demo clusters, in every way that its parameters offer.</summary>
public sealed class ShippedScenariosRunTests(ITestOutputHelper output)
{
    // Runs wait most of the time, so a few at once cost little and save minutes.
    private const int AtOnce = 3;

    [Fact]
    public async Task EveryScenario_InEveryWay_DeploysTwiceVerifiesAndLeavesNothing()
    {
        var failures = new ConcurrentQueue<string>();
        var ways = ScenarioWay.All();
        Assert.NotEmpty(ways);

        await Parallel.ForEachAsync(ways, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken }, async (way, _) =>
        {
            try
            {
                await using var trial = new WayTrial(way);
                await trial.GoAsync();
                output.WriteLine($"{way}: passed");
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                failures.Enqueue($"{way}: {error.Message}");
            }
        });

        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
    }
}
