using MeshLab.Core.Measurements;
using Xunit;

namespace MeshLab.Tests.Measurements.Sampling;

public sealed class SamplingServiceTests
{
    /// <summary>Around the recording's time, which is the node's clock in these tests.</summary>
    private static readonly DateTimeOffset _recorded = new(2026, 11, 23, 19, 11, 0, TimeSpan.Zero);

    [Fact]
    public async Task Sampling_RealKubeletAnswers_StoresClassifiedRates()
    {
        await using var kubelet = await FakeKubelet.StartAsync();
        await using var clusters = await SampledClusters.StartAsync(("lab", kubelet.Address));

        await clusters.UntilAsync(() => kubelet.Answers >= 8, () => kubelet.PassedSeconds += 1);

        var series = await clusters.Service.QueryAsync(new("lab", Metric.Cpu, MeasurementGrouping.Class, _recorded, _recorded.AddMinutes(30), 1000), CancellationToken.None);
        Assert.Equal(["App", "Proxy"], series.Select(each => each.Key));
        Assert.All(series, each => Assert.Equal(Origin.Measured, each.Origin));
        // Two pods, each with a container of either class that uses a quarter of a core. The containers' first readings are
        // seconds apart, so the first point does not have all of them.
        Assert.All(series.SelectMany(each => each.Points.Skip(1)), point => Assert.Equal(0.5, point.Value!.Value, 6));
        var state = clusters.States["lab"];
        Assert.Equal((true, null, null), (state.Sampling, state.Error, state.NextAttemptAt));
    }

    [Fact]
    public async Task Sampling_ClusterDoesNotAnswer_BacksOffTellsWhyAndCarriesOnByItself()
    {
        await using var kubelet = await FakeKubelet.StartAsync();
        await using var clusters = await SampledClusters.StartAsync(("lab", kubelet.Address));
        await clusters.UntilAsync(() => clusters.States.GetValueOrDefault("lab")?.LastSampleAt is not null);

        kubelet.Broken.Add("lab");
        await clusters.UntilAsync(() => clusters.States["lab"] is { FailingSince: not null, NextAttemptAt: not null });

        var failing = clusters.States["lab"];
        Assert.Contains("node lab is gone", failing.Error, StringComparison.Ordinal);
        var wait = failing.NextAttemptAt!.Value - failing.FailingSince!.Value;
        Assert.InRange(wait.TotalSeconds, 16, 25);
        kubelet.Broken.Clear();
        await clusters.UntilAsync(() => clusters.States["lab"].FailingSince is null);
        Assert.Null(clusters.States["lab"].Error);
    }

    [Fact]
    public async Task Sampling_OneOfTwoNodesFails_SaysSoAndStoresTheOther()
    {
        await using var kubelet = await FakeKubelet.StartAsync("n1", "n2");
        kubelet.Broken.Add("n2");
        await using var clusters = await SampledClusters.StartAsync(("lab", kubelet.Address));

        await clusters.UntilAsync(() => clusters.States.GetValueOrDefault("lab")?.Error is not null && kubelet.Answers >= 6, () => kubelet.PassedSeconds += 1);

        Assert.Contains("1 of the nodes gave no usage. n2:", clusters.States["lab"].Error, StringComparison.Ordinal);
        Assert.Null(clusters.States["lab"].FailingSince);
        await clusters.UntilAsync(() => QueryNodes(clusters).Count > 0, () => kubelet.PassedSeconds += 1);
        Assert.Equal("n1", Assert.Single(QueryNodes(clusters)).Key);
    }

    [Fact]
    public async Task Sampling_OneClusterHangs_DoesNotHoldUpTheOther()
    {
        await using var slow = await FakeKubelet.StartAsync();
        await using var sound = await FakeKubelet.StartAsync();
        slow.Hangs = true;
        await using var clusters = await SampledClusters.StartAsync(("slow", slow.Address), ("sound", sound.Address));

        await clusters.UntilAsync(() => sound.Answers >= 4);

        Assert.NotNull(clusters.States["sound"].LastSampleAt);
        Assert.Null(clusters.States["slow"].LastSampleAt);
    }

    [Fact]
    public async Task Sampling_ClusterNoLongerATarget_Stops()
    {
        await using var kubelet = await FakeKubelet.StartAsync();
        await using var clusters = await SampledClusters.StartAsync(("lab", kubelet.Address));
        await clusters.UntilAsync(() => kubelet.Answers >= 2);

        clusters.Targets.Names = [];

        await clusters.UntilAsync(() => clusters.States.Count == 0);
    }

    [Fact]
    public async Task Sampling_IntervalChanged_IsFollowedAtOnceAndRemembered()
    {
        await using var kubelet = await FakeKubelet.StartAsync();
        await using var clusters = await SampledClusters.StartAsync(("lab", kubelet.Address));
        await clusters.Settings.SetIntervalAsync(TimeSpan.FromMinutes(5), CancellationToken.None);
        await clusters.UntilAsync(() => kubelet.Answers >= 1);
        var before = clusters.Now;

        await clusters.Settings.SetIntervalAsync(TimeSpan.FromSeconds(2), CancellationToken.None);
        var answers = kubelet.Answers;
        await clusters.UntilAsync(() => kubelet.Answers >= answers + 2);

        Assert.True(clusters.Now - before < TimeSpan.FromMinutes(5));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => clusters.Settings.SetIntervalAsync(TimeSpan.FromSeconds(1), CancellationToken.None));
    }

    private static IReadOnlyList<Series> QueryNodes(SampledClusters clusters) =>
        clusters.Service.QueryAsync(new("lab", Metric.Cpu, MeasurementGrouping.Node, _recorded, _recorded.AddMinutes(30), 1000), CancellationToken.None).GetAwaiter().GetResult();
}
