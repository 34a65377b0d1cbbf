using System.Globalization;
using System.Text;
using MeshLab.Core.Csv;

namespace MeshLab.Core.Measurements;

/// <summary>Series as CSV (RFC 4180): one row a point, with the unit and the origin in every row, so that no row can lose them. A gap has an empty value.</summary>
public static class SeriesCsv
{
    /// <summary>The columns, and the points of all series in UTF-8.</summary>
    public static byte[] Write(IEnumerable<Series> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var text = new StringBuilder("time,cluster,metric,key,value,unit,step_seconds,origin,source\r\n");
        foreach (var line in series)
        {
            foreach (var point in line.Points)
            {
                text.Append(point.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)).Append(',')
                    .Append(CsvField.Of(line.Cluster)).Append(',')
                    .Append(line.Metric == Metric.Cpu ? "cpu" : "memory").Append(',')
                    .Append(CsvField.Of(line.Key)).Append(',')
                    .Append(point.Value?.ToString("R", CultureInfo.InvariantCulture)).Append(',')
                    .Append(line.Unit).Append(',')
                    .Append(line.StepSeconds.ToString("R", CultureInfo.InvariantCulture)).Append(',')
                    .Append(line.Origin.ToString().ToLowerInvariant()).Append(',')
                    .Append(CsvField.Of(line.Source)).Append("\r\n");
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A file name that says what is in it, of characters every file system takes.</summary>
    public static string FileName(MeasurementQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var cluster = string.Concat(query.Cluster.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' ? letter : '_'));
        return $"meshlab-{cluster}-{query.Metric}-by-{query.By}-{query.From.UtcDateTime:yyyyMMddTHHmmssZ}.csv".ToLowerInvariant();
    }
}
