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
