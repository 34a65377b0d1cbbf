using System.Net;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Counters;
using MeshLab.Core.Measurements.Sources;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>The metrics API as a source of usage. Clusters without metrics-server do not serve it; the tests are skipped there.</summary>
public abstract class MetricsApiContract(IClusterUnderTest cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_Metrics_TellsNodesAndContainers_WithWindowsThatLieInThePast()
    {
        var reading = await ReadAsync(new MetricsApiSource());

        var nodes = reading.Observations.Where(one => one.Subject.Scope == UsageScope.Node).ToList();
        Assert.NotEmpty(nodes);
        Assert.All(nodes, node => Assert.True(node.Memory!.Value.WorkingSetBytes > 1 << 20));
        Assert.All(reading.Observations, one =>
        {
            Assert.InRange(one.Window!.Value.Length.TotalSeconds, 1, 300);
            Assert.True(one.Window.Value.End <= DateTimeOffset.UtcNow.AddMinutes(1));
            Assert.True(one.Window.Value.Cores >= 0);
        });
        Assert.All(reading.Observations.Where(one => one.Subject.Scope == UsageScope.Container), one => Assert.Contains(nodes, node => node.Subject.Node == one.Subject.Node));
    }

    [Fact]
    public async Task Read_Twice_CountsAWindowOnce()
    {
        var source = new MetricsApiSource();
        var tracker = new UsageTracker();
        var first = await ReadAsync(source);

        var samples = tracker.Observe(first.Observations, TimeSpan.FromMinutes(1));
        var again = tracker.Observe(first.Observations, TimeSpan.FromMinutes(1));

        Assert.Equal(first.Observations.Count, samples.Count);
        Assert.Empty(again);
    }

    private async Task<UsageReading> ReadAsync(MetricsApiSource source)
    {
        try
        {
            return await ((IUsageSource)source).ReadAsync(cluster.Client, Token);
        }
        catch (ClusterException error) when (!cluster.IsSimulated && error.Status is HttpStatusCode.NotFound or HttpStatusCode.ServiceUnavailable)
        {
            Assert.Skip(error.Message);
            throw;
        }
    }
}

/// <summary>On the demo cluster.</summary>
public sealed class DemoMetricsApiTests(DemoClusterUnderTest cluster) : MetricsApiContract(cluster), IClassFixture<DemoClusterUnderTest>;

/// <summary>On a real cluster.</summary>
public sealed class RealMetricsApiTests(RealClusterUnderTest cluster) : MetricsApiContract(cluster), IClassFixture<RealClusterUnderTest>;
