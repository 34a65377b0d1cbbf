using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Decision;
using MeshLab.Core.Costs.Prices;
using Xunit;

namespace MeshLab.Tests.Costs;

public sealed class ExperimentComparisonTests
{
    private static readonly PriceBook _prices = PriceTests.Own() with { CpuHour = 1, MemoryGiBHour = 0 };

    [Fact]
    public async Task Compare_Experiment_GivesARowForEachVariantAndLoadWithIntervalsOverRepetitions()
    {
        var rows = await CompareAsync();

        Assert.Equal([("baseline", 100.0, 3), ("baseline", 400.0, 2), ("istio-sidecar", 100.0, 3), ("istio-sidecar", 400.0, 3)], rows.Select(row => (row.Name, row.Cell!.Load.Qps, row.Periods.Count)));
        var istio = rows[3];
        // (0.02 + 0.0001 × 800) × 1, 1.1, 0.9 for two sidecars: 0.05, 0.055, 0.045 each.
        Assert.Equal(0.05, istio.ProxyCpuMean!.Mean, 9);
        Assert.Equal((0.045, 0.055), (Math.Round(istio.ProxyCpuMean.Low!.Value, 9), Math.Round(istio.ProxyCpuMean.High!.Value, 9)));
        Assert.Equal((800.0, false), (Math.Round(istio.CallsPerSecond!.Value, 6), istio.CallsAreAsked));
        // Charged: 0.2 requested, more than is used.
        Assert.Equal(730 * 0.2, istio.Mesh(_prices, CostBasis.RequestOrUsage).Mean, 6);
        Assert.Equal(730 * 0.1, istio.Mesh(_prices, CostBasis.Usage).Mean, 6);
        Assert.Null(rows[0].Model);
    }

    [Fact]
    public async Task Compare_Experiment_FitsACallOverAllLoadsAndNamesItsSource()
    {
        var rows = await CompareAsync();

        Assert.Equal(0.0001, rows[2].ProxyFit!.PerCall, 6);
        Assert.Equal(rows[2].ProxyFit, rows[3].ProxyFit);
        Assert.Equal(6, rows[3].ProxyFit!.Minutes);
        Assert.Contains("From experiment 4 on lab.", rows[3].Model!.Basis, StringComparison.Ordinal);
        Assert.Contains("at the rates that were reached", rows[3].Model!.Basis, StringComparison.Ordinal);
        Assert.Equal("/experiments/4", Assert.Single(rows[3].Model!.Citations).Url);
    }

    [Fact]
    public void LatencyCurve_MeasurementsThatCount_AreAveragedForEachPercentile()
    {
        var experiment = MeasuredExperiments.TwoLoads(4);

        var curves = LatencyCurve.Of(experiment, experiment.Loads[1]);

        Assert.Equal(["baseline", "istio-sidecar"], curves.Select(curve => curve.Label));
        Assert.Equal([50.0, 99.0, 99.9], curves[1].Points.Select(point => point.Percentile));
        Assert.Equal((4.0, 3), (Math.Round(curves[1].Points[0].Milliseconds.Mean, 9), curves[1].Points[0].Milliseconds.Repetitions));
        Assert.Equal(2, curves[0].Points[0].Milliseconds.Repetitions);
    }

    [Fact]
    public void MainLoad_BothLoadsWithAllVariants_IsTheLarger() => Assert.Equal(1, MeasuredExperiments.TwoLoads(4).MainLoad.Level);

    [Fact]
    public void LoadFit_OneLoadAndItsNoise_IsNoLine() =>
        Assert.Null(LoadFit.Of([(100, 0.1), (100.1, 0.2), (100.2, 0.3), (100.3, 0.4)]));

    [Fact]
    public async Task Decision_Experiment_LinksEveryRowToIt()
    {
        var rows = (await CompareAsync()).Where(row => row.Cell!.Load.Level == 1).ToList();

        var draft = DecisionDraft.Write(rows, _prices, CostBasis.Usage, "http://lab:5080", new(2026, 1, 2));

        Assert.Equal(2, draft.Split("[experiment 4](http://lab:5080/experiments/4) at 400 requests/s, [figures](http://lab:5080/compare?experiment=4&level=1)").Length - 1);
        Assert.Contains("| istio-sidecar | lab | 73.00 (65.70 to 80.30, 95 %, n = 3) ", draft, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<VariantCost>> CompareAsync()
    {
        await using var cluster = await CostedCluster.CreateAsync();
        return await cluster.Comparison.CompareAsync(MeasuredExperiments.TwoLoads(4), CancellationToken.None);
    }
}
