namespace MeshLab.Core.Costs.Comparison;

/// <summary>How a figure spreads.</summary>
/// <param name="Mean">The mean, each value weighted by its time.</param>
/// <param name="P5">The 5th percentile.</param>
/// <param name="P95">The 95th percentile.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="Largest">The largest value.</param>
public sealed record Spread(double Mean, double P5, double P95, double P99, double Largest)
{
    /// <summary>The spread of values with weights; null without any. A percentile is the smallest value that at least so much of the weight does not exceed.</summary>
    public static Spread? Of(IEnumerable<(double Value, double Weight)> values)
    {
        var sorted = values.Where(value => value.Weight > 0).OrderBy(value => value.Value).ToList();
        if (sorted.Count == 0)
        {
            return null;
        }

        var all = sorted.Sum(value => value.Weight);
        return new(sorted.Sum(value => value.Value * value.Weight) / all, At(0.05), At(0.95), At(0.99), sorted[^1].Value);

        double At(double share)
        {
            var sum = 0.0;
            foreach (var (value, weight) in sorted)
            {
                sum += weight;
                if (sum >= share * all * (1 - 1e-12))
                {
                    return value;
                }
            }

            return sorted[^1].Value;
        }
    }
}

/// <summary>The 95 % confidence interval of a mean over repetitions.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="HalfWidth">Half the width of the interval; null with fewer than two repetitions, because one says nothing of chance.</param>
/// <param name="Repetitions">How many values there are.</param>
public sealed record MeanInterval(double Mean, double? HalfWidth, int Repetitions)
{
    // Two-sided 95 % quantiles of Student's t for 1 to 30 degrees of freedom, from any table.
    private static readonly double[] _t =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>mean ± t(n−1) · s / √n.</summary>
    public static MeanInterval Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfZero(values.Count, nameof(values));
        var mean = values.Average();
        if (values.Count < 2)
        {
            return new(mean, null, values.Count);
        }

        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        return new(mean, _t[Math.Min(values.Count - 2, _t.Length - 1)] * deviation / Math.Sqrt(values.Count), values.Count);
    }
}
