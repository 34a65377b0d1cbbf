using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Classification;
using MeshLab.Core.Measurements.Queries;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Store;
using MeshLab.Tests.Measurements;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Costs;

public sealed class ContainerUseTests
{
    /// <summary>Two minutes: the first uses more than is requested, the second less. max is taken minute by minute: 0.3 + 0.1, not max(0.2, 0.1) × 2.</summary>
    [Fact]
    public async Task Read_UseAboveAndBelowTheRequest_ChargesTheLargerOfEachMinute()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var proxy = Observed.Container("istio-proxy");
        await AppendAsync(cluster, proxy, MeasuredCluster.Use(proxy, 0, 60, 0.3, 50), MeasuredCluster.Use(proxy, 60, 120, 0.02, 200));

        var use = await ReadAsync(cluster, 0, 120);

        var container = Assert.Single(use.Containers);
        Assert.Equal((120.0, 0.1, 100L), (container.ObservedSeconds, container.CpuRequestCores!.Value, container.MemoryRequestBytes!.Value));
        Assert.Equal((0.3 * 60) + (0.02 * 60), container.Cpu.Used, 6);
        Assert.Equal((0.3 * 60) + (0.1 * 60), container.Cpu.Charged, 6);
        Assert.Equal((100 + 200) * 60, container.Memory.Charged, 6);
        Assert.Equal(120, Assert.Single(use.Nodes).ObservedSeconds, 6);
    }

    [Fact]
    public async Task Read_PartOfTheTime_IsExactAtItsEdges()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var proxy = Observed.Container("istio-proxy");
        await AppendAsync(cluster, proxy, MeasuredCluster.Use(proxy, 0, 60, 0.3), MeasuredCluster.Use(proxy, 60, 120, 0.02), MeasuredCluster.Use(proxy, 120, 180, 0.5));

        // Half of the first minute, the whole second, ten seconds of the third; each part is charged for itself.
        var use = await ReadAsync(cluster, 30, 130);
        var part = Assert.Single(use.Containers);
        Assert.Equal((0.3 * 30) + (0.02 * 60) + (0.5 * 10), part.Cpu.Used, 6);
        Assert.Equal((0.3 * 30) + (0.1 * 60) + (0.5 * 10), part.Cpu.Charged, 6);
        Assert.Equal((100.0, 100.0), (part.ObservedSeconds, Assert.Single(use.Nodes).ObservedSeconds));
        Assert.Equal(0.02 * 10, Assert.Single((await ReadAsync(cluster, 70, 80)).Containers).Cpu.Used, 6);
        Assert.Equal((0.3 * 5) + (0.02 * 8), Assert.Single((await ReadAsync(cluster, 55, 68)).Containers).Cpu.Used, 6);
        Assert.Empty((await ReadAsync(cluster, 600, 900)).Containers);
    }

    /// <summary>A load of 12 seconds between idle times, read every 4 seconds by the counters: whole minutes would show 2 or none.</summary>
    [Fact]
    public async Task Read_ShortLoadWithinAMinute_IsFound()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var proxy = Observed.Container("istio-proxy");
        await AppendAsync(cluster, proxy, [.. Enumerable.Range(0, 30).Select(at => MeasuredCluster.Use(proxy, at * 4, (at + 1) * 4, at is >= 5 and < 8 ? 0.5 : 0.01))]);

        Assert.Equal(0.5, Assert.Single((await ReadAsync(cluster, 20, 32)).Containers).Cpu.Used / 12, 6);
    }

    /// <summary>Any window cut into two anywhere holds what its parts hold, whether the samples are still kept or only their minutes.</summary>
    [Property(MaxTest = 25)]
    public Property Read_WindowCutInTwo_LosesAndDoublesNothing() =>
        Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed => HoldsAsync(seed).GetAwaiter().GetResult());

    private static async Task HoldsAsync(int seed)
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var (random, proxy) = (new Random(seed), Observed.Container("istio-proxy"));
        var samples = new List<MeshLab.Core.Measurements.Counters.UsageSample>();
        for (double at = random.Next(20), length; at < 280; at += length + (random.Next(5) == 0 ? random.Next(30) : 0))
        {
            length = random.Next(1, 25);
            samples.Add(MeasuredCluster.Use(proxy, at, at + length, random.NextDouble(), random.Next(1, 1000)));
        }

        await AppendAsync(cluster, proxy, [.. samples]);
        var ends = new[] { random.Next(300), random.Next(300), random.Next(300) }.Order().ToList();

        var (whole, first, second) = (await UsedAsync(ends[0], ends[2]), await UsedAsync(ends[0], ends[1]), await UsedAsync(ends[1], ends[2]));
        var truth = samples.Sum(sample => sample.CpuCoreSeconds!.Value * Overlap(sample, ends[0], ends[2]));

        Assert.Equal(truth, whole, 6);
        Assert.Equal(whole, first + second, 6);

        async Task<double> UsedAsync(double from, double to) => (await ReadAsync(cluster, from, to)).Containers.Sum(container => container.Cpu.Used);

        static double Overlap(MeshLab.Core.Measurements.Counters.UsageSample sample, double from, double to)
        {
            var (start, end) = ((sample.From - Observed.Start).TotalSeconds, (sample.To - Observed.Start).TotalSeconds);
            return Math.Max(0, Math.Min(end, to) - Math.Max(start, from)) / (end - start);
        }
    }

    [Fact]
    public async Task Read_SamplesNoLongerKept_DividesTheMinuteByTime()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var proxy = Observed.Container("istio-proxy");
        await AppendAsync(cluster, proxy, MeasuredCluster.Use(proxy, 0, 60, 0.3), MeasuredCluster.Use(proxy, 60, 120, 0.02));
        await using (var database = await cluster.Database.Databases.CreateDbContextAsync(CancellationToken.None))
        {
            await MinuteSums.SettleAsync(await UsageStore.OpenAsync(database, CancellationToken.None), long.MaxValue, CancellationToken.None);
            await database.Set<UsageSampleRow>().ExecuteDeleteAsync(CancellationToken.None);
        }

        var use = await ReadAsync(cluster, 40, 90);

        Assert.Equal((0.3 * 20) + (0.02 * 30), Assert.Single(use.Containers).Cpu.Used, 6);
        Assert.Equal(50, Assert.Single(use.Nodes).ObservedSeconds, 6);
    }

    [Fact]
    public async Task Read_ContainerWithoutKnownPod_HasNoRequestsAndIsChargedAsUsed()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var app = Observed.Container("podinfo");
        await cluster.AppendAsync(MeasuredCluster.Use(app, 0, 60, 0.3));

        var container = Assert.Single((await ReadAsync(cluster, 0, 60)).Containers);

        Assert.Null(container.CpuRequestCores);
        Assert.Equal(container.Cpu.Used, container.Cpu.Charged);
    }

    [Fact]
    public async Task ReadMinutes_Proxy_GivesEachMinutesMean()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var proxy = Observed.Container("istio-proxy");
        await AppendAsync(cluster, proxy, MeasuredCluster.Use(proxy, 0, 60, 0.3, 50), MeasuredCluster.Use(proxy, 60, 120, 0.02, 200));

        var minutes = await cluster.Database.Services.GetRequiredService<ContainerUseReader>().ReadMinutesAsync("lab", Observed.Start, Observed.Start.AddMinutes(2), CancellationToken.None);

        Assert.Equal([(0.3, 50L), (0.02, 200L)], minutes.Select(minute => (Math.Round(minute.CpuCores!.Value, 9), minute.MemoryBytes!.Value)));
    }

    [Theory]
    [InlineData("""{"spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":"100m","memory":"128Mi"}}}]}}""", 0.1, 134217728)]
    [InlineData("""{"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"2","memory":"1Gi"}}}]}}""", 2, 1073741824)]
    [InlineData("""{"spec":{"containers":[{"name":"c","resources":{}}]}}""", 0, 0)]
    [InlineData("""{"spec":{"initContainers":[{"name":"c","restartPolicy":"Always","resources":{"requests":{"cpu":0.5,"memory":"64M"}}}]}}""", 0.5, 64000000)]
    [InlineData("""{"spec":{"initContainers":[{"name":"c","resources":{"requests":{"cpu":"1","memory":"1Gi"}}}]}}""", 0, 0)]
    [InlineData("""{"spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":"lots","memory":{}}}}]}}""", 0, 0)]
    public void ContainerRequests_Pod_AreReadWithNativeSidecars(string pod, double cpu, long memory)
    {
        var facts = PodFacts.Read((System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(pod)!, null);

        Assert.Equal(new ContainerRequests(cpu, memory), facts.Requests["c"]);
    }

    private static Task AppendAsync(MeasuredCluster cluster, UsageSubject subject, params MeshLab.Core.Measurements.Counters.UsageSample[] samples) => cluster.Store.AppendAsync(
        new("lab", "kubelet-summary", Origin.Measured, samples, new Dictionary<UsageSubject, ContainerClass> { [subject] = new(WorkloadClass.Proxy, "istio") { Requests = new(0.1, 100) } }),
        CancellationToken.None);

    private static Task<ClusterUse> ReadAsync(MeasuredCluster cluster, double from, double to) =>
        cluster.Database.Services.GetRequiredService<ContainerUseReader>().ReadAsync("lab", Observed.Start.AddSeconds(from), Observed.Start.AddSeconds(to), CancellationToken.None);
}
