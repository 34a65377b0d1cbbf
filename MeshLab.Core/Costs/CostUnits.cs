namespace MeshLab.Core.Costs;

/// <summary>The units of cost: hours, GiB and a month of fixed length, so that months can be compared.</summary>
public static class CostUnits
{
    /// <summary>Hours in a month: 8,760 hours of a year divided by 12, as cloud providers reckon it.</summary>
    public const double HoursPerMonth = 730;

    /// <summary>Hours in a year.</summary>
    public const double HoursPerYear = 8_760;

    /// <summary>Bytes in a GiB.</summary>
    public const double GiB = 1L << 30;

    /// <summary>Bytes in a GB, in which network traffic is billed.</summary>
    public const double GB = 1e9;
}
