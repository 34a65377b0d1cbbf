using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MeshLab.Core.Costs;
using MeshLab.Core.Costs.Prices;
using Xunit;

namespace MeshLab.Tests.Costs;

public sealed class PriceTests
{
    /// <summary>m5.large, 0.096 USD: k = 0.096 ÷ (2 × 0.031611 + 8 × 0.004237) = 0.096 ÷ 0.097118 = 0.988488…</summary>
    [Fact]
    public void ByOpenCostRatio_M5Large_IsWhatTheHandReckons()
    {
        var (cpu, memory) = InstanceSplit.ByOpenCostRatio(0.096, 2, 8);

        Assert.Equal(0.0312471, cpu, 7);
        Assert.Equal(0.0041882, memory, 7);
        Assert.Equal(0.096, (2 * cpu) + (8 * memory), 12);
    }

    /// <summary>(0.06701142 − 0.04947024) ÷ 6 = 0.00292353; (0.04947024 − 2 × 0.00292353) ÷ 2 = 0.02181159. Google lists 0.021811 and 0.002923.</summary>
    [Fact]
    public void ByTwoShapes_E2_GivesGooglesOwnPricesAndTheThirdShapeAgrees()
    {
        var (cpu, memory) = InstanceSplit.ByTwoShapes(2, (0.04947024, 2), (0.06701142, 8));

        Assert.Equal(0.02181159, cpu, 8);
        Assert.Equal(0.00292353, memory, 8);
        Assert.Equal(0.09039966, (2 * cpu) + (16 * memory), 7);
    }

    /// <summary>1,200 ÷ (5 × 8,760) = 0.0273973; 45 + 0.2 × 135 = 72 W; 0.072 × 0.30 = 0.0216; together 0.0489973 an hour.</summary>
    [Fact]
    public void HomeLab_Example_IsWhatTheHandReckons()
    {
        var lab = new HomeLab(1_200, 5, 24, 96, 45, 180, 0.2, 0.30, "EUR");

        Assert.Equal(0.0273973, lab.HardwareHour, 7);
        Assert.Equal(72, lab.MeanWatts, 9);
        Assert.Equal(0.0216, lab.ElectricityHour, 9);
        Assert.Equal(0.0489973, (24 * lab.Prices.CpuHour) + (96 * lab.Prices.MemoryGiBHour), 7);
    }

    [Fact]
    public void Month_OneCoreAndOneGiB_Is730HoursOfBothPrices()
    {
        var book = ShippedPrices.All[0] with { CpuHour = 0.03, MemoryGiBHour = 0.004 };

        Assert.Equal(730 * 0.034, book.Month(1, 1L << 30), 9);
    }

    [Fact]
    public void ShippedPrices_All_HaveSourcesWithAddressAndDate() => Assert.All(ShippedPrices.All, book =>
    {
        Assert.NotEmpty(book.Sources);
        Assert.All(book.Sources, source => Assert.True(source.Url.Length > 5 && source.Figure.Length > 0 && source.Date.Year is >= 2023 and <= 2026));
        Assert.True(book is { CpuHour: > 0, MemoryGiBHour: > 0 } && book.Derivation.Length > 20);
    });

    [Property]
    public Property Split_AnyInstance_AddsUpToItsPriceAndIsNeverNegative() => Prop.ForAll(
        Gen.Choose(1, 10_000).Select(cents => cents / 1000.0).ToArbitrary(), Gen.Choose(1, 128).Two().ToArbitrary(),
        (price, shape) =>
        {
            var (cpu, memory) = InstanceSplit.ByOpenCostRatio(price, shape.Item1, shape.Item2);
            return cpu >= 0 && memory >= 0 && Math.Abs((cpu * shape.Item1) + (memory * shape.Item2) - price) < 1e-9;
        });

    [Theory]
    [InlineData("Our DC", "Ours", "EUR", 0.02, 0.003, "id")]
    [InlineData("aws-on-demand", "Ours", "EUR", 0.02, 0.003, "id")]
    [InlineData("ours", " ", "EUR", 0.02, 0.003, "name")]
    [InlineData("ours", "Ours", "Euro", 0.02, 0.003, "currency")]
    [InlineData("ours", "Ours", "EUR", -0.02, 0.003, "cpuHour")]
    [InlineData("ours", "Ours", "EUR", 0.02, double.NaN, "memoryGiBHour")]
    [InlineData("ours", "Ours", "EUR", 0.0, 0.0, "cpuHour")]
    public void Check_BadBook_NamesTheField(string id, string name, string currency, double cpu, double memory, string field)
    {
        var book = Own() with { Id = id, Name = name, Currency = currency, CpuHour = cpu, MemoryGiBHour = memory };

        Assert.Contains(PriceBookCheck.Check(book), problem => problem.Field == field && problem.Message.Length > 10);
    }

    [Fact]
    public void Check_HomeLabThatDrawsLessUnderLoad_IsRefused()
    {
        var problems = PriceBookCheck.Check(new HomeLab(1000, 5, 8, 32, 100, 50, 0.5, 0.3, "EUR"));

        Assert.Equal(["homeLab.loadWatts"], problems.Select(problem => problem.Field));
    }

    internal static PriceBook Own() => new("ours", "Ours", PriceBookKind.Own, "Own", "", "EUR", 0.02, 0.003, null, null, null, null, "by contract", []);
}
