using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Counters;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static MeshLab.Tests.Measurements.MeasuredCluster;
using static MeshLab.Tests.Measurements.Observed;

namespace MeshLab.Tests.Measurements.Store;

public sealed class RollupsTests
{
    private static readonly TimeSpan _range = TimeSpan.FromHours(8);

    [Fact]
    public async Task Query_OfSummedUpHours_IsWhatTheMinutesSay_AlsoWherePodsFollowOneAnother()
    {
        await using var cluster = await CreateAsync();
        await cluster.UseAsync(Container("app", pod: "a"), 0, 5_000, 0.5, every: 50);
        await cluster.UseAsync(Container("app", pod: "b"), 5_000, 20_000, 0.5, every: 50);
        await cluster.UseAsync(UsageSubject.OfNode("n1"), 0, 12_000, 2, every: 50);
        var before = await HoursAsync(cluster);

        await RollAsync(cluster, _range + TimeSpan.FromHours(1));
        var after = await HoursAsync(cluster);

        Assert.Equal(before, after);
        Assert.Equal(0.5, before[0].Value!.Value, 6);
        Assert.Equal(0.5, before[1].Value!.Value, 6);
        // Only the rollup can have answered the whole hours.
        await DeleteMinutesAsync(cluster);
        Assert.Equal(before.Take(5), (await HoursAsync(cluster)).Take(5));
    }

    [Fact]
    public async Task CatchUp_LeavesTheNewest_AndAQueryAcrossItsEdgeMissesNothing()
    {
        await using var cluster = await CreateAsync();
        await cluster.UseAsync(Container("app"), 0, 4 * 3600, 0.5, every: 30);
        var before = await HoursAsync(cluster);

        await RollAsync(cluster, TimeSpan.FromHours(2.6));

        await using var database = await cluster.Database.Databases.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var connection = await UsageStore.OpenAsync(database, TestContext.Current.CancellationToken);
        Assert.Equal(2 * 60, cluster.Database.Services.GetRequiredService<Rollups>().UntilMinute(connection, 60) - (Start.ToUnixTimeMilliseconds() / 60_000));
        Assert.Equal(before, await HoursAsync(cluster));
    }

    [Fact]
    public async Task CatchUp_Again_TakesLateSamples_AndCountsNothingTwice()
    {
        await using var cluster = await CreateAsync();
        await cluster.UseAsync(Container("app"), 0, 3600, 0.5, every: 60);
        await cluster.UseAsync(Container("app"), 3660, 2 * 3600, 0.5, every: 60);
        await RollAsync(cluster, TimeSpan.FromHours(3));

        await cluster.AppendAsync(Use(Container("app"), 3600, 3660, 6.5));
        await RollAsync(cluster, TimeSpan.FromHours(3.5));
        await RollAsync(cluster, TimeSpan.FromHours(3.6));

        var hours = await HoursAsync(cluster);
        Assert.Equal(0.5, hours[0].Value!.Value, 6);
        Assert.Equal(0.6, hours[1].Value!.Value, 6);
    }

    [Fact]
    public async Task Rollups_OutliveTheMinutes_ByTheirOwnRetention()
    {
        await using var cluster = await CreateAsync();
        await cluster.UseAsync(Container("app"), 0, 7200, 0.5, every: 60);
        await RollAsync(cluster, TimeSpan.FromHours(5));

        await cluster.Store.RemoveBeforeAsync(Start.AddDays(1), Start.AddDays(1), Start.AddDays(1), Start.AddHours(1), TestContext.Current.CancellationToken);

        Assert.Equal(0.5, Assert.Single(await HoursAsync(cluster)).Value!.Value, 6);
        await cluster.Store.RemoveBeforeAsync(Start.AddDays(1), Start.AddDays(1), Start.AddDays(1), Start.AddDays(1), TestContext.Current.CancellationToken);
        await using var database = await cluster.Database.Databases.CreateDbContextAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await database.Set<UsageSeriesRow>().CountAsync(TestContext.Current.CancellationToken));
    }

    [Property(MaxTest = 20)]
    public Property Query_WithAndWithoutRollups_IsTheSame_WhateverCameAndWent()
    {
        var use = from pod in Gen.Choose(1, 4)
                  from node in Gen.Choose(1, 2)
                  from begin in Gen.Choose(0, 300)
                  from length in Gen.Choose(1, 120)
                  from cores in Gen.Choose(0, 4000)
                  select (Pod: pod, Node: node, Begin: begin * 60.0, End: (begin + length) * 60.0, Cores: cores / 1000.0);
        return Prop.ForAll(Gen.ListOf(use, 8).ToArbitrary(), uses => HoldsAsync([.. uses]).GetAwaiter().GetResult());
    }

    private static async Task<bool> HoldsAsync(List<(int Pod, int Node, double Begin, double End, double Cores)> uses)
    {
        await using var cluster = await CreateAsync();
        foreach (var one in uses)
        {
            // The same times again are the same samples: written twice, they must count once.
            await cluster.UseAsync(Container("app", pod: $"pod-{one.Pod}-{one.Node}", node: $"n{one.Node}"), one.Begin, one.End, one.Cores, every: 90);
        }

        var before = await HoursAsync(cluster);
        await RollAsync(cluster, _range + TimeSpan.FromHours(1));
        var after = await HoursAsync(cluster);
        return before.Count == after.Count && before.Zip(after).All(pair => pair.First.Time == pair.Second.Time
            && (pair.First.Value is null) == (pair.Second.Value is null) && Math.Abs((pair.First.Value ?? 0) - (pair.Second.Value ?? 0)) < 1e-6);
    }

    private static Task<MeasuredCluster> CreateAsync() => MeasuredCluster.CreateAsync();

    private static Task RollAsync(MeasuredCluster cluster, TimeSpan now) =>
        cluster.Database.Services.GetRequiredService<Rollups>().CatchUpAsync(Start + now, TestContext.Current.CancellationToken);

    private static async Task<IReadOnlyList<SeriesPoint>> HoursAsync(MeasuredCluster cluster) =>
        [.. (await cluster.QueryAsync(0, _range.TotalSeconds, 8)).SelectMany(series => series.Points)];

    private static async Task DeleteMinutesAsync(MeasuredCluster cluster)
    {
        await using var database = await cluster.Database.Databases.CreateDbContextAsync();
        await database.Set<UsageMinuteRow>().ExecuteDeleteAsync();
    }
}
