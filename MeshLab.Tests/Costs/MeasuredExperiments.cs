using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Measurements;
using MeshLab.Tests.Measurements;

namespace MeshLab.Tests.Costs;

/// <summary>Experiments as costs see them, made by hand.</summary>
internal static class MeasuredExperiments
{
    /// <summary>
    /// Nothing and sidecars under 100 and 400 requests/s, three repetitions. The application uses 0.2 cores; two sidecars use 0.01 cores each and 0.0001 for each
    /// call, ten percent more in the second repetition and less in the third; they request 0.1 each. The baseline's third repetition at 400 is left out.
    /// </summary>
    public static MeasuredExperiment TwoLoads(long id)
    {
        CellLoad[] loads = [new(0, 100, 8, TimeSpan.FromSeconds(30)), new(1, 400, 8, TimeSpan.FromSeconds(30))];
        var periods = new List<MeasuredPeriod>();
        var at = Observed.Start;
        foreach (var variant in new[] { "baseline", "istio-sidecar" })
        {
            foreach (var load in loads)
            {
                foreach (var (factor, repetition) in new[] { 1, 1.1, 0.9 }.Select((factor, index) => (factor, index + 1)))
                {
                    if ((variant, load.Level, repetition) is not ("baseline", 1, 3))
                    {
                        periods.Add(Cell(id, variant, load, repetition, at, variant == "baseline" ? null : factor));
                    }

                    at += TimeSpan.FromMinutes(1);
                }
            }
        }

        return new(id, "Two loads", false, null, loads, periods, [new("baseline", loads[1], 3, "80% of the rate was reached", false)]);
    }

    private static MeasuredPeriod Cell(long id, string variant, CellLoad load, int repetition, DateTimeOffset from, double? factor)
    {
        var (to, calls) = (from + load.Duration, load.Qps * 2);
        var shares = new Dictionary<CostShare, UsedAndCharged> { [CostShare.App] = Held(0.2, 0.2) };
        if (factor is { } sidecars)
        {
            shares[CostShare.Sidecars] = Held((0.02 + (0.0001 * calls)) * sidecars, Math.Max(0.2, (0.02 + (0.0001 * calls)) * sidecars));
        }

        var cost = new ClusterCost(Origin.Measured, "kubelet-summary", from, to, load.Duration, shares, [], 2, factor is null ? 0 : 2, 3, 0, true)
        {
            Requests = factor is null ? new Dictionary<CostShare, Consumption>() : new Dictionary<CostShare, Consumption> { [CostShare.Sidecars] = new(0.2, 0) },
        };
        var latency = (factor ?? 0.5) * load.Qps / 100;
        return new("lab", variant, false, from, to, 11, "mesh-cost-analysis", [new(from, to, calls * load.Duration.TotalSeconds)])
        {
            Cell = new(id, "Two loads", variant, repetition, load, load.Qps, new Dictionary<string, double> { ["50"] = latency, ["99"] = latency * 3, ["99.9"] = latency * 5 }, cost),
        };
    }

    private static UsedAndCharged Held(double used, double charged) => new(new(used, 64 << 20), new(charged, 64 << 20));
}
