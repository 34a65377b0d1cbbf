using MeshLab.Core.Statistics;

namespace MeshLab.Core.Experiments.Results;

/// <summary>
/// Whether a difference is more than chance: the bootstrap interval of the paired differences at 1 − 0.05/m excludes zero, where m
/// is the number of variants that are compared with the baseline (Bonferroni, for each figure and load by itself). A bootstrap
/// interval cannot be wider than its data, so it excludes zero whenever all n differences have one sign, which chance alone does
/// with probability 2 · 0.5ⁿ. Where that is above 0.05/m, no verdict is given.
/// </summary>
internal static class Verdicts
{
    /// <summary>The chance of a false alarm over all variants compared.</summary>
    public const double Alpha = 0.05;

    /// <summary>The fewest pairs with which a verdict is possible for a number of comparisons.</summary>
    public static int LeastPairs(int comparisons)
    {
        var pairs = 2;
        while (2 * Math.Pow(0.5, pairs) > Alpha / comparisons)
        {
            pairs++;
        }

        return pairs;
    }

    /// <summary>The verdict on paired values.</summary>
    public static EffectVerdict Of(IReadOnlyList<double> values, IReadOnlyList<double> baseline, int comparisons, ulong seed)
    {
        if (values.Count < LeastPairs(comparisons))
        {
            return EffectVerdict.TooFewRepetitions;
        }

        return Bootstrap.OfDifference(values, baseline, Alpha / comparisons, seed)!.ExcludesZero ? EffectVerdict.Significant : EffectVerdict.NotSignificant;
    }
}
