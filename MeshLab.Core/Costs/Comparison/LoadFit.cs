namespace MeshLab.Core.Costs.Comparison;

/// <summary>A line through CPU over load: <c>cores = AtRest + PerCall × calls a second</c>.</summary>
/// <param name="AtRest">Cores without calls.</param>
/// <param name="PerCall">Cores for each call a second.</param>
/// <param name="StandardError">The standard error of <paramref name="PerCall"/>.</param>
/// <param name="RSquared">How much of the spread the line explains, 0 to 1.</param>
/// <param name="Minutes">How many points it is drawn through: minutes, or measurements of an experiment.</param>
public sealed record LoadFit(double AtRest, double PerCall, double StandardError, double RSquared, int Minutes)
{
    /// <summary>Loads that differ by less than this share of the largest are one load and its noise.</summary>
    private const double LeastDifference = 0.1;

    /// <summary>Least squares; null with fewer than four points, where loads differ by less than a tenth, or where load does not explain CPU (slope below twice its standard error).</summary>
    /// <param name="points">Calls a second and cores.</param>
    public static LoadFit? Of(IReadOnlyList<(double Calls, double Cores)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count < 4)
        {
            return null;
        }

        var (x, y) = (points.Average(point => point.Calls), points.Average(point => point.Cores));
        var sxx = points.Sum(point => (point.Calls - x) * (point.Calls - x));
        var syy = points.Sum(point => (point.Cores - y) * (point.Cores - y));
        if (sxx <= 1e-9 || points.Max(point => point.Calls) - points.Min(point => point.Calls) < LeastDifference * points.Max(point => point.Calls))
        {
            return null;
        }

        var slope = points.Sum(point => (point.Calls - x) * (point.Cores - y)) / sxx;
        var rest = y - (slope * x);
        var residual = points.Sum(point => Math.Pow(point.Cores - rest - (slope * point.Calls), 2));
        var error = Math.Sqrt(residual / (points.Count - 2) / sxx);
        return slope <= 0 || slope < 2 * error ? null : new(Math.Max(0, rest), slope, error, syy <= 0 ? 1 : 1 - (residual / syy), points.Count);
    }
}
