using MeshLab.Core.Costs.Models;
using MeshLab.Core.Costs.Prices;

namespace MeshLab.Web.Pages.Compare;

/// <summary>Everything the what-if part shows for one state: reckoned at once, so that sliders can be followed.</summary>
/// <param name="Results">One a model.</param>
/// <param name="ByPods">Cost over the number of pods.</param>
/// <param name="ByCalls">Cost over calls a second, of the models whose use is known.</param>
/// <param name="PodCrossovers">Where the order changes over pods.</param>
/// <param name="CallCrossovers">Where the order changes over calls.</param>
/// <param name="MostPods">The right end of the axis of pods.</param>
/// <param name="MostCalls">The right end of the axis of calls.</param>
internal sealed record WhatIfView(
    IReadOnlyList<WhatIfResult> Results,
    IReadOnlyList<CostCurve> ByPods,
    IReadOnlyList<CostCurve> ByCalls,
    IReadOnlyList<Crossover> PodCrossovers,
    IReadOnlyList<Crossover> CallCrossovers,
    double MostPods,
    double MostCalls)
{
    private static readonly int[] Steps = [1, 2, 5, 10];

    public static WhatIfView Of(IReadOnlyList<MeshCostModel> models, WhatIfInput input, PriceBook prices)
    {
        // Usage alone says nothing where only requests are known.
        var shown = input.Basis == MeshLab.Core.Costs.Attribution.CostBasis.Usage ? models.Where(model => model.UseIsKnown).ToList() : models;
        var known = shown.Where(model => model.UseIsKnown).ToList();
        var (pods, calls) = (Round(Math.Max(20, input.Pods * 2)), Round(Math.Max(1_000, input.CallsPerSecond * 4)));
        return new(
            [.. shown.Select(model => WhatIf.Estimate(model, input, prices))],
            Crossovers.Curves(shown, input, prices, WhatIfAxis.Pods, pods),
            Crossovers.Curves(known, input, prices, WhatIfAxis.CallsPerSecond, calls),
            Crossovers.Find(known, input, prices, WhatIfAxis.Pods, pods),
            Crossovers.Find(known, input, prices, WhatIfAxis.CallsPerSecond, calls),
            pods,
            calls);
    }

    /// <summary>The next number of one digit and zeros, so that an axis does not move with every step of a slider.</summary>
    private static double Round(double most)
    {
        var size = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return Steps.First(step => step * size >= most - 1e-9) * size;
    }
}
