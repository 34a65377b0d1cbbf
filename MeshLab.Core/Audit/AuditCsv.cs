using System.Globalization;

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
            Field(entry.Who), Field(entry.Address), Field(entry.Client), Field(entry.Deed), Field(entry.Subject), Field(string.Join(' ', entry.Clusters)), Field(entry.Detail));
    }

    private static string Field(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var harmless = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return harmless.AsSpan().IndexOfAny(",\"\r\n") < 0 ? harmless : $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
