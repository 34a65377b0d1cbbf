using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MeshLab.Core.Costs;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Prices;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Network;
using MeshLab.Tests.Measurements;
using Xunit;

namespace MeshLab.Tests.Costs;

/// <summary>What holds of every row, whatever was measured: shares add up, nothing is negative, units are what they say.</summary>
public sealed class CostPropertiesTests
{
    private static readonly WorkloadClass[] _classes = Enum.GetValues<WorkloadClass>();

    private static readonly Gen<VariantCost> _rows =
        from count in Gen.Choose(1, 4)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select Row(count, new Random(seed));

    private static readonly Gen<PriceBook> _books =
        from cpu in Gen.Choose(1, 10_000)
        from memory in Gen.Choose(0, 1_000)
        from unknown in Gen.Choose(0, 7)
        select PriceTests.Own() with
        {
            CpuHour = cpu / 1e4,
            MemoryGiBHour = memory / 1e4,
            LoadBalancerHour = (unknown & 1) == 0 ? 0.0225 : null,
            ZoneEgressGB = (unknown & 2) == 0 ? 0.02 : null,
            RegionEgressGB = (unknown & 4) == 0 ? 0.02 : null,
        };

    [Property]
    public Property Row_SharesAddUp_AndNothingIsNegative() => Holds((row, prices, basis) =>
    {
        var month = row.Month(prices, basis);
        var (total, mesh) = (row.Total(prices, basis).Mean, row.Mesh(prices, basis).Mean);
        return month.Values.All(cost => cost >= 0) && mesh >= 0 && mesh <= total + 1e-9 && Near(month.Values.Sum(), total)
            && row.Network(prices).All(part => part is { Amount: null or >= 0, Month: null or >= 0 } && !(part.Amount is null && part.Month is not null));
    });

    [Property]
    public Property Row_MaxOfRequestAndUsage_CostsAtLeastUsage() => Holds((row, prices, _) =>
        row.Total(prices, CostBasis.RequestOrUsage).Mean >= row.Total(prices, CostBasis.Usage).Mean - 1e-9
        && row.Mesh(prices, CostBasis.RequestOrUsage).Mean >= row.Mesh(prices, CostBasis.Usage).Mean - 1e-9);

    [Property]
    public Property Row_EveryPriceTimesThree_CostsThreeTimesAsMuch() => Holds((row, prices, basis) => Near(
        3 * row.Total(prices, basis).Mean,
        row.Total(prices with
        {
            CpuHour = prices.CpuHour * 3,
            MemoryGiBHour = prices.MemoryGiBHour * 3,
            LoadBalancerHour = prices.LoadBalancerHour * 3,
            ZoneEgressGB = prices.ZoneEgressGB * 3,
            RegionEgressGB = prices.RegionEgressGB * 3,
        }, basis).Mean));

    /// <summary>Cores times hours and bytes over 2³⁰ times hours, reckoned here from the periods themselves.</summary>
    [Property]
    public Property Row_Total_IsCoreHoursAndGiBHoursAtTheirPrices() => Holds((row, prices, basis) =>
    {
        var (cores, gib) = (row.Periods.Average(period => period.Cost.Total.On(basis).CpuCores), row.Periods.Average(period => period.Cost.Total.On(basis).MemoryBytes) / 1_073_741_824);
        return Near(row.Total(prices, basis).Mean, (730 * cores * prices.CpuHour) + (730 * gib * prices.MemoryGiBHour) + row.Network(prices).Sum(part => part.Month ?? 0));
    });

    [Property]
    public Property Row_MorePeriodsOfTheSame_CostTheSame() => Holds((row, prices, basis) =>
        Near(row.Total(prices, basis).Mean, (row with { Periods = [.. row.Periods, .. row.Periods] }).Total(prices, basis).Mean));

    [Property]
    public Property Row_OfThePod_TimesPods_IsTheMesh() => Holds((row, prices, basis) =>
        row.MeshPerPod(prices, basis) is not { } pod || Near(pod * row.AppPods, row.Mesh(prices, basis).Mean));

    [Fact]
    public void Units_OfMonthAndYear_AgreeWithEachOther() =>
        Assert.Equal((CostUnits.HoursPerYear, 1_073_741_824.0, 1_000_000_000.0), (CostUnits.HoursPerMonth * 12, CostUnits.GiB, CostUnits.GB));

    private static Property Holds(Func<VariantCost, PriceBook, CostBasis, bool> holds) =>
        Prop.ForAll(_rows.ToArbitrary(), _books.ToArbitrary(), (row, prices) => Enum.GetValues<CostBasis>().All(basis => holds(row, prices, basis)));

    private static bool Near(double left, double right) => Math.Abs(left - right) <= 1e-9 * Math.Max(1, Math.Max(Math.Abs(left), Math.Abs(right)));

    private static VariantCost Row(int periods, Random random) => new(
        "istio-sidecar", false, "lab", Origin.Measured, "kubelet-summary",
        [.. Enumerable.Range(0, periods).Select(period => new PeriodCost(CostedCluster.Period("istio-sidecar", period * 600, (period + 1) * 600, period + 1), Cost(random), null))],
        null, null, null, null, null)
    { Estimate = new(random.Next(2) == 0 ? null : random.Next(1_000), random.Next(2) == 0 ? null : random.Next(1_000)) };

    /// <summary>A cluster of a few nodes with containers of all classes, some of which lived for a part of the time or reserve nothing.</summary>
    private static ClusterCost Cost(Random random)
    {
        var nodes = Enumerable.Range(0, random.Next(1, 4)).Select(node => new NodeUse($"n{node}", Origin.Measured, "kubelet-summary", 600, random.NextDouble() * 600, random.NextDouble() * 1e12)).ToList();
        var containers = Enumerable.Range(0, random.Next(1, 20)).Select(index =>
        {
            var seconds = random.Next(1, 601);
            var (cpu, memory, cpuRequest, memoryRequest) = (random.NextDouble() * seconds, random.NextDouble() * 1e8 * seconds, random.Next(3) * 0.1, random.Next(3) * 100L << 20);
            return new ContainerUse(
                $"n{random.Next(nodes.Count)}", "shop", $"pod-{index}", random.Next(2) == 0 ? "istio-proxy" : "podinfo", _classes[random.Next(_classes.Length)], "istio", Origin.Measured, "kubelet-summary", seconds,
                new(cpu, Math.Max(cpu, cpuRequest * seconds)), new(memory, Math.Max(memory, memoryRequest * (double)seconds)), cpuRequest, memoryRequest);
        }).ToList();
        var network = random.Next(3) switch
        {
            0 => null,
            1 => new NetworkUse(random.Next(5), random.Next(3), 1, null),
            _ => new NetworkUse(random.Next(5), random.Next(3), random.Next(2) == 0 ? null : 3, new(random.Next(1_000_000), random.Next(1_000_000), 0, random.Next(1, 600), false, ["istio_request_bytes_sum"])),
        };
        return CostAttribution.Attribute(new("lab", Observed.Start, Observed.Start.AddMinutes(10), containers, nodes)).Single() with { Network = network };
    }
}
