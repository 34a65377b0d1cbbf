using MeshLab.Core.Measurements;
using Xunit;

namespace MeshLab.Tests.Measurements.Queries;

public class WindowReaderTests
{
    [Fact]
    public async Task Read_EdgesWithAnotherLoad_DoNotCount()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var app = Observed.Container("podinfo");
        await cluster.UseAsync(app, 0, 100, 0);
        await cluster.UseAsync(app, 100, 160, 1);
        await cluster.UseAsync(app, 160, 200, 0);

        // The load went from 103 to 158; samples 100–110 and 150–160 lie across its edges.
        var usage = await ReadAsync(cluster, 103, 158);

        Assert.Equal(1, Assert.Single(usage.Containers).CpuCores!.Value, 9);
        Assert.True(usage.Complete);
    }

    [Fact]
    public async Task Read_PodReplacedInTheMiddle_CountsOnce()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        await cluster.UseAsync(Observed.Container("podinfo", pod: "a"), 0, 100, 1);
        await cluster.UseAsync(Observed.Container("podinfo", pod: "b"), 100, 300, 1);

        var usage = await ReadAsync(cluster, 50, 150);

        Assert.Equal(2, usage.Containers.Count);
        Assert.Equal(1, usage.Containers.Sum(one => one.CpuCores!.Value), 9);
        Assert.Single(usage.Containers, one => one.RunsAtEnd);
    }

    [Fact]
    public async Task Read_BeforeAllWereReadAgain_IsNotComplete_AndDoesNotLookLikeADrop()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        await cluster.UseAsync(Observed.Container("podinfo"), 0, 120, 1);
        await cluster.UseAsync(Observed.Container("istio-proxy"), 0, 90, 1);

        var usage = await ReadAsync(cluster, 20, 100);

        Assert.False(usage.Complete);
        Assert.All(usage.Containers, one => Assert.Equal(1, one.CpuCores!.Value, 9));
    }

    [Fact]
    public async Task Read_TwoSources_AreNeverMixed()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var app = Observed.Container("podinfo");
        await cluster.UseAsync(app, 0, 120, 1);
        for (var at = 0; at < 120; at += 10)
        {
            await cluster.Store.AppendAsync(new("lab", "prometheus", Origin.Measured, [MeasuredCluster.Use(app, at, at + 10, 3)], new Dictionary<MeshLab.Core.Measurements.Sources.UsageSubject, MeshLab.Core.Measurements.Classification.ContainerClass>()), TestContext.Current.CancellationToken);
        }

        var kubelet = await ReadAsync(cluster, 20, 100);
        var prometheus = await ReadAsync(cluster, 20, 100, "prometheus");

        Assert.Equal(("kubelet-summary", 1.0), (kubelet.Source, Assert.Single(kubelet.Containers).CpuCores!.Value));
        Assert.Equal(("prometheus", 3.0), (prometheus.Source, Assert.Single(prometheus.Containers).CpuCores!.Value));
    }

    [Fact]
    public async Task Read_Nothing_IsNone()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();

        Assert.Same(WindowUsage.None, await ReadAsync(cluster, 0, 10));
    }

    private static Task<WindowUsage> ReadAsync(MeasuredCluster cluster, double from, double to, string? source = null) =>
        cluster.Service.ReadWindowAsync("lab", Observed.Start.AddSeconds(from), Observed.Start.AddSeconds(to), source, TestContext.Current.CancellationToken);
}
