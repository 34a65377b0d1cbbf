using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Counters;
using MeshLab.Core.Measurements.Store;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static MeshLab.Tests.Measurements.MeasuredCluster;
using static MeshLab.Tests.Measurements.Observed;

namespace MeshLab.Tests.Measurements.Store;

public sealed class MinuteSumsTests
{
    [Fact]
    public async Task Append_MinuteThatIsNotOver_IsSummedUpWhenSomebodyReads()
    {
        await using var cluster = await CreateAsync();
        await cluster.UseAsync(Container("app"), 0, 70, 0.5);

        Assert.Empty(await StoredAsync(cluster));
        var points = (await cluster.QueryAsync(0, 120, 2)).Single().Points;

        Assert.Equal(0.5, points[0].Value!.Value, 9);
        Assert.Equal([60_000], (await StoredAsync(cluster)).Select(row => row.CoveredMs));
    }

    [Fact]
    public async Task Append_AfterMinutesAreOver_WritesThemByItself()
    {
        await using var cluster = await CreateAsync();

        await cluster.UseAsync(Container("app"), 0, 190, 0.5);

        Assert.Equal([60_000, 60_000], (await StoredAsync(cluster)).Select(row => row.CoveredMs));
    }

    [Fact]
    public async Task Append_PartOfASampleBeforeTheMark_IsAddedAtOnce_AndTheRestLater()
    {
        await using var cluster = await CreateAsync();
        await cluster.AppendAsync(Use(Container("app"), 0, 60, 0.5));
        await cluster.UseAsync(Container("app", pod: "other"), 60, 250, 0.5);

        await cluster.AppendAsync(Use(Container("app"), 150, 210, 1));

        Assert.Contains(await StoredAsync(cluster), row => row.CoveredMs == 30_000 && Math.Abs(row.CpuCoreMs!.Value - 30_000) < 1e-6);
        Assert.Equal(60_000 + 190_000 + 60_000, (await SettledAsync(cluster)).Sum(row => row.CoveredMs));
    }

    [Property(MaxTest = 20)]
    public Property Minutes_AreTheSumsOfTheRawSamples_InWhateverOrderTheyComeAndAreRead()
    {
        var sample = from pod in Gen.Choose(1, 3)
                     from at in Gen.Choose(0, 60)
                     from cores in Gen.Choose(0, 4000)
                     from reads in Gen.Choose(0, 5)
                     select (Pod: pod, At: at * 17.0, Cores: cores / 1000.0, Read: reads == 0);
        return Prop.ForAll(Gen.ListOf(sample, 30).ToArbitrary(), samples => HoldsAsync([.. samples]).GetAwaiter().GetResult());
    }

    private static async Task<bool> HoldsAsync(List<(int Pod, double At, double Cores, bool Read)> samples)
    {
        await using var cluster = await CreateAsync();
        var (coreSeconds, seen) = (0.0, new HashSet<(int, double)>());
        foreach (var one in samples)
        {
            // The same pod and time again is the same sample, with whatever value, and must not count.
            coreSeconds += seen.Add((one.Pod, one.At)) ? one.Cores * 17 : 0;
            await cluster.AppendAsync(Use(Container("app", pod: $"pod-{one.Pod}"), one.At, one.At + 17, one.Cores));
            if (one.Read)
            {
                await SettledAsync(cluster);
            }
        }

        var minutes = await SettledAsync(cluster);
        return minutes.TrueForAll(row => row.CoveredMs <= 60_000)
            && minutes.Sum(row => row.CoveredMs) == seen.Count * 17_000
            && Math.Abs(minutes.Sum(row => row.CpuCoreMs!.Value) - (coreSeconds * 1000)) < 1e-3;
    }

    private static async Task<List<UsageMinuteRow>> SettledAsync(MeasuredCluster cluster)
    {
        await using (var database = await cluster.Database.Databases.CreateDbContextAsync())
        {
            await MinuteSums.SettleAsync(await UsageStore.OpenAsync(database, CancellationToken.None), long.MaxValue, CancellationToken.None);
        }

        return await StoredAsync(cluster);
    }

    private static async Task<List<UsageMinuteRow>> StoredAsync(MeasuredCluster cluster)
    {
        await using var database = await cluster.Database.Databases.CreateDbContextAsync();
        return await database.Set<UsageMinuteRow>().AsNoTracking().OrderBy(row => row.SeriesId).ThenBy(row => row.Minute).ToListAsync();
    }
}
