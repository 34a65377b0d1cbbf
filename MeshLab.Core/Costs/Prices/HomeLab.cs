using System.Text.Json.Serialization;

namespace MeshLab.Core.Costs.Prices;

/// <summary>What a home-lab is made of. Its price is what the hardware loses in value and the electricity it takes.</summary>
/// <param name="HardwarePrice">What the machines cost together.</param>
/// <param name="LifetimeYears">After how many years they are worth nothing.</param>
/// <param name="VCpus">Their hardware threads together.</param>
/// <param name="MemoryGiB">Their memory together.</param>
/// <param name="IdleWatts">What they draw together when idle, at the wall.</param>
/// <param name="LoadWatts">What they draw together under full load, at the wall.</param>
/// <param name="MeanLoad">How loaded they are on average, 0 to 1.</param>
/// <param name="ElectricityKWh">The price of a kWh.</param>
/// <param name="Currency">The ISO 4217 code of both prices.</param>
public sealed record HomeLab(
    double HardwarePrice, double LifetimeYears, double VCpus, double MemoryGiB, double IdleWatts, double LoadWatts, double MeanLoad, double ElectricityKWh, string Currency)
{
    /// <summary>Hardware an hour: price ÷ (years × 8,760).</summary>
    public double HardwareHour => HardwarePrice / (LifetimeYears * CostUnits.HoursPerYear);

    /// <summary>The watts drawn on average: idle + load share × (load − idle).</summary>
    public double MeanWatts => IdleWatts + (MeanLoad * (LoadWatts - IdleWatts));

    /// <summary>Electricity an hour: watts ÷ 1,000 × price of a kWh.</summary>
    public double ElectricityHour => MeanWatts / 1000 * ElectricityKWh;

    /// <summary>The whole lab for an hour, divided into the price of a vCPU-hour and of a GiB-hour by OpenCost's ratio.</summary>
    [JsonIgnore]
    public (double CpuHour, double MemoryGiBHour) Prices => InstanceSplit.ByOpenCostRatio(HardwareHour + ElectricityHour, VCpus, MemoryGiB);
}
