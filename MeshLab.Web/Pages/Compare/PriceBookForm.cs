using MeshLab.Core.Costs.Prices;

namespace MeshLab.Web.Pages.Compare;

/// <summary>A price book while it is being edited.</summary>
public sealed class PriceBookForm
{
    /// <summary>Its id.</summary>
    public string Id { get; set; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The region or place; may be empty.</summary>
    public string Region { get; set; } = "";

    /// <summary>The ISO 4217 code.</summary>
    public string Currency { get; set; } = "";

    /// <summary>Whether prices are reckoned from a home-lab's figures.</summary>
    public bool IsLab { get; private init; }

    /// <summary>The price of a vCPU-hour.</summary>
    public double? CpuHour { get; set; }

    /// <summary>The price of a GiB-hour.</summary>
    public double? MemoryGiBHour { get; set; }

    /// <summary>The price of a GB between zones; null when not known.</summary>
    public double? ZoneEgressGB { get; set; }

    /// <summary>The price of a GB between regions; null when not known.</summary>
    public double? RegionEgressGB { get; set; }

    /// <summary>The price of a GB to the internet; null when not known.</summary>
    public double? InternetEgressGB { get; set; }

    /// <summary>The price of a load balancer's hour; null when not known.</summary>
    public double? LoadBalancerHour { get; set; }

    /// <summary>What the machines cost together.</summary>
    public double HardwarePrice { get; set; }

    /// <summary>After how many years they are worth nothing.</summary>
    public double LifetimeYears { get; set; } = 5;

    /// <summary>Their hardware threads.</summary>
    public double VCpus { get; set; }

    /// <summary>Their memory, in GiB.</summary>
    public double MemoryGiB { get; set; }

    /// <summary>Watts when idle.</summary>
    public double IdleWatts { get; set; }

    /// <summary>Watts under load.</summary>
    public double LoadWatts { get; set; }

    /// <summary>How loaded they are on average, in percent.</summary>
    public double MeanLoadPercent { get; set; }

    /// <summary>The price of a kWh.</summary>
    public double ElectricityKWh { get; set; }

    /// <summary>The form of a book.</summary>
    public static PriceBookForm Of(PriceBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        var form = new PriceBookForm
        {
            Id = book.Id,
            Name = book.Name,
            Region = book.Region,
            Currency = book.Currency,
            IsLab = book.HomeLab is not null,
            CpuHour = Math.Round(book.CpuHour, 6),
            MemoryGiBHour = Math.Round(book.MemoryGiBHour, 6),
            ZoneEgressGB = book.ZoneEgressGB,
            RegionEgressGB = book.RegionEgressGB,
            InternetEgressGB = book.InternetEgressGB,
            LoadBalancerHour = book.LoadBalancerHour,
        };
        if (book.HomeLab is { } lab)
        {
            (form.HardwarePrice, form.LifetimeYears, form.VCpus, form.MemoryGiB) = (lab.HardwarePrice, lab.LifetimeYears, lab.VCpus, lab.MemoryGiB);
            (form.IdleWatts, form.LoadWatts, form.MeanLoadPercent, form.ElectricityKWh) = (lab.IdleWatts, lab.LoadWatts, lab.MeanLoad * 100, lab.ElectricityKWh);
        }

        return form;
    }

    /// <summary>The book of the form; a price that is missing is no number, and refused.</summary>
    public PriceBook Book() => new(
        Id.Trim(), Name.Trim(), IsLab ? PriceBookKind.HomeLab : PriceBookKind.Own, IsLab ? "Home-lab" : "Own", Region.Trim(), Currency.Trim().ToUpperInvariant(),
        CpuHour ?? double.NaN, MemoryGiBHour ?? double.NaN, ZoneEgressGB, RegionEgressGB, InternetEgressGB, LoadBalancerHour, "Entered by hand.", [])
    {
        HomeLab = IsLab ? new(HardwarePrice, LifetimeYears, VCpus, MemoryGiB, IdleWatts, LoadWatts, MeanLoadPercent / 100, ElectricityKWh, Currency.Trim().ToUpperInvariant()) : null,
    };
}
