namespace MeshLab.Core.Statistics;

/// <summary>
/// Percentile bootstrap over repetitions. Repetitions (blocks) are drawn with replacement, 10,000 times, with a stated seed; the
/// interval is cut from the sorted statistics. For few repetitions the plain percentile interval is too narrow; the tails are
/// widened as by Hesterberg (2015, "What Teachers Should Know About the Bootstrap", section 5.3, the expanded percentile
/// interval): the tail probability is Φ(−√(n/(n−1)) · t(1−α/2; n−1)). No such interval can be wider than the data, so fewer than
/// five repetitions give an impression and no more.
/// </summary>
internal static class Bootstrap
{
    /// <summary>How often the repetitions are drawn.</summary>
    public const int Resamples = 10_000;

    /// <summary>The interval of the mean; null for fewer than two values.</summary>
    public static Interval? OfMean(IReadOnlyList<double> values, double alpha, ulong seed) =>
        Of(values.Count, alpha, seed, drawn => Mean(values, drawn));

    /// <summary>The interval of the difference of two means whose values belong together in pairs; null for fewer than two pairs.</summary>
    public static Interval? OfDifference(IReadOnlyList<double> values, IReadOnlyList<double> baseline, double alpha, ulong seed) =>
        Of(values.Count, alpha, seed, drawn => Mean(values, drawn) - Mean(baseline, drawn));

    /// <summary>The interval of a mean's change against another mean, as a share of that (0.1 = 10 % more); null for fewer than two pairs or a baseline of zero.</summary>
    public static Interval? OfRatio(IReadOnlyList<double> values, IReadOnlyList<double> baseline, double alpha, ulong seed) =>
        baseline.Any(value => value <= 0) ? null : Of(values.Count, alpha, seed, drawn => (Mean(values, drawn) / Mean(baseline, drawn)) - 1);

    private static Interval? Of(int count, double alpha, ulong seed, Func<int[], double> statistic)
    {
        if (count < 2)
        {
            return null;
        }

        var random = new SplitMix(seed);
        var drawn = new int[count];
        var statistics = new double[Resamples];
        for (var resample = 0; resample < Resamples; resample++)
        {
            for (var index = 0; index < count; index++)
            {
                drawn[index] = random.Below(count);
            }

            statistics[resample] = statistic(drawn);
        }

        Array.Sort(statistics);
        var tail = Tail(count, alpha);
        return new(Quantile(statistics, tail), Quantile(statistics, 1 - tail));
    }

    /// <summary>The tail probability of the expanded percentile interval.</summary>
    internal static double Tail(int count, double alpha) =>
        Distributions.NormalCdf(-Math.Sqrt(count / (count - 1.0)) * Distributions.StudentQuantile(1 - (alpha / 2), count - 1));

    private static double Mean(IReadOnlyList<double> values, int[] drawn)
    {
        double sum = 0;
        foreach (var index in drawn)
        {
            sum += values[index];
        }

        return sum / drawn.Length;
    }

    private static double Quantile(double[] sorted, double probability)
    {
        var place = probability * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (place - below));
    }
}
