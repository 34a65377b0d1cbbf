namespace MeshLab.Core.Costs.Prices;

/// <summary>What is wrong with a price book somebody made: the field, and what to do.</summary>
/// <param name="Field">The field, in camel case as in the API.</param>
/// <param name="Message">What is wrong and what is expected.</param>
public sealed record PriceProblem(string Field, string Message);

/// <summary>A price book cannot be kept.</summary>
/// <param name="problems">What is wrong.</param>
public sealed class PriceBookException(IReadOnlyList<PriceProblem> problems) : Exception(string.Join(' ', problems.Select(problem => problem.Message)))
{
    /// <summary>What is wrong.</summary>
    public IReadOnlyList<PriceProblem> Problems { get; } = problems;
}

/// <summary>Checks what people enter. Bounds are wide: they catch slips of the unit (cents, months), not dear providers.</summary>
public static class PriceBookCheck
{
    /// <summary>Problems of a price book, in the order of its fields; empty when it can be kept.</summary>
    public static IReadOnlyList<PriceProblem> Check(PriceBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        var problems = new List<PriceProblem>();
        if (book.Id.Length is < 1 or > 60 || !book.Id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
        {
            problems.Add(new("id", "Give the id 1 to 60 lower-case letters, digits and hyphens, e.g. our-datacentre."));
        }
        else if (ShippedPrices.All.Any(shipped => shipped.Id == book.Id))
        {
            problems.Add(new("id", $"{book.Id} ships with MeshLab and cannot be changed; copy it under another id."));
        }

        if (string.IsNullOrWhiteSpace(book.Name) || book.Name.Length > 100)
        {
            problems.Add(new("name", "Give the name 1 to 100 characters."));
        }

        if (book.Currency.Length != 3 || !book.Currency.All(char.IsAsciiLetterUpper))
        {
            problems.Add(new("currency", $"'{book.Currency}' is not an ISO 4217 code such as EUR or USD."));
        }

        Price(problems, "cpuHour", "The price of a vCPU-hour", book.CpuHour, 100);
        Price(problems, "memoryGiBHour", "The price of a GiB-hour", book.MemoryGiBHour, 100);
        Price(problems, "zoneEgressGB", "The price of a GB between zones", book.ZoneEgressGB, 1000);
        Price(problems, "regionEgressGB", "The price of a GB between regions", book.RegionEgressGB, 1000);
        Price(problems, "internetEgressGB", "The price of a GB to the internet", book.InternetEgressGB, 1000);
        Price(problems, "loadBalancerHour", "The price of a load balancer's hour", book.LoadBalancerHour, 1000);
        foreach (var source in book.Sources ?? [])
        {
            if (!Uri.TryCreate(source.Url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            {
                problems.Add(new("sources", $"'{source.Url}' is not an http or https address. Give the page that the figure comes from."));
            }
        }

        if (book is { CpuHour: 0, MemoryGiBHour: 0 })
        {
            problems.Add(new("cpuHour", "With CPU and memory both free everything costs nothing; give at least one price."));
        }

        return problems;
    }

    /// <summary>Problems of a home-lab's figures; empty when a price can be reckoned from them.</summary>
    public static IReadOnlyList<PriceProblem> Check(HomeLab lab)
    {
        ArgumentNullException.ThrowIfNull(lab);
        var problems = new List<PriceProblem>();
        Between(problems, "homeLab.hardwarePrice", "The price of the hardware", lab.HardwarePrice, 0, 1e9);
        Between(problems, "homeLab.lifetimeYears", "The lifetime in years", lab.LifetimeYears, 0.1, 50);
        Between(problems, "homeLab.vCpus", "The number of hardware threads", lab.VCpus, 0.1, 1e6);
        Between(problems, "homeLab.memoryGiB", "The memory in GiB", lab.MemoryGiB, 0.1, 1e6);
        Between(problems, "homeLab.idleWatts", "The watts when idle", lab.IdleWatts, 0, 1e6);
        Between(problems, "homeLab.loadWatts", "The watts under load", lab.LoadWatts, lab.IdleWatts, 1e6);
        Between(problems, "homeLab.meanLoad", "The mean load", lab.MeanLoad, 0, 1);
        Between(problems, "homeLab.electricityKWh", "The price of a kWh", lab.ElectricityKWh, 0, 100);
        return problems;
    }

    private static void Price(List<PriceProblem> problems, string field, string what, double? value, double most)
    {
        if (value is { } price)
        {
            Between(problems, field, what, price, 0, most);
        }
    }

    private static void Between(List<PriceProblem> problems, string field, string what, double value, double least, double most)
    {
        if (!double.IsFinite(value) || value < least || value > most)
        {
            problems.Add(new(field, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{what} must be a number from {least:0.###} to {most:0.###}.")));
        }
    }
}
