using MeshLab.Core.Costs.Prices;

namespace MeshLab.Core.Costs.Models;

/// <summary>What is varied along an axis.</summary>
public enum WhatIfAxis
{
    /// <summary>The number of pods; calls stay.</summary>
    Pods,

    /// <summary>Calls a second; pods stay.</summary>
    CallsPerSecond,
}

/// <summary>Where two meshes cost the same.</summary>
/// <param name="CheaperBelow">The mesh that costs less below <paramref name="At"/>.</param>
/// <param name="CheaperAbove">The mesh that costs less above it.</param>
/// <param name="Axis">What is varied.</param>
/// <param name="At">The number of pods or of calls a second.</param>
/// <param name="Month">What both cost there for a month.</param>
public sealed record Crossover(MeshCostModel CheaperBelow, MeshCostModel CheaperAbove, WhatIfAxis Axis, double At, double Month);

/// <summary>A model's cost along an axis.</summary>
/// <param name="Model">The model.</param>
/// <param name="Points">The axis' value and the cost of the mesh for a month.</param>
public sealed record CostCurve(MeshCostModel Model, IReadOnlyList<(double At, double Month)> Points);

/// <summary>Cost along an axis, and where the order of meshes changes.</summary>
public static class Crossovers
{
    private const int Steps = 60;
    private const int Looks = 240;

    /// <summary>The cost of the mesh along an axis from 0 to <paramref name="most"/>.</summary>
    public static IReadOnlyList<CostCurve> Curves(IReadOnlyList<MeshCostModel> models, WhatIfInput input, PriceBook prices, WhatIfAxis axis, double most)
    {
        ArgumentNullException.ThrowIfNull(models);
        return [.. models.Select(model => new CostCurve(model, [.. Enumerable.Range(0, Steps + 1).Select(step => Point(model, input, prices, axis, most * step / Steps))]))];
    }

    /// <summary>
    /// Where the order of two meshes changes along an axis, from low to high. Costs are piecewise linear (a part costs its request until
    /// its use exceeds it), so signs are looked at in steps and the change is then found by halving.
    /// </summary>
    public static IReadOnlyList<Crossover> Find(IReadOnlyList<MeshCostModel> models, WhatIfInput input, PriceBook prices, WhatIfAxis axis, double most)
    {
        ArgumentNullException.ThrowIfNull(models);
        var known = models.Where(model => model.UseIsKnown).ToList();
        var grid = known.Select(model => Enumerable.Range(0, Looks + 1).Select(step => Point(model, input, prices, axis, most * step / Looks).Month).ToArray()).ToList();
        var found = new List<Crossover>();
        for (var first = 0; first < known.Count; first++)
        {
            for (var second = first + 1; second < known.Count; second++)
            {
                found.AddRange(Between((known[first], grid[first]), (known[second], grid[second]), input, prices, axis, most));
            }
        }

        return [.. found.OrderBy(crossover => crossover.At)];
    }

    private static IEnumerable<Crossover> Between(
        (MeshCostModel Model, double[] Months) first, (MeshCostModel Model, double[] Months) second, WhatIfInput input, PriceBook prices, WhatIfAxis axis, double most)
    {
        // The very beginning has no pods and no costs: there everything is equal.
        var (low, sign) = (0.0, 0);
        for (var step = 0; step <= Looks; step++)
        {
            var high = most * step / Looks;
            var there = Math.Sign(Math.Round(first.Months[step] - second.Months[step], 9));
            if (sign != 0 && there != 0 && there != sign)
            {
                var at = Halve(middle => Point(first.Model, input, prices, axis, middle).Month - Point(second.Model, input, prices, axis, middle).Month, low, high, sign);
                yield return new(sign < 0 ? first.Model : second.Model, sign < 0 ? second.Model : first.Model, axis, at, Point(first.Model, input, prices, axis, at).Month);
            }

            if (there != 0)
            {
                (low, sign) = (high, there);
            }
        }
    }

    private static double Halve(Func<double, double> difference, double low, double high, int signBelow)
    {
        for (var round = 0; round < 40 && high - low > 1e-3; round++)
        {
            var middle = (low + high) / 2;
            (low, high) = Math.Sign(difference(middle)) == signBelow ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static (double At, double Month) Point(MeshCostModel model, WhatIfInput input, PriceBook prices, WhatIfAxis axis, double at) =>
        (at, WhatIf.MeshMonth(model, axis == WhatIfAxis.Pods ? input with { Pods = at } : input with { CallsPerSecond = at }, prices));
}
