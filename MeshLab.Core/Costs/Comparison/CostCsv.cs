using System.Globalization;
using System.Text;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Prices;
using MeshLab.Core.Csv;

namespace MeshLab.Core.Costs.Comparison;

/// <summary>A comparison as CSV (RFC 4180): one row a variant and share, with prices, basis and origin in every row, so that no row can lose them.</summary>
public static class CostCsv
{
    /// <summary>The columns and the rows, in UTF-8.</summary>
    public static byte[] Write(IEnumerable<VariantCost> rows, PriceBook prices, CostBasis basis)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(prices);
        var text = new StringBuilder("cluster,variant,high_availability,from,to,observed_seconds,share,used_cores,used_bytes,charged_cores,charged_bytes,cost_month,currency,basis,price_book,origin,source,runs,experiment,requests_per_second\r\n");
        foreach (var row in rows)
        {
            foreach (var (share, cost) in row.Month(prices, basis))
            {
                var held = row.Of(share);
                text.AppendJoin(',',
                    CsvField.Of(row.Cluster), CsvField.Of(row.Cell?.Label ?? row.Variant), row.HighAvailability ? "true" : "false", Instant(row.From), Instant(row.To), Number(row.Observed.TotalSeconds),
                    share.ToString(), Number(held.Used.CpuCores), Number(held.Used.MemoryBytes), Number(held.Charged.CpuCores), Number(held.Charged.MemoryBytes), Number(cost),
                    CsvField.Of(prices.Currency), basis == CostBasis.Usage ? "usage" : "max(request;usage)", CsvField.Of(prices.Id), row.Origin.ToString().ToLowerInvariant(), CsvField.Of(row.Source),
                    string.Join(' ', row.Periods.Select(period => period.Period.RunId).Where(run => run > 0).Distinct()),
                    row.Cell?.ExperimentId.ToString(CultureInfo.InvariantCulture) ?? "", row.Cell is { } cell ? Number(cell.Load.Qps) : "").Append("\r\n");
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
