using System.Globalization;
using MeshLab.Core.Csv;

namespace MeshLab.Core.Audit;

/// <summary>The audit log as RFC 4180 CSV.</summary>
public static class AuditCsv
{
    /// <summary>The first line.</summary>
    public const string Header = "id,at,who,address,client,deed,subject,clusters,detail";

    /// <summary>The line of an entry. A text that a spreadsheet would take for a formula gets an apostrophe before it.</summary>
    public static string Line(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return string.Join(
            ',',
            entry.Id.ToString(CultureInfo.InvariantCulture),
            entry.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            CsvField.Of(entry.Who), CsvField.Of(entry.Address), CsvField.Of(entry.Client), CsvField.Of(entry.Deed), CsvField.Of(entry.Subject), CsvField.Of(string.Join(' ', entry.Clusters)), CsvField.Of(entry.Detail));
    }
}
