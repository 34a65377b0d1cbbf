using MeshLab.Core.Costs;
using MeshLab.Core.Costs.Prices;
using MeshLab.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Costs;

public class PriceBooksTests
{
    [Fact]
    public async Task Save_OwnBook_IsKeptReplacedAndRemoved()
    {
        await using var database = await TestDatabase.CreateAsync(services => services.AddCosts());
        var books = database.Services.GetRequiredService<PriceBooks>();

        await books.SaveAsync(PriceTests.Own(), CancellationToken.None);
        await books.SaveAsync(PriceTests.Own() with { CpuHour = 0.05, ZoneEgressGB = 0.01 }, CancellationToken.None);

        var kept = await books.FindAsync("ours", CancellationToken.None);
        Assert.Equal((0.05, 0.01, PriceBookKind.Own), (kept!.CpuHour, kept.ZoneEgressGB!.Value, kept.Kind));
        Assert.Equal(ShippedPrices.All.Count + 1, (await books.ListAsync(CancellationToken.None)).Count);
        Assert.True(await books.RemoveAsync("ours", CancellationToken.None));
        Assert.False(await books.RemoveAsync("ours", CancellationToken.None));
        Assert.Null(await books.FindAsync("ours", CancellationToken.None));
    }

    [Fact]
    public async Task Save_HomeLab_ReckonsItsPrices()
    {
        await using var database = await TestDatabase.CreateAsync(services => services.AddCosts());
        var books = database.Services.GetRequiredService<PriceBooks>();
        var lab = new HomeLab(1_200, 5, 24, 96, 45, 180, 0.2, 0.30, "EUR");

        var kept = await books.SaveAsync(PriceTests.Own() with { Id = "cellar", HomeLab = lab, CpuHour = 99 }, CancellationToken.None);

        Assert.Equal(PriceBookKind.HomeLab, kept.Kind);
        Assert.Equal(lab.Prices.CpuHour, (await books.FindAsync("cellar", CancellationToken.None))!.CpuHour, 12);
    }

    [Fact]
    public async Task Save_BadBook_SaysWhatIsWrongAndKeepsNothing()
    {
        await using var database = await TestDatabase.CreateAsync(services => services.AddCosts());
        var books = database.Services.GetRequiredService<PriceBooks>();

        var error = await Assert.ThrowsAsync<PriceBookException>(() => books.SaveAsync(PriceTests.Own() with { CpuHour = -1 }, CancellationToken.None));

        Assert.Equal("cpuHour", error.Problems.Single().Field);
        Assert.Null(await books.FindAsync("ours", CancellationToken.None));
    }

    [Fact]
    public async Task Find_NoId_IsTheDefault()
    {
        await using var database = await TestDatabase.CreateAsync(services => services.AddCosts());

        Assert.Equal(ShippedPrices.Default, (await database.Services.GetRequiredService<PriceBooks>().FindAsync(null, CancellationToken.None))!.Id);
    }
}
