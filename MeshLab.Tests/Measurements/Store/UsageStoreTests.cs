using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Store;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static MeshLab.Tests.Measurements.MeasuredCluster;
using static MeshLab.Tests.Measurements.Observed;

namespace MeshLab.Tests.Measurements.Store;

public class UsageStoreTests
{
    private static readonly UsageSubject _app = Container("app");

    [Fact]
    public async Task Append_SampleAcrossMinutes_IsDividedByTime()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();

        await cluster.AppendAsync(Use(_app, 50, 80, cores: 0.5, memory: 100));

        var minutes = await MinutesAsync(cluster);
        Assert.Equal([(10_000, 5_000.0, 1_000_000.0), (20_000, 10_000.0, 2_000_000.0)], minutes.Select(row => (row.CoveredMs, row.CpuCoreMs!.Value, row.MemoryByteMs!.Value)));
    }

    [Fact]
    public async Task Append_SameRoundAgain_ChangesNothing()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var sample = Use(_app, 0, 10, cores: 0.5);
        await cluster.AppendAsync(sample);

        await cluster.AppendAsync(sample, sample);

        Assert.Equal(10_000, Assert.Single(await MinutesAsync(cluster)).CoveredMs);
        Assert.Equal(1, await CountAsync<UsageSampleRow>(cluster));
    }

    [Fact]
    public async Task Append_LateSample_FindsItsMinute()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        await cluster.AppendAsync(Use(_app, 100, 110, cores: 0.5));

        await cluster.AppendAsync(Use(_app, 0, 10, cores: 0.3));
        await cluster.AppendAsync(Use(_app, 10, 20, cores: 0.9));

        var minutes = await MinutesAsync(cluster);
        Assert.Equal([(20_000, 0.3, 0.9), (10_000, 0.5, 0.5)], minutes.Select(row => (row.CoveredMs, row.CpuMin!.Value, row.CpuMax!.Value)));
        var series = Assert.Single(await SeriesAsync(cluster));
        Assert.Equal((Start, Start.AddSeconds(110)), (series.FirstAt, series.LastAt));
    }

    [Fact]
    public async Task Append_ValueMissing_KeepsTheSumsOfTheOthers()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        await cluster.AppendAsync(Use(_app, 0, 10, cores: 0.5) with { MemoryBytes = null });
        await cluster.AppendAsync(Use(_app, 10, 20, cores: 0.5, memory: 7) with { CpuCoreSeconds = null });

        var minute = Assert.Single(await MinutesAsync(cluster));
        Assert.Equal((20_000, 5_000.0, 70_000.0, 7L), (minute.CoveredMs, minute.CpuCoreMs!.Value, minute.MemoryByteMs!.Value, minute.MemoryMin!.Value));
    }

    [Fact]
    public async Task Append_ClassLearntLater_CorrectsTheSeries()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        await cluster.AppendAsync(Use(_app, 0, 10, cores: 0.5));
        cluster.Classify(_app, WorkloadClass.App);

        await cluster.AppendAsync(Use(_app, 10, 20, cores: 0.5));

        Assert.Equal(WorkloadClass.App, Assert.Single(await SeriesAsync(cluster)).Class);
    }

    [Fact]
    public async Task Append_RoundThatFails_LeavesNothingAndTheNextWorks()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        var broken = Use(_app, 10, 20, cores: 0.5) with { Subject = _app with { Pod = null! } };

        await Assert.ThrowsAnyAsync<Exception>(() => cluster.AppendAsync(Use(_app, 0, 10, cores: 0.5), broken with { Subject = broken.Subject with { PodUid = "other" } }));

        Assert.Equal(0, await CountAsync<UsageSeriesRow>(cluster));
        await cluster.AppendAsync(Use(_app, 0, 10, cores: 0.5));
        Assert.Equal(1, await CountAsync<UsageSampleRow>(cluster));
    }

    [Fact]
    public async Task RemoveBefore_OldRawSamples_LeavesTheirMinutesAndThenNothing()
    {
        await using var cluster = await MeasuredCluster.CreateAsync();
        await cluster.UseAsync(_app, 0, 600, cores: 0.5);

        await cluster.Store.RemoveBeforeAsync(Start.AddSeconds(300), Start, Start, Start, CancellationToken.None);

        Assert.Equal(31, await CountAsync<UsageSampleRow>(cluster));
        Assert.Equal(10, await CountAsync<UsageMinuteRow>(cluster));

        await cluster.Store.RemoveBeforeAsync(Start.AddDays(1), Start.AddDays(1), Start.AddDays(1), Start.AddDays(1), CancellationToken.None);

        Assert.Equal(0, await CountAsync<UsageSeriesRow>(cluster));
        await cluster.AppendAsync(Use(_app, 0, 10, cores: 0.5));
        Assert.Equal(1, await CountAsync<UsageSampleRow>(cluster));
    }

    private static async Task<List<UsageMinuteRow>> MinutesAsync(MeasuredCluster cluster)
    {
        await using var database = await cluster.Database.Databases.CreateDbContextAsync();
        await MinuteSums.SettleAsync(await UsageStore.OpenAsync(database, CancellationToken.None), long.MaxValue, CancellationToken.None);
        return await database.Set<UsageMinuteRow>().AsNoTracking().OrderBy(row => row.Minute).ToListAsync();
    }

    private static async Task<List<UsageSeriesRow>> SeriesAsync(MeasuredCluster cluster)
    {
        await using var database = await cluster.Database.Databases.CreateDbContextAsync();
        return await database.Set<UsageSeriesRow>().AsNoTracking().ToListAsync();
    }

    private static async Task<int> CountAsync<TRow>(MeasuredCluster cluster)
        where TRow : class
    {
        await using var database = await cluster.Database.Databases.CreateDbContextAsync();
        return await database.Set<TRow>().CountAsync();
    }
}
