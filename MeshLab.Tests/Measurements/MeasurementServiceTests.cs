using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Sampling;
using MeshLab.Core.Measurements.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;
using static MeshLab.Tests.Measurements.MeasuredCluster;
using static MeshLab.Tests.Measurements.Observed;

namespace MeshLab.Tests.Measurements;

public class MeasurementServiceTests
{
    [Fact]
    public async Task Query_TwoContainersOfAClass_AddsTheirMeansNotTheirSamples()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var (first, second) = (App(cluster, "a"), App(cluster, "b"));
        await cluster.UseAsync(first, 0, 120, cores: 0.2, every: 10);
        await cluster.UseAsync(second, 0, 120, cores: 0.3, every: 30);

        var series = Assert.Single(await cluster.QueryAsync(0, 120, points: 12));

        Assert.Equal(("App", Origin.Measured, "cores", 10.0), (series.Key, series.Origin, series.Unit, series.StepSeconds));
        Assert.Equal(12, series.Points.Count);
        Assert.All(series.Points, point => Assert.Equal(0.5, point.Value!.Value, 9));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(2)]
    public async Task Query_PodReplacedWithinABucket_CountsOnce(int points)
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var node = UsageSubject.OfNode("n1");
        await cluster.UseAsync(node, 0, 120, cores: 1);
        await cluster.UseAsync(App(cluster, "old"), 0, 55, cores: 0.4, every: 5);
        await cluster.UseAsync(App(cluster, "new"), 55, 120, cores: 0.4, every: 5);

        var series = Assert.Single(await cluster.QueryAsync(0, 120, points));

        Assert.All(series.Points, point => Assert.Equal(0.4, point.Value!.Value, 9));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(10)]
    public async Task Query_RawAndRollup_GiveTheSameMean(int points)
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var app = App(cluster, "a");
        var random = new Random(7);
        var total = 0.0;
        for (var at = 0.0; at < 600;)
        {
            var next = Math.Min(600, at + 1 + random.Next(25));
            var cores = random.NextDouble();
            total += cores * (next - at);
            await cluster.AppendAsync(Use(app, at, next, cores));
            at = next;
        }

        var series = Assert.Single(await cluster.QueryAsync(0, 600, points));

        Assert.Equal(points, series.Points.Count);
        Assert.Equal(total, series.Points.Sum(point => point.Value!.Value) * series.StepSeconds, 3);
    }

    [Theory]
    [InlineData(120, 10)]
    [InlineData(20, 60)]
    public async Task Query_Silence_IsAGapBetweenPoints(int points, double step)
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var app = App(cluster, "a");
        await cluster.UseAsync(app, 0, 300, cores: 0.2);
        await cluster.UseAsync(app, 900, 1200, cores: 0.2);

        var series = Assert.Single(await cluster.QueryAsync(0, 1200, points));

        Assert.Equal(step, series.StepSeconds);
        Assert.All(series.Points, point => Assert.Equal(point.Time < Start.AddSeconds(300) || point.Time >= Start.AddSeconds(900), point.Value is not null));
        Assert.Equal((int)(1200 / step), series.Points.Count);
    }

    [Fact]
    public async Task Query_OneOfTwoNodesSilent_IsAGapBecauseTheSumIsNotKnown()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var (here, there) = (App(cluster, "a", "n1"), App(cluster, "b", "n2"));
        await cluster.UseAsync(here, 0, 600, cores: 0.2);
        await cluster.UseAsync(there, 0, 200, cores: 0.3);
        await cluster.UseAsync(there, 400, 600, cores: 0.3);

        var byClass = Assert.Single(await cluster.QueryAsync(0, 600, 60));
        var byPod = await cluster.QueryAsync(0, 600, 60, by: MeasurementGrouping.Pod);

        Assert.Null(byClass.Points.Single(point => point.Time == Start.AddSeconds(300)).Value);
        Assert.Equal(0.5, byClass.Points[0].Value!.Value, 9);
        Assert.DoesNotContain(byPod.Single(series => series.Key == "shop/a").Points, point => point.Value is null);
    }

    [Fact]
    public async Task Query_NodeThatIsGone_LeavesTheOthersSum()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        await cluster.UseAsync(App(cluster, "a", "n1"), 0, 600, cores: 0.2);
        await cluster.UseAsync(App(cluster, "b", "n2"), 0, 300, cores: 0.3);

        var series = Assert.Single(await cluster.QueryAsync(0, 600, 60));

        Assert.Equal(0.2, series.Points[^1].Value!.Value, 9);
    }

    [Fact]
    public async Task Query_ClassWithoutContainersForAWhile_IsZeroThereWhileItsNodeIsObserved()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        await cluster.UseAsync(UsageSubject.OfNode("n1"), 0, 300, cores: 1);
        await cluster.UseAsync(App(cluster, "a"), 0, 100, cores: 0.2);
        await cluster.UseAsync(App(cluster, "b"), 200, 300, cores: 0.2);

        var series = Assert.Single(await cluster.QueryAsync(0, 300, 30));

        Assert.Equal(0, series.Points.Single(point => point.Time == Start.AddSeconds(150)).Value);
    }

    [Fact]
    public async Task Query_NewestSecondsSomeContainersHaveNotReached_AreLeftOut()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        await cluster.UseAsync(App(cluster, "a"), 0, 120, cores: 0.2);
        await cluster.UseAsync(App(cluster, "b"), 0, 105, cores: 0.2, every: 15);

        var series = Assert.Single(await cluster.QueryAsync(0, 300, 30));

        Assert.Equal(Start.AddSeconds(100), series.Points[^1].Time);
        Assert.All(series.Points, point => Assert.Equal(0.4, point.Value!.Value, 9));
    }

    [Fact]
    public async Task Query_ByMeshPodAndNode_GroupsWithoutCountingNodesInto()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var (app, proxy) = (App(cluster, "a"), Container("istio-proxy", "a"));
        cluster.Classify(proxy, WorkloadClass.Proxy, "istio");
        await cluster.UseAsync(UsageSubject.OfNode("n1"), 0, 60, cores: 1);
        await cluster.UseAsync(app, 0, 60, cores: 0.2, memory: 100);
        await cluster.UseAsync(proxy, 0, 60, cores: 0.1, memory: 50);

        Assert.Equal([("istio", 0.1), ("none", 0.2)], await MeansAsync(MeasurementGrouping.Mesh));
        Assert.Equal([("shop/a", 0.3)], await MeansAsync(MeasurementGrouping.Pod));
        Assert.Equal([("n1", 1.0)], await MeansAsync(MeasurementGrouping.Node));
        Assert.Equal([("App", 0.2), ("Proxy", 0.1)], await MeansAsync(MeasurementGrouping.Class));
        var memory = await cluster.QueryAsync(0, 60, 6, Metric.Memory, MeasurementGrouping.Pod);
        Assert.Equal(150, Assert.Single(memory).Points[0].Value);

        async Task<(string, double)[]> MeansAsync(MeasurementGrouping by) =>
            [.. (await cluster.QueryAsync(0, 60, 6, by: by)).Select(series => (series.Key, Math.Round(series.Points.Average(point => point.Value!.Value), 9)))];
    }

    [Fact]
    public async Task Query_SimulatedAndMeasured_AreNeverAddedUp()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var app = App(cluster, "a");
        await cluster.AppendAsync("lab", Origin.Measured, Use(app, 0, 60, 0.2));
        await cluster.AppendAsync("lab", Origin.Simulated, Use(app, 0, 60, 0.7));

        var series = await cluster.QueryAsync(0, 60, 6);

        Assert.Equal([Origin.Measured, Origin.Simulated], series.Select(each => each.Origin));
        Assert.Equal(0.2, series[0].Points[0].Value!.Value, 9);
    }

    [Fact]
    public async Task Query_OtherClusterOrNothingMeasured_IsEmpty()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        await cluster.UseAsync(App(cluster, "a"), 0, 60, cores: 0.2);

        Assert.Empty(await cluster.QueryAsync(0, 60, 6, cluster: "another"));
        Assert.Empty(await cluster.QueryAsync(3600, 7200, 6));
    }

    [Fact]
    public async Task Query_RawSamplesBeyondTheirRetention_ComesFromMinutes()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        await cluster.UseAsync(App(cluster, "a"), 0, 600, cores: 0.2);
        cluster.Database.Clock.Advance(TimeSpan.FromDays(2));
        await cluster.Database.Services.GetServices<IHostedService>().OfType<RetentionService>().Single().CleanAsync(CancellationToken.None);

        var series = Assert.Single(await cluster.QueryAsync(0, 600, 600));

        Assert.Equal(60, series.StepSeconds);
        Assert.Equal(10, series.Points.Count);
        Assert.All(series.Points, point => Assert.Equal(0.2, point.Value!.Value, 9));
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(10, 0, 1)]
    [InlineData(0, 10, 0)]
    [InlineData(0, 10, 5001)]
    public async Task Query_NotAQuestion_IsRefused(double from, double to, int points)
    {
        await using var cluster = await MeasuredCluster.CreateAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => cluster.QueryAsync(from, to, points));
    }

    [Fact]
    public async Task Summarize_ClassThatCameLate_IsAveragedOverTheWholeObservedTime()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var proxy = Container("istio-proxy", "a");
        cluster.Classify(proxy, WorkloadClass.Proxy, "istio");
        await cluster.UseAsync(App(cluster, "a"), 0, 600, cores: 0.2, memory: 100);
        await cluster.UseAsync(proxy, 300, 600, cores: 0.1, memory: 50);

        var summary = await cluster.Service.SummarizeAsync("lab", Start, Start.AddSeconds(900), CancellationToken.None);

        Assert.Equal(TimeSpan.FromSeconds(600), summary.Observed);
        Assert.Equal([WorkloadClass.App, WorkloadClass.Proxy], summary.Classes.Select(each => each.Class));
        Assert.Equal(0.2, summary.Classes[0].CpuCores, 9);
        Assert.Equal(0.05, summary.Classes[1].CpuCores, 9);
        Assert.Equal(25, summary.Classes[1].MemoryBytes, 9);
    }

    [Fact]
    public async Task GetSampling_ClusterSampledBefore_IsListedWithItsLastSample()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        await cluster.UseAsync(App(cluster, "a"), 0, 60, cores: 0.2);

        var state = Assert.Single(await cluster.Service.GetSamplingAsync(CancellationToken.None));

        Assert.Equal(("lab", false, "kubelet-summary"), (state.Cluster, state.Sampling, state.Source));
        Assert.NotNull(state.LastSampleAt);
    }

    private static UsageSubject App(MeasuredCluster cluster, string pod, string node = "n1")
    {
        var subject = Container("app", pod, node: node);
        cluster.Classify(subject, WorkloadClass.App);
        return subject;
    }
}
