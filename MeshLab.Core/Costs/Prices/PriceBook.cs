using System.Text.Json.Serialization;

namespace MeshLab.Core.Costs.Prices;

/// <summary>Whose prices they are.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PriceBookKind>))]
public enum PriceBookKind
{
    /// <summary>An example that ships with MeshLab: a provider's list price with its source and date. It cannot be changed.</summary>
    Shipped,

    /// <summary>Somebody's own prices.</summary>
    Own,

    /// <summary>A home-lab's prices, reckoned from its hardware and electricity.</summary>
    HomeLab,
}

/// <summary>What resources cost. All prices are of one currency; those that are not known are null and never taken to be zero.</summary>
/// <param name="Id">Its identifier, of lower-case letters, digits and hyphens.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="Kind">Whose prices they are.</param>
/// <param name="Provider">E.g. <c>AWS</c>.</param>
/// <param name="Region">E.g. <c>us-east-1</c>; empty where there is none.</param>
/// <param name="Currency">The ISO 4217 code, e.g. <c>USD</c>.</param>
/// <param name="CpuHour">One vCPU for one hour.</param>
/// <param name="MemoryGiBHour">One GiB of memory for one hour.</param>
/// <param name="ZoneEgressGB">One GB between zones of a region, both directions' charges together; null when not known.</param>
/// <param name="RegionEgressGB">One GB between regions; null when not known.</param>
/// <param name="InternetEgressGB">One GB to the internet, at the first paid tier; null when not known.</param>
/// <param name="LoadBalancerHour">One load balancer for one hour, without what it carries; null when not known.</param>
/// <param name="Derivation">How the prices of CPU and memory were reached, for people.</param>
/// <param name="Sources">Where the figures come from.</param>
public sealed record PriceBook(
    string Id,
    string Name,
    PriceBookKind Kind,
    string Provider,
    string Region,
    string Currency,
    double CpuHour,
    double MemoryGiBHour,
    double? ZoneEgressGB,
    double? RegionEgressGB,
    double? InternetEgressGB,
    double? LoadBalancerHour,
    string Derivation,
    IReadOnlyList<PriceSource> Sources)
{
    /// <summary>The home-lab's figures it was reckoned from; null for all others.</summary>
    public HomeLab? HomeLab { get; init; }

    /// <summary>What CPU and memory cost for a month of <see cref="CostUnits.HoursPerMonth"/> hours.</summary>
    /// <param name="cores">Cores, on average.</param>
    /// <param name="bytes">Bytes, on average.</param>
    public double Month(double cores, double bytes) => CostUnits.HoursPerMonth * ((cores * CpuHour) + (bytes / CostUnits.GiB * MemoryGiBHour));
}

/// <summary>Where a price comes from.</summary>
/// <param name="Figure">The figure as it stands there.</param>
/// <param name="Title">What it is.</param>
/// <param name="Url">Its address.</param>
/// <param name="Date">The day for which the source gives the figure; where it gives none, the day it was read, and the title says so.</param>
public sealed record PriceSource(string Figure, string Title, string Url, DateOnly Date);
