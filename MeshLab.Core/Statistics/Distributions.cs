namespace MeshLab.Core.Statistics;

/// <summary>The distribution functions that the intervals need. Tested against printed tables.</summary>
internal static class Distributions
{
    /// <summary>The standard normal distribution function, by the upper tail's continued fraction far out and by its power series near zero (Abramowitz and Stegun 26.2.11, 26.2.14); about 1e-14.</summary>
    public static double NormalCdf(double z)
    {
        var density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (Math.Abs(z) < 4)
        {
            double sum = z, term = z;
            for (var n = 1; Math.Abs(term) > 1e-17 && n < 200; n++)
            {
                term *= z * z / ((2 * n) + 1);
                sum += term;
            }

            return 0.5 + (density * sum);
        }

        double fraction = 0;
        for (var n = 60; n > 0; n--)
        {
            fraction = n / (Math.Abs(z) + fraction);
        }

        var tail = density / (Math.Abs(z) + fraction);
        return z < 0 ? tail : 1 - tail;
    }

    /// <summary>The quantile of Student's t distribution, by bisection of its distribution function.</summary>
    /// <param name="probability">Above 0.5 and below 1.</param>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    public static double StudentQuantile(double probability, int degrees)
    {
        double low = 0, high = 1;
        while (StudentCdf(high, degrees) < probability)
        {
            high *= 2;
        }

        for (var round = 0; round < 200 && high - low > 1e-12 * high; round++)
        {
            var middle = (low + high) / 2;
            (low, high) = StudentCdf(middle, degrees) < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>Student's t distribution function for t ≥ 0 and whole degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4).</summary>
    public static double StudentCdf(double t, int degrees)
    {
        var angle = Math.Atan(t / Math.Sqrt(degrees));
        var (sine, cosine) = Math.SinCos(angle);
        double sum = 0, term = degrees % 2 == 1 ? cosine : 1;
        for (var k = degrees % 2 == 1 ? 3 : 2; k <= degrees; k += 2)
        {
            sum += term;
            term *= cosine * cosine * (k - 1) / k;
        }

        var between = degrees % 2 == 1 ? 2 / Math.PI * (angle + (sine * sum)) : sine * sum;
        return 0.5 + (between / 2);
    }
}
