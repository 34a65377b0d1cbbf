namespace MeshLab.Core.Costs.Prices;

/// <summary>
/// Divides an instance's price into one for a vCPU and one for a GiB. One price has two unknowns, so either a ratio between the two
/// must be given (as OpenCost does with its default prices), or two instances of one family that differ in shape.
/// </summary>
public static class InstanceSplit
{
    /// <summary>OpenCost's default price of a vCPU-hour, by which it divides the price of a node (its configs/aws.json, azure.json, gcp.json).</summary>
    public const double OpenCostCpuHour = 0.031611;

    /// <summary>OpenCost's default price of a GiB-hour.</summary>
    public const double OpenCostMemoryGiBHour = 0.004237;

    /// <summary>
    /// Scales the reference prices so that the instance's vCPUs and GiB add up to its price:
    /// <c>k = price / (vCPU × refCpu + GiB × refMemory)</c>.
    /// </summary>
    /// <param name="priceHour">The instance's price an hour.</param>
    /// <param name="vCpus">Its vCPUs.</param>
    /// <param name="giB">Its memory, in GiB.</param>
    /// <returns>The price of a vCPU-hour and of a GiB-hour.</returns>
    public static (double CpuHour, double MemoryGiBHour) ByOpenCostRatio(double priceHour, double vCpus, double giB)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(priceHour);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(vCpus);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(giB);
        var scale = priceHour / ((vCpus * OpenCostCpuHour) + (giB * OpenCostMemoryGiBHour));
        return (scale * OpenCostCpuHour, scale * OpenCostMemoryGiBHour);
    }

    /// <summary>Solves the two prices from two instances with the same vCPUs and different memory.</summary>
    /// <param name="vCpus">The vCPUs of both.</param>
    /// <param name="small">Price an hour and GiB of the one with less memory.</param>
    /// <param name="large">Price an hour and GiB of the one with more memory.</param>
    public static (double CpuHour, double MemoryGiBHour) ByTwoShapes(double vCpus, (double PriceHour, double GiB) small, (double PriceHour, double GiB) large)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(vCpus);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(large.GiB, small.GiB, nameof(large));
        var memory = (large.PriceHour - small.PriceHour) / (large.GiB - small.GiB);
        return ((small.PriceHour - (small.GiB * memory)) / vCpus, memory);
    }
}
