using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static MeshLab.Tests.Measurements.MeasuredCluster;
using static MeshLab.Tests.Measurements.Observed;

namespace MeshLab.Tests.Measurements.Store;

public sealed class GroupRollupsTests
{
    private const double Hours = 8 * 3600;

    private static readonly WorkloadClass[] _classes = [WorkloadClass.App, WorkloadClass.Proxy];

    [Theory]
    [InlineData(MeasurementGrouping.Class)]
    [InlineData(MeasurementGrouping.Mesh)]
    [InlineData(MeasurementGrouping.Node)]
    public async Task Query_OfWholeHours_ReadsGroupsOnly_AndSaysWhatTheMinutesSay(MeasurementGrouping by)
    {
        await using var cluster = await TwoClassesAsync();
        var minutes = await ChartAsync(cluster, by);

        await RollAsync(cluster, 10);

        AssertSame(minutes, await ChartAsync(cluster, by));
        await ExecuteAsync(cluster, "DELETE FROM UsageMinutes; DELETE FROM UsageRollups;");
        AssertSame(minutes, await ChartAsync(cluster, by));
    }

    [Fact]
    public async Task Query_ByPod_ReadsTheSeries()
    {
        await using var cluster = await TwoClassesAsync();
        var minutes = await ChartAsync(cluster, MeasurementGrouping.Pod);

        await RollAsync(cluster, 10);
        await ExecuteAsync(cluster, "DELETE FROM UsageGroupRollups;");

        AssertSame(minutes, await ChartAsync(cluster, MeasurementGrouping.Pod));
    }

    [Fact]
    public async Task Query_ClassCorrectedAfterwards_MovesItsWholePast_AtOnceAndAfterCatchingUp()
    {
        await using var cluster = await TwoClassesAsync();
        await RollAsync(cluster, 10);
        var before = await ChartAsync(cluster, MeasurementGrouping.Class);
        cluster.Classify(Container("app", pod: "a"), WorkloadClass.Gateway);

        await cluster.AppendAsync(Use(Container("app", pod: "a"), Hours, Hours + 10, 0.5));
        var atOnce = await ChartAsync(cluster, MeasurementGrouping.Class);
        await RollAsync(cluster, 10.2);

        Assert.Equal(["App", "Proxy"], before.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["Gateway", "Proxy"], atOnce.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(before["App"], atOnce["Gateway"]);
        AssertSame(atOnce, await ChartAsync(cluster, MeasurementGrouping.Class));
        await ExecuteAsync(cluster, "DELETE FROM UsageMinutes; DELETE FROM UsageRollups;");
        AssertSame(atOnce, await ChartAsync(cluster, MeasurementGrouping.Class));
    }

    [Fact]
    public async Task Query_DatabaseFromBeforeGroups_IsTheSameBeforeAndAfterTheyAreFilled()
    {
        await using var cluster = await TwoClassesAsync();
        await RollAsync(cluster, 10);
        var chart = await ChartAsync(cluster, MeasurementGrouping.Class);
        await ExecuteAsync(cluster, "UPDATE UsageSeries SET GroupId = NULL; DELETE FROM UsageGroupRollups; DELETE FROM UsageGroups; DELETE FROM UsageMinutes;");
        AssertSame(chart, await ChartAsync(cluster, MeasurementGrouping.Class));

        await RollAsync(cluster, 10.2);

        AssertSame(chart, await ChartAsync(cluster, MeasurementGrouping.Class));
        await ExecuteAsync(cluster, "DELETE FROM UsageRollups;");
        AssertSame(chart, await ChartAsync(cluster, MeasurementGrouping.Class));
    }

    [Fact]
    public async Task RemoveBefore_OldHours_RemovesThoseOfGroups_AndThenTheGroups()
    {
        await using var cluster = await TwoClassesAsync();
        await RollAsync(cluster, 10);
        var (all, half) = (Start.AddDays(1), Start.AddHours(4));

        await cluster.Store.RemoveBeforeAsync(all, all, all, half, TestContext.Current.CancellationToken);

        Assert.All(await ChartAsync(cluster, MeasurementGrouping.Class), line => Assert.Equal(4, line.Value.Count));
        await cluster.Store.RemoveBeforeAsync(all, all, all, all, TestContext.Current.CancellationToken);
        await using var database = await cluster.Database.Databases.CreateDbContextAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await database.Set<UsageGroupRow>().CountAsync(TestContext.Current.CancellationToken));
    }

    [Property(MaxTest = 15)]
    public Property Query_FromGroups_IsWhatTheRawSamplesAddUpTo_WhateverCameAndWent()
    {
        var use = from pod in Gen.Choose(1, 3)
                  from node in Gen.Choose(1, 2)
                  from class_ in Gen.Choose(0, 1)
                  from begin in Gen.Choose(0, 300)
                  from length in Gen.Choose(1, 120)
                  from cores in Gen.Choose(0, 4000)
                  select (Pod: pod, Node: node, Class: class_, Begin: begin * 60.0, End: (begin + length) * 60.0, Cores: cores / 1000.0);
        return Prop.ForAll(Gen.ListOf(use, 6).ToArbitrary(), uses => HoldsAsync([.. uses]).GetAwaiter().GetResult());
    }

    private static async Task<bool> HoldsAsync(List<(int Pod, int Node, int Class, double Begin, double End, double Cores)> uses)
    {
        await using var cluster = await CreateAsync();
        foreach (var one in uses)
        {
            var container = Container("app", pod: $"pod-{one.Pod}-{one.Node}-{one.Class}", node: $"n{one.Node}");
            cluster.Classify(container, _classes[one.Class]);
            await cluster.UseAsync(container, one.Begin, one.End, one.Cores, every: 90);
        }

        var minutes = await ChartAsync(cluster, MeasurementGrouping.Class);
        await RollAsync(cluster, 10);
        var groups = await ChartAsync(cluster, MeasurementGrouping.Class);

        // Core-seconds of the groups' hours against those of the raw samples.
        await using var database = await cluster.Database.Databases.CreateDbContextAsync();
        var raw = await database.Set<UsageSampleRow>().SumAsync(row => row.CpuCores!.Value * row.LengthMs);
        var hours = await database.Set<UsageGroupRollupRow>().Where(row => row.WidthMinutes == 60).SumAsync(row => row.CpuCoreMs!.Value);
        return Math.Abs(raw - hours) <= 1e-9 * Math.Max(1, raw) && Same(minutes, groups);
    }

    private static async Task<MeasuredCluster> TwoClassesAsync()
    {
        var cluster = await CreateAsync();
        cluster.Classify(Container("app", pod: "a"), WorkloadClass.App);
        cluster.Classify(Container("istio-proxy", pod: "a"), WorkloadClass.Proxy, "istio");
        await cluster.UseAsync(Container("app", pod: "a"), 0, Hours, 0.5, every: 60);
        await cluster.UseAsync(Container("istio-proxy", pod: "a"), 1800, Hours / 2, 0.2, every: 60);
        await cluster.UseAsync(Container("istio-proxy", pod: "b", node: "n2"), 0, Hours, 0.1, every: 60);
        await cluster.UseAsync(UsageSubject.OfNode("n1"), 0, Hours, 2, every: 60);
        cluster.Classify(Container("istio-proxy", pod: "b", node: "n2"), WorkloadClass.Proxy, "istio");
        await cluster.AppendAsync(Use(Container("istio-proxy", pod: "b", node: "n2"), Hours, Hours + 1, 0.1));
        return cluster;
    }

    private static Task RollAsync(MeasuredCluster cluster, double hours) =>
        cluster.Database.Services.GetRequiredService<Rollups>().CatchUpAsync(Start.AddHours(hours), CancellationToken.None);

    private static async Task<Dictionary<string, IReadOnlyList<SeriesPoint>>> ChartAsync(MeasuredCluster cluster, MeasurementGrouping by) =>
        (await cluster.QueryAsync(0, Hours, 8, by: by)).ToDictionary(series => series.Key, series => series.Points);

    private static void AssertSame(Dictionary<string, IReadOnlyList<SeriesPoint>> expected, Dictionary<string, IReadOnlyList<SeriesPoint>> actual)
    {
        Assert.NotEmpty(expected);
        Assert.True(Same(expected, actual), $"{Text(expected)}\nis not\n{Text(actual)}");
    }

    private static bool Same(Dictionary<string, IReadOnlyList<SeriesPoint>> expected, Dictionary<string, IReadOnlyList<SeriesPoint>> actual) =>
        expected.Count == actual.Count && expected.All(line => actual.TryGetValue(line.Key, out var other) && line.Value.Count == other.Count
            && line.Value.Zip(other).All(pair => pair.First.Time == pair.Second.Time && (pair.First.Value is null) == (pair.Second.Value is null)
                && Math.Abs((pair.First.Value ?? 0) - (pair.Second.Value ?? 0)) < 1e-9));

    private static string Text(Dictionary<string, IReadOnlyList<SeriesPoint>> chart) =>
        string.Join("; ", chart.Select(line => $"{line.Key}: {string.Join(", ", line.Value.Select(point => point.Value))}"));

    private static async Task ExecuteAsync(MeasuredCluster cluster, string sql)
    {
        await using var database = await cluster.Database.Databases.CreateDbContextAsync();
        await database.Database.ExecuteSqlRawAsync(sql);
    }
}
