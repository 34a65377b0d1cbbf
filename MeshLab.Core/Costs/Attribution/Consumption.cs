using MeshLab.Core.Costs.Prices;

namespace MeshLab.Core.Costs.Attribution;

/// <summary>Resources held on average: the amount that, held for a whole month, costs what was measured.</summary>
/// <param name="CpuCores">CPU, in cores.</param>
/// <param name="MemoryBytes">Memory, in bytes.</param>
public readonly record struct Consumption(double CpuCores, double MemoryBytes)
{
    /// <summary>None.</summary>
    public static readonly Consumption None = new(0, 0);

    /// <summary>Both together.</summary>
    public static Consumption operator +(Consumption left, Consumption right) => new(left.CpuCores + right.CpuCores, left.MemoryBytes + right.MemoryBytes);

    /// <summary>A part or a multiple.</summary>
    public static Consumption operator *(Consumption whole, double factor) => new(whole.CpuCores * factor, whole.MemoryBytes * factor);

    /// <summary>What it costs for a month.</summary>
    public double Month(PriceBook prices) => prices.Month(CpuCores, MemoryBytes);

    /// <summary>The larger of two for each resource.</summary>
    public static Consumption Larger(Consumption left, Consumption right) => new(Math.Max(left.CpuCores, right.CpuCores), Math.Max(left.MemoryBytes, right.MemoryBytes));
}

/// <summary>What was used, and what is charged for it.</summary>
/// <param name="Used">Usage alone.</param>
/// <param name="Charged">max(request, usage).</param>
public readonly record struct UsedAndCharged(Consumption Used, Consumption Charged)
{
    /// <summary>Both together.</summary>
    public static UsedAndCharged operator +(UsedAndCharged left, UsedAndCharged right) => new(left.Used + right.Used, left.Charged + right.Charged);

    /// <summary>A part or a multiple.</summary>
    public static UsedAndCharged operator *(UsedAndCharged whole, double factor) => new(whole.Used * factor, whole.Charged * factor);

    /// <summary>The one that a basis asks for.</summary>
    public Consumption On(CostBasis basis) => basis == CostBasis.Usage ? Used : Charged;
}
